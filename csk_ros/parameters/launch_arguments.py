"""What a launch file is given, checked before it starts anything."""

from __future__ import annotations

import re
from difflib import get_close_matches
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from csk_ros.parameters.given_value import ParametersError
from csk_ros.parameters.parameters_file import absolute_namespace, read_file, read_parameters
from csk_ros.parameters.rcl_params import RclParams
from csk_ros.parameters.ros_scalar import ros_scalar

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

PACKAGE = "csk_ros"

NOT_GIVEN = ""

LOG_LEVELS = ("debug", "info", "warn", "error", "fatal")

_TOPIC = re.compile(r"(~/|/)?[A-Za-z_{][A-Za-z0-9_{}]*(/[A-Za-z_{][A-Za-z0-9_{}]*)*", re.ASCII)


class LaunchArgumentError(ValueError):
    """A launch argument that cannot be meant; the message is one line, which launch prints."""


def refuse_unknown(
    given: Sequence[str], command: Sequence[str], file: Path, declared: Collection[str]
) -> None:
    """Refuse arguments of the command line that the launch file does not have: launch itself ignores them.

    Only if the command line names this file: what is given to another one that includes it is that one's.

    Args:
        given: as `name:=value`, see `LaunchContext.argv`.
        command: the words of the command line.
        file: the launch file.
        declared: the names of its arguments.

    Raises:
        LaunchArgumentError: an argument is unknown; the nearest one is named.
    """
    if not _is_named(file, command):
        return
    for name in (word.partition(":=")[0] for word in given if ":=" in word):
        if name not in declared:
            near = get_close_matches(name, declared, n=1)
            meant = f"did you mean {near[0]}? " if near else ""
            raise LaunchArgumentError(
                f"there is no launch argument '{name}'; {meant}"
                f"`ros2 launch {PACKAGE} {file.name} --show-args` lists all"
            )


def _is_named(file: Path, command: Sequence[str]) -> bool:
    by_package = (PACKAGE, file.name) in pairwise(command)
    paths = (Path(word) for word in command if word.endswith(file.name))
    return by_package or any(path.exists() and path.samefile(file) for path in paths)


class LaunchArguments:
    """The arguments of a launch file, by name, with what each may be.

    Args:
        configurations: the texts, see `LaunchContext.launch_configurations`.
    """

    def __init__(self, configurations: Mapping[str, str]) -> None:
        self._texts = configurations

    def is_given(self, name: str) -> bool:
        """Whether an argument that may be left out has a value."""
        return self._texts[name] != NOT_GIVEN

    def truth(self, name: str) -> bool:
        """A yes or no, in ROS's spellings and Nav2's.

        Raises:
            LaunchArgumentError: it is neither.
        """
        text = self._texts[name]
        value = ros_scalar(text.lower(), quoted=False)
        if value not in (True, False) or isinstance(value, float):
            raise LaunchArgumentError(f"{name}: expected true or false, got '{text}'")
        return bool(value)

    def log_level(self) -> str:
        """The least severity that is logged.

        Raises:
            LaunchArgumentError: there is no such level.
        """
        text = self._texts["log_level"]
        if text.lower() not in LOG_LEVELS:
            raise LaunchArgumentError(f"log_level: expected {', '.join(LOG_LEVELS)}, got '{text}'")
        return text.lower()

    def topic(self, name: str) -> str:
        """A topic's name.

        Raises:
            LaunchArgumentError: ROS takes no such topic.
        """
        text = self._texts[name]
        if not _TOPIC.fullmatch(text):
            raise LaunchArgumentError(f"{name}: expected a topic such as /camera/image_raw, got '{text}'")
        return text

    def namespace(self) -> str:
        """The node's namespace: /robot1, or nothing for the root; below one that is pushed around it.

        Raises:
            LaunchArgumentError: ROS takes no such namespace.
        """
        text = self._texts["namespace"]
        pushed = self._texts.get("ros_namespace") or ""
        try:
            return absolute_namespace(
                text if text.startswith("/") or not pushed else f"{pushed}/{text}".rstrip("/")
            )
        except ParametersError as error:
            raise LaunchArgumentError(f"namespace: {error}") from error

    def check_params_file(self, node: str, overrides: Collection[str], warn: Callable[[str], None]) -> None:
        """Check that the params file is one for this node, and that what overrides it does so.

        Args:
            node: the node's name.
            overrides: names of parameters that launch writes into a file of its own, which comes last.
            warn: see `read_parameters`.

        Raises:
            LaunchArgumentError: the node would not take the file, or there is nothing in it for the node.
        """
        file, namespace = Path(self._texts["params_file"]), self.namespace()
        full_name = f"{namespace}/{node}"
        params = RclParams()
        try:
            read_parameters(file, namespace=namespace, node=node, warn=warn)
            read_file(params, file)
        except ParametersError as error:
            raise LaunchArgumentError(f"params_file: {error}") from error
        params.read(yaml.safe_dump({full_name: {"ros__parameters": dict.fromkeys(overrides, 0)}}).encode())
        for name in overrides:
            last = params.heads(full_name, name)[-1]
            if last != full_name:
                raise LaunchArgumentError(
                    f"params_file: {file}: expected the block {last} before {full_name}: after it, it sets "
                    f"{name}, and no launch argument does"
                )
