"""Our pairer where message_filters' ApproximateTimeSynchronizer stood."""

from __future__ import annotations

import threading
from collections import deque
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from csk_ros.messages.stamp import to_nanoseconds
from csk_ros.ros.message_filter import MessageFilter
from csk_ros.stream.frame import Frame, nanoseconds
from csk_ros.stream.pairing import Pairer, PairingSettings
from csk_ros.stream.stamp_order import StampOrder, StampVerdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rclpy.node import Node

    from csk_ros.ros.message_filter import Filter
    from csk_ros.stream.frame import Stream
    from csk_ros.stream.pairing import Pair

_NO_PICTURE = np.empty((0, 0), np.uint8)
"""Pairing looks at stamps alone."""

TIMER_SHARE = 0.25
"""The wait for rgb may last this share of itself longer: the timer's period."""

SHORTEST_PERIOD = 1_000_000
"""Nanoseconds."""

MAX_UNDELIVERED = 256
"""Pairs that may wait behind a callback that is busy; of more, the oldest are left out."""

Messages = tuple[Any, Any]
"""The rgb message or None, and the thermal message."""


class NearestPairSynchronizer(MessageFilter):
    """Calls back with `(rgb or None, thermal)` for the thermal messages, in order of stamps.

    Takes message_filters' place: it is fed by filters and registers callbacks as they do. Unlike an
    approximate synchronizer it answers when one stream stops, and begins anew when a recording
    loops. Messages without a stamp, or with one not newer than the last answered, are left out.

    Any thread may feed it. One pair at a time is with the callbacks, in whichever thread has decided or
    delivered the one before; a thread that feeds meanwhile does not wait for it. Callbacks run without a
    lock held: they may feed the synchronizer, whose pairs then follow, and one that raises blocks nothing.
    """

    def __init__(
        self, filters: Sequence[Filter], node: Node, settings: PairingSettings | None = None
    ) -> None:
        """Connect two filters.

        Args:
            filters: the rgb filter and the thermal filter, in this order.
            node: whose clock and timer bound the wait for rgb.
            settings: skew, wait and time offset.

        Raises:
            ValueError: not two filters.
        """
        if len(filters) != 2:
            raise ValueError(f"pairs are made from two filters, rgb and thermal; {len(filters)} came")
        super().__init__()
        self._node = node
        self._lock = threading.Lock()
        self._pairer: Pairer[Any] = Pairer(settings)
        self._orders: dict[Stream, StampOrder] = {"rgb": StampOrder(), "thermal": StampOrder()}
        self._last_stamp = 0
        self._decided: deque[Messages] = deque()
        self._delivering = False
        self.left_out = 0
        """Thermal messages that no callback gets: without a stamp, repeated, too late, or behind a callback
        that was busy for too long."""
        self._timer = node.create_timer(_timer_period(self._pairer.settings) / 1e9, self._let_time_pass)
        filters[0].registerCallback(partial(self._add, "rgb"))
        filters[1].registerCallback(partial(self._add, "thermal"))

    @property
    def settings(self) -> PairingSettings:
        """Skew, wait and time offset; new ones count at once, also for what waits."""
        return self._pairer.settings

    @settings.setter
    def settings(self, settings: PairingSettings) -> None:
        with self._lock:
            self._pairer.settings = settings
        self._timer.timer_period_ns = _timer_period(settings)
        self._timer.reset()

    def _add(self, stream: Stream, message: Any) -> None:
        stamp = to_nanoseconds(message.header.stamp)
        with self._lock:
            verdict = self._orders[stream].judge(stamp)
            if verdict is StampVerdict.REWOUND:
                self._begin_anew()
                verdict = self._orders[stream].judge(stamp)
            late = stream == "thermal" and stamp <= self._last_stamp
            if verdict is StampVerdict.OK and not late:
                self._pair(stream, stamp, message)
            else:
                self.left_out += stream == "thermal"
        self._deliver()

    def _begin_anew(self) -> None:
        """Decide what still waits by what has come, and forget the past of both streams."""
        self._decide(self._pairer.flush())
        self._pairer.clear()
        for order in self._orders.values():
            order.reset()
        self._last_stamp = 0

    def _pair(self, stream: Stream, stamp: int, message: Any) -> None:
        frame = Frame(stamp, message.header.frame_id, _NO_PICTURE, message)
        add = self._pairer.add_rgb if stream == "rgb" else self._pairer.add_thermal
        self._decide(add(frame, self._now()))

    def _let_time_pass(self) -> None:
        with self._lock:
            self._decide(self._pairer.advance(self._now()))
        self._deliver()

    def _decide(self, pairs: list[Pair[Any]]) -> None:
        """Line pairs up for the callbacks; the lock is held."""
        if pairs:
            self._last_stamp = pairs[-1].thermal.stamp
        self._decided += [(pair.rgb.message if pair.rgb else None, pair.thermal.message) for pair in pairs]
        while len(self._decided) > MAX_UNDELIVERED:
            self._decided.popleft()
            self.left_out += 1

    def _deliver(self) -> None:
        """Hand on what is decided, in its order, unless a callback is at work: who called it goes on."""
        while (messages := self._next()) is not None:
            try:
                self.signal(*messages)
            except BaseException:
                self._delivering = False
                # The pairs behind it go out first: the error costs none of them.
                self._deliver()
                raise
            self._delivering = False

    def _next(self) -> Messages | None:
        """Take the oldest pair that is decided; None if there is none, or another is being delivered."""
        with self._lock:
            if self._delivering or not self._decided:
                return None
            self._delivering = True
            return self._decided.popleft()

    def _now(self) -> int:
        return int(self._node.get_clock().now().nanoseconds)


def _timer_period(settings: PairingSettings) -> int:
    return max(nanoseconds(settings.rgb_wait * TIMER_SHARE), SHORTEST_PERIOD)
