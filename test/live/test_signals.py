from __future__ import annotations

import signal

import pytest

from csk_ros.live.signals import ended_as_by_ctrl_c


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_it_ends_the_block_and_leaves_the_handlers_as_they_were(number):
    before = signal.getsignal(number)
    with pytest.raises(KeyboardInterrupt), ended_as_by_ctrl_c():
        # Python runs the handler at once, in this thread.
        signal.raise_signal(number)
    assert signal.getsignal(number) is before
