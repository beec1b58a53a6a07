"""Params files as rcl understands them: which values they give to which node."""

from __future__ import annotations

import re

import yaml

from csk_ros.parameters.rcl_reader import RclParameter, RclParamsError, RclReader, RclValue, yaml_events


class RclParams:
    """What params files say, by the heads of their blocks, in rcl's order."""

    def __init__(self) -> None:
        self._blocks: dict[str, list[RclParameter]] = {}

    def read(self, content: bytes) -> list[str]:
        """Read a file on top of those before; return the heads of its blocks.

        Raises:
            RclParamsError: rcl would refuse the file.
        """
        reader = RclReader(self._blocks)
        for event in yaml_events(content):
            reader.take(event)
        return reader.heads

    def of_node(self, full_name: str) -> dict[str, RclValue]:
        """The values that the node of this full name gets; of two of one name the later counts."""
        return {
            parameter.name: parameter.value
            for head, parameters in self._blocks.items()
            if is_meant(head, full_name)
            for parameter in parameters
        }

    def heads(self, full_name: str, name: str) -> list[str]:
        """The heads of the blocks that give this node a value of this name."""
        return [
            head
            for head, parameters in self._blocks.items()
            if is_meant(head, full_name) and any(parameter.name == name for parameter in parameters)
        ]


def is_meant(head: str, full_name: str) -> bool:
    """Whether a head of a block, with or without wildcards, means the node of this full name."""
    pattern = ("" if head.startswith("/") else "/") + head
    return re.fullmatch(pattern.replace("/*", r"(/\w+)"), full_name, re.ASCII) is not None


def parse_value(text: str) -> RclValue:
    """Convert the text of a single value, as of `-p name:=text`.

    Raises:
        RclParamsError: rcl would refuse it.
    """
    parameter = RclParameter("")
    reader = RclReader({}, parameter)
    for event in yaml_events(text.encode()):
        if isinstance(event, yaml.MappingStartEvent):
            raise RclParamsError("expected a value, got a map")
        reader.take(event)
    return parameter.value
