"""What /proc tells, of children that hold just what they are told to."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from csk_ros.live import process_sample
from csk_ros.live.process_sample import can_sample, peak_memory, processor_seconds, sample_process

needs_proc = pytest.mark.skipif(not can_sample(), reason="needs Linux's /proc")

CHILD = """
import mmap, os, sys, threading
leave, held = threading.Event(), []
for line in sys.stdin:
    if line == "open\\n":
        held += [open(os.devnull), open(os.devnull)]
    elif line == "close\\n":
        while held:
            held.pop().close()
    elif line == "threads\\n":
        for _ in range(3):
            threading.Thread(target=leave.wait, daemon=True).start()
    elif line == "memory\\n":
        # Straight from the kernel: an allocator may hand out what was resident before.
        held.append(mmap.mmap(-1, 64 * 2**20))
        held[0].write(bytes([1]) * len(held[0]))
    print("done", flush=True)
"""

PEAK = """
from csk_ros.live.process_sample import peak_memory
before = peak_memory()
block = bytearray(b"x") * (64 << 20)
held = peak_memory()
del block
print(before, held, peak_memory())
"""


class Child:
    """A process that does one thing at a time, and is looked at when it is done."""

    def __init__(self, process):
        self.process = process

    def sample(self, order, time=0.0):
        self.process.stdin.write(f"{order}\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline() == "done\n"
        return sample_process(self.process.pid, time)


@pytest.fixture
def child():
    command = [sys.executable, "-c", CHILD]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Child(process)
        process.stdin.close()


@needs_proc
def test_files_are_counted(child):
    before = child.sample("nothing")
    assert child.sample("open").files == before.files + 2
    assert child.sample("close").files == before.files


@needs_proc
def test_threads_are_counted(child):
    before = child.sample("nothing")
    assert child.sample("threads").threads == before.threads + 3


@needs_proc
def test_memory_is_that_which_is_resident_in_mib(child):
    before = child.sample("nothing", 7.5)
    assert before.time == 7.5
    assert child.sample("memory").memory == pytest.approx(before.memory + 64, abs=8)


@needs_proc
def test_a_process_that_has_ended_is_none_also_while_nobody_has_waited_for_it():
    with subprocess.Popen([sys.executable, "-c", ""], stdout=subprocess.PIPE) as process:
        # Its end of the pipe closes when it ends; until `wait` it is a zombie.
        assert process.stdout.read() == b""
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        with pytest.raises(ProcessLookupError, match=f"process {process.pid} has no memory any more"):
            sample_process(process.pid, 0.0)
        process.wait()
        with pytest.raises(ProcessLookupError, match=f"process {process.pid} cannot be looked at"):
            sample_process(process.pid, 0.0)


@needs_proc
def test_processor_seconds_are_those_of_the_process():
    # By the ticks of the same clock; a tick of each kind may be rounded off.
    slack = 2 / os.sysconf("SC_CLK_TCK")
    before = sum(os.times()[:2])
    assert sum(sum(range(1000)) for _ in range(2000)) == 2000 * 499_500
    found = processor_seconds(os.getpid())
    assert before - slack <= found <= sum(os.times()[:2]) + slack


@needs_proc
def test_the_peak_is_remembered_and_what_the_parent_holds_does_not_count():
    own = bytearray(b"x") * (256 << 20)
    out = subprocess.run([sys.executable, "-c", PEAK], check=True, capture_output=True, text=True).stdout
    before, held, after = map(float, out.split())
    assert before < len(own) / 2**20 / 2
    assert held - before > 60
    # The kernel counts page by page on every core, and adds up now and then.
    assert after > held - 2


@pytest.fixture
def proc(tmp_path, monkeypatch):
    """A /proc of the test's own."""
    monkeypatch.setattr(process_sample, "PROC", tmp_path)
    return tmp_path


def test_recorded_files_are_read_to_the_letter(proc):
    (proc / "self").symlink_to("12")
    (proc / "12" / "fd").mkdir(parents=True)
    for number in range(5):
        (proc / "12" / "fd" / str(number)).touch()
    status = ["Name:\tpy: thon", "VmHWM:\t  901120 kB", "VmRSS:\t  524800 kB", "Threads:\t19"]
    (proc / "12" / "status").write_text("\n".join(status))
    numbers = " ".join(map(str, range(1, 50)))
    (proc / "12" / "stat").write_text(f"12 (py) thon) S {numbers}")
    sample = sample_process(12, 1.0)
    assert (sample.memory, sample.threads, sample.files) == (512.5, 19, 5)
    assert peak_memory() == 880.0
    # Fields 14 and 15 of proc(5), which counts the name as the second.
    assert processor_seconds(12) == (11 + 12) / os.sysconf("SC_CLK_TCK")


def test_a_system_without_proc_is_known(proc):
    assert not can_sample()
    assert peak_memory() is None
    assert list(proc.iterdir()) == []
