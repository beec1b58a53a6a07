"""Our pairing beside message_filters' ApproximateTimeSynchronizer, on the same scripts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, fields
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from csk_ros.campaign.facts import Facts
from csk_ros.campaign.simulation import Simulation
from csk_ros.stream.frame import nanoseconds
from csk_ros.text_table import text_table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from csk_ros.campaign.scenario import Scenario
    from csk_ros.campaign.shot import Shot

QUEUE_SIZE = 10
"""That of message_filters' own examples."""


class NoMessageFiltersError(RuntimeError):
    """There is nothing to compare with."""


@dataclass
class Tally:
    """What a synchronizer made of the thermal frames of some scripts."""

    thermal_frames: int = 0
    """That came with a stamp, once each."""
    pairs: int = 0
    wrong_pairs: int = 0
    """Of different rounds of a loop, or another rgb frame that came within `rgb_wait` was nearer."""
    unanswered: int = 0
    """Thermal frames that brought no output at all, with a partner or without."""

    def add(self, other: Tally) -> None:
        """Sum up."""
        for member in fields(self):
            setattr(self, member.name, getattr(self, member.name) + getattr(other, member.name))


def compare(scenario: Scenario) -> tuple[Tally, Tally]:
    """Count what our pipeline and what the ApproximateTimeSynchronizer make of a scenario.

    Both see the same arrivals in the same order; `slop` is our `max_skew`. The network takes no time.

    Raises:
        NoMessageFiltersError: message_filters is not installed.
    """
    simulation = Simulation(scenario)
    facts = Facts(scenario)
    ours: dict[int, int | None] = {}
    let_in: list[Shot] = []
    for step in simulation.steps():
        facts.follow(step)
        if step.arrived is not None and step.taken_in:
            let_in.append(step.arrived)
        for owed in step.owed:
            if owed.thermal is not None:
                ours[owed.thermal.number] = None if owed.rgb is None else owed.rgb.number
    epochs = {shot.number: facts.arrivals[shot.number].epoch for shot in let_in}
    theirs = _synchronized(let_in, scenario.settings.pairing.max_skew)
    return _tally(ours, let_in, epochs, scenario), _tally(theirs, let_in, epochs, scenario)


def table(ours: Tally, theirs: Tally) -> list[str]:
    """Show both, in lines for a terminal."""
    head = ("", "thermal frames", "pairs", "wrong pairs", "frames without output")
    rows = [
        (name, str(tally.thermal_frames), str(tally.pairs), str(tally.wrong_pairs), str(tally.unanswered))
        for name, tally in (("csk_ros", ours), ("ApproximateTimeSynchronizer", theirs))
    ]
    return text_table(head, rows)


def _synchronized(shots: Iterable[Shot], slop: float) -> dict[int, int | None]:
    """The rgb frame that each thermal frame was called back with."""
    # Here, as it loads rclpy, and the campaign itself needs no ROS.
    try:
        from message_filters import ApproximateTimeSynchronizer, SimpleFilter  # noqa: PLC0415 - see above

        from csk_ros.messages.stamp_message import to_stamp  # noqa: PLC0415 - needs ROS
    except ImportError as error:
        raise NoMessageFiltersError(
            "expected message_filters to compare with, which a ROS 2 installation has; source one"
        ) from error
    filters = {"rgb": SimpleFilter(), "thermal": SimpleFilter()}
    synchronizer = ApproximateTimeSynchronizer(list(filters.values()), QUEUE_SIZE, slop)
    partner: dict[int, int | None] = {}

    def called_back(rgb: Any, thermal: Any) -> None:
        partner[thermal.number] = rgb.number

    synchronizer.registerCallback(called_back)
    for shot in shots:
        header = SimpleNamespace(stamp=to_stamp(shot.picture.stamp))
        filters[shot.stream].signalMessage(SimpleNamespace(header=header, number=shot.number))
    return partner


def _tally(
    partners: dict[int, int | None], shots: list[Shot], epochs: dict[int, int], scenario: Scenario
) -> Tally:
    offset = nanoseconds(scenario.settings.pairing.rgb_time_offset)
    wait = nanoseconds(scenario.settings.pairing.rgb_wait)
    known = {shot.number: shot for shot in shots}
    rgb_of_epoch: dict[int, list[Shot]] = defaultdict(list)
    for shot in shots:
        if shot.stream == "rgb":
            rgb_of_epoch[epochs[shot.number]].append(shot)
    tally = Tally()
    for shot in shots:
        if shot.stream != "thermal":
            continue
        tally.thermal_frames += 1
        tally.unanswered += shot.number not in partners
        partner = partners.get(shot.number)
        if partner is not None:
            epoch = epochs[shot.number]
            in_time = (rgb for rgb in rgb_of_epoch[epoch] if rgb.picture.time <= shot.picture.time + wait)
            distances = (abs(rgb.picture.stamp + offset - shot.picture.stamp) for rgb in in_time)
            found = abs(known[partner].picture.stamp + offset - shot.picture.stamp)
            tally.pairs += 1
            tally.wrong_pairs += found > min(distances, default=found) or epochs[partner] != epoch
    return tally
