"""Every picture that arrives in a scenario, with what is truly on it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from csk_ros.recording.recorded_image import RecordedImage
from csk_ros.stream.frame import nanoseconds
from csk_ros.stream.health import Health

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from csk_ros.campaign.scenario import CameraPlan, Scenario
    from csk_ros.recording.fault import Fault
    from csk_ros.stream.frame import Stream

SIZE = (48, 64)
"""Height and width: as large as the thumbnail that pictures are judged by."""

SCENES = 97
"""Pictures that a camera has; no two neighbours are alike."""

DARK_FACTOR, BRIGHT_FACTOR = 0.02, 0.5
"""Darkened to less, a picture of ours is dark beyond doubt; to more, it is beyond doubt not."""

HARMLESS_GLARE = 0.2
"""Up to this strength the sun is a veil."""

DARK_COVER = 2
"""Up to this level a covered picture is dark, above it is grey without contrast."""

LONGEST_PERIOD = 1.0
"""Seconds between two pictures of the slowest camera."""

BRIGHTEST = 200
"""No value of our colour pictures is higher."""


@dataclass(frozen=True, eq=False)
class Shot:
    """One picture as it arrives."""

    number: int
    """Its place among all arrivals; also its message's frame_id, so that every answer names its picture."""
    picture: RecordedImage
    """`time` is the true time of arrival in ns, `stamp` what the header says."""
    looks: frozenset[Health]
    """What the picture may fairly be called by itself, with the default limits: OK, DARK, GLARE, FLAT."""
    content: int
    """Equal for pictures that are equal to the last bit."""

    @property
    def stream(self) -> Stream:
        """The camera."""
        return "rgb" if self.picture.stream == "rgb" else "thermal"


def shots_of(scenario: Scenario) -> list[Shot]:
    """All arrivals of a scenario in their order."""
    source = sorted(
        (picture for plan in (scenario.rgb, scenario.thermal) for picture in _taken(plan, scenario)),
        key=lambda picture: picture.time,
    )
    if not source:
        return []
    begin = source[0].time
    taken = {picture.frame_id: (picture.time - begin) / 1e9 for picture in source}
    return [
        Shot(
            number,
            replace(picture, frame_id=str(number)),
            _looks(picture, taken[picture.frame_id], scenario),
            _content(picture),
        )
        for number, picture in enumerate(scenario.faults.apply(source))
    ]


def _taken(plan: CameraPlan, scenario: Scenario) -> Iterator[RecordedImage]:
    for number in range(max(0, int((scenario.seconds - plan.phase) * plan.rate - 1e-9) + 1)):
        taken = plan.phase + number / plan.rate
        scene = number if plan.core_rate is None else int(number * plan.core_rate / plan.rate + 1e-9)
        time = nanoseconds(taken + plan.latency)
        stamp = scenario.stamps.at(nanoseconds(taken)) + nanoseconds(plan.clock_ahead)
        encoding = "rgb8" if plan.stream == "rgb" else "mono16"
        image = _scene(plan.stream, scene % SCENES)
        yield RecordedImage(plan.stream, time, stamp, f"{plan.stream} {number}", encoding, image)


@cache
def _scene(stream: Stream, number: int) -> NDArray[Any]:
    random = np.random.default_rng(number)
    if stream == "rgb":
        return random.integers(20, BRIGHTEST, (*SIZE, 3)).astype(np.uint8)
    return random.integers(28_000, 32_000, SIZE).astype(np.uint16)


def _content(picture: RecordedImage) -> int:
    shown = picture.image[..., ::-1] if picture.encoding == "bgr8" else picture.image
    return hash((shown.tobytes(), shown.shape, shown.dtype.str))


def _looks(picture: RecordedImage, taken: float, scenario: Scenario) -> frozenset[Health]:
    looks: frozenset[Health] = frozenset({Health.OK})
    kinds = set()
    for fault in scenario.faults.faults:
        if fault.camera == picture.stream and fault.is_on(taken):
            kinds.add(fault.kind)
            if found := _look(fault, picture):
                # Whichever of two faults the judge sees, the picture is not fine if one of them is not.
                looks = found if looks == {Health.OK} else looks | (found - {Health.OK})
    if Health.GLARE in looks and "darken" in kinds:
        # One level everywhere, and no longer the highest.
        looks |= {Health.FLAT}
    if "freeze" in kinds:
        return looks | _frozen_looks(picture, taken, scenario)
    if looks != {Health.OK} and _veiled(picture, taken, scenario):
        # What a veil does to a fine picture is harmless; a dark or covered one it lights up.
        return frozenset({Health.OK, Health.FLAT, Health.DARK, *looks})
    return looks


def _frozen_looks(picture: RecordedImage, taken: float, scenario: Scenario) -> frozenset[Health]:
    """What a frozen picture may look like if another fault had begun, or has since: as it was, or is now."""
    faults = [fault for fault in scenario.faults.faults if fault.camera == picture.stream]
    frozen_since = min(fault.start for fault in faults if fault.kind == "freeze" and fault.is_on(taken))
    looks: frozenset[Health] = frozenset()
    for fault in faults:
        # What is frozen was taken up to a period before.
        touches = fault.start <= taken and fault.end > frozen_since - LONGEST_PERIOD
        if fault.kind != "freeze" and touches and (found := _look(fault, picture)):
            looks |= found | {Health.OK}
    return looks


def _veiled(picture: RecordedImage, taken: float, scenario: Scenario) -> bool:
    return any(
        fault.camera == picture.stream
        and fault.kind == "glare"
        and fault.is_on(taken)
        and fault.parameters["strength"] <= HARMLESS_GLARE
        for fault in scenario.faults.faults
    )


def _look(fault: Fault, picture: RecordedImage) -> frozenset[Health] | None:
    """What a fault makes of a picture; None if it leaves the picture as it is."""
    numbers = fault.parameters
    if fault.kind == "darken":
        if numbers["factor"] >= BRIGHT_FACTOR:
            return None
        # On its way down a picture loses contrast before it is dark.
        falling = numbers["over"] > 0 and picture.image.max() > BRIGHTEST * DARK_FACTOR
        return frozenset({Health.OK, Health.FLAT, Health.DARK} if falling else {Health.DARK})
    if fault.kind == "cover":
        return frozenset({Health.DARK if numbers["level"] <= DARK_COVER else Health.FLAT})
    if fault.kind == "glare" and numbers["strength"] > HARMLESS_GLARE:
        return frozenset({Health.GLARE})
    return None
