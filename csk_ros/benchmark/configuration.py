"""What is compared: a network, and what executes it."""

from __future__ import annotations

from dataclasses import dataclass

from csk_ros.inference.model_settings import ONNXRUNTIME, OPENVINO, TORCH
from csk_ros.mode import Mode

EAGER = "eager"
"""torch with the network as it was trained: batch norms not folded, the exchange as it is written."""

PLAIN = "plain"
"""An ordinary network for thermal pictures alone, of the same backbone and with random weights."""

EXECUTORS = (TORCH, OPENVINO, ONNXRUNTIME, EAGER)
NETWORKS = (*(mode.value for mode in Mode), PLAIN)


@dataclass(frozen=True)
class Configuration:
    """One side of a comparison, written `EXECUTOR/NETWORK`."""

    executor: str
    """One of EXECUTORS."""
    network: str
    """One of NETWORKS: a mode of CSK-Net, or `plain`."""

    @classmethod
    def parse(cls, text: str) -> Configuration:
        """Read a configuration as people write it.

        Raises:
            ValueError: it is none; the message says how one is written.
        """
        executor, _, network = text.partition("/")
        if executor not in EXECUTORS or network not in NETWORKS:
            raise ValueError(
                f"expected RUNTIME/MODE with a runtime of {', '.join(EXECUTORS)} and a mode of "
                f"{', '.join(NETWORKS)}, got '{text}'"
            )
        return cls(executor, network)

    @property
    def is_plain(self) -> bool:
        """Whether it is about the ordinary network."""
        return self.network == PLAIN

    @property
    def mode(self) -> Mode:
        """Which pictures it answers from."""
        return Mode.THERMAL if self.is_plain else Mode(self.network)

    def __str__(self) -> str:
        return f"{self.executor}/{self.network}"
