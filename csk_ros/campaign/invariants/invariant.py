"""What every invariant offers."""

from __future__ import annotations

import inspect
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from csk_ros.campaign.facts import Facts
    from csk_ros.campaign.scenario import Scenario
    from csk_ros.campaign.step import Step


class Invariant(ABC):
    """Watches one scenario; the docstring of each kind states it in one sentence."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario

    @classmethod
    def sentence(cls) -> str:
        """What must hold."""
        return " ".join((inspect.getdoc(cls) or "").split("\n\n", 1)[0].split())

    @abstractmethod
    def check(self, step: Step, facts: Facts) -> Iterator[str]:
        """Say what is wrong at a step; called for each in order, after the facts have followed it."""

    def end(self) -> Iterator[str]:
        """Say what is wrong once everything is over."""
        yield from ()
