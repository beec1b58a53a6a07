"""The high-water mark of memory."""

from __future__ import annotations

import subprocess
import sys

import pytest

from csk_ros.benchmark.peak_memory import STATUS, high_water

PROGRAM = """
from csk_ros.benchmark.peak_memory import peak_memory
before = peak_memory()
block = bytearray(b"x") * (64 << 20)
held = peak_memory()
del block
print(before, held, peak_memory())
"""


def test_it_is_the_kernels_mark_in_mib():
    assert high_water("VmPeak:\t  9999 kB\nVmHWM:\t    5120 kB\nVmRSS:\t    1024 kB\n") == 5.0


def test_a_status_without_it_is_refused():
    with pytest.raises(ValueError, match="expected a line VmHWM"):
        high_water("Name:\tzombie\n")


@pytest.mark.skipif(not STATUS.is_file(), reason="needs Linux's /proc")
def test_what_was_held_once_is_remembered_and_what_the_parent_holds_does_not_count():
    own = bytearray(b"x") * (256 << 20)
    out = subprocess.run([sys.executable, "-c", PROGRAM], check=True, capture_output=True, text=True).stdout
    before, held, after = map(float, out.split())
    assert before < len(own) / 2**20 / 2
    assert held - before > 60
    # The kernel counts page by page on every core, and adds up now and then.
    assert after > held - 2
