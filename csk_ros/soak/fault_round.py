"""What fails in one round of a soak; the next round is the same."""

from __future__ import annotations

from csk_ros.recording.fault_script import FaultScript

SLOT = 4.0
"""Seconds that belong to each of the failures."""

BEGIN, END = 1.0, 3.0
"""Seconds of its slot during which a failure lasts: cameras are well for as long as they are not."""

# Times are left to rgb alone: labels carry thermal's stamps then, and their age stays the node's own latency.
FAILURES: tuple[tuple[dict[str, object], ...], ...] = (
    ({"thermal": "shutter"},),
    ({"rgb": "drop"},),
    ({"rgb": "drop"}, {"thermal": "drop"}),
    ({"rgb": "darken", "factor": 0.01},),
    ({"thermal": "drop"},),
    ({"rgb": "glare"},),
    ({"rgb": "freeze"},),
    ({"thermal": "lose", "share": 0.3},),
    ({"rgb": "cover"},),
    ({"rgb": "jitter", "seconds": 0.08},),
    ({"rgb": "delay", "seconds": 0.2},),
    ({"thermal": "truncate"},),
    ({"rgb": "truncate"},),
)
"""Entries of a fault script without times; those of one slot happen together."""

ROUND = SLOT * len(FAILURES)
"""Seconds of a round."""


def fault_round() -> FaultScript:
    """The faults of one round, one slot after the other."""
    return FaultScript.from_list(
        [
            {**entry, "from": slot * SLOT + BEGIN, "to": slot * SLOT + END}
            for slot, entries in enumerate(FAILURES)
            for entry in entries
        ]
    )
