from __future__ import annotations

import mmap
import os
import subprocess
import sys
import threading

import pytest

from csk_ros.soak import process_sample
from csk_ros.soak.process_sample import can_sample, sample_process

pytestmark = pytest.mark.skipif(not can_sample(), reason="needs Linux's /proc")


def own(time=0.0):
    return sample_process(os.getpid(), time)


def test_files_are_counted(tmp_path):
    before = own()
    with (tmp_path / "a").open("w"), (tmp_path / "b").open("w"):
        assert own().files == before.files + 2
    assert own().files == before.files


def test_threads_are_counted():
    before = own()
    leave = threading.Event()
    threads = [threading.Thread(target=leave.wait) for _ in range(3)]
    for thread in threads:
        thread.start()
    assert own().threads == before.threads + 3
    leave.set()
    for thread in threads:
        thread.join()


def test_memory_is_that_which_is_resident_in_mib():
    before = own(7.5)
    assert before.time == 7.5
    # Straight from the kernel: an allocator may hand out what was resident before.
    with mmap.mmap(-1, 64 * 2**20) as held:
        held.write(bytes([1]) * len(held))
        assert own().memory == pytest.approx(before.memory + 64, abs=8)


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


def test_a_recorded_status_is_read_to_the_letter(tmp_path, monkeypatch):
    monkeypatch.setattr(process_sample, "PROC", tmp_path)
    folder = tmp_path / "12"
    (folder / "fd").mkdir(parents=True)
    for number in range(5):
        (folder / "fd" / str(number)).touch()
    status = ["Name:\tpy: thon", "VmHWM:\t  900000 kB", "VmRSS:\t  524800 kB", "Threads:\t19"]
    (folder / "status").write_text("\n".join(status))
    sample = sample_process(12, 1.0)
    assert (sample.memory, sample.threads, sample.files) == (512.5, 19, 5)


def test_a_system_without_proc_is_known(tmp_path, monkeypatch):
    monkeypatch.setattr(process_sample, "PROC", tmp_path / "proc")
    assert not can_sample()
