"""The node's process, with the number under which the system knows it."""

from __future__ import annotations

from csk_ros.demo.node_process import NodeProcess


class SoakedNode(NodeProcess):
    """A node whose memory, threads and files can be looked at."""

    @property
    def pid(self) -> int:
        """The number of the process.

        Raises:
            ValueError: it has not been started.
        """
        if self._process is None:
            raise ValueError("the node has no process before its block is entered")
        return self._process.pid
