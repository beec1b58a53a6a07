"""Fixtures for tests of the real node over real DDS."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("rclpy", reason="needs ROS 2")

from support.checkpoints import write_random_checkpoint
from support.rig import Rig

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from rclpy.context import Context
    from rclpy.executors import SingleThreadedExecutor


@pytest.fixture(scope="session")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A network that answers fast and with several classes."""
    return write_random_checkpoint(tmp_path_factory.mktemp("model") / "random.safetensors")


@pytest.fixture
def make_rig(
    ros_context: Context, ros_executor: SingleThreadedExecutor, checkpoint: Path
) -> Iterator[Callable[..., Rig]]:
    """Make rigs around the random network, or around another model if one is named."""
    rigs: list[Rig] = []

    def make(model: Path | str = checkpoint, **parameters: object) -> Rig:
        rigs.append(Rig(ros_context, ros_executor, model, **parameters))
        return rigs[-1]

    yield make
    for rig in rigs:
        rig.node.stop()
        rig.node.destroy_node()
        rig.peer.destroy_node()
