from __future__ import annotations

import os

import pytest

from csk_ros.inference.process_environment import inference_environment, let_threads_sleep


def test_memory_is_kept_unless_the_environment_says_otherwise():
    assert inference_environment({}) == {
        "MALLOC_MMAP_THRESHOLD_": "1000000000",
        "MALLOC_TRIM_THRESHOLD_": "2000000000",
    }
    assert inference_environment({"MALLOC_TRIM_THRESHOLD_": "0"}) == {"MALLOC_MMAP_THRESHOLD_": "1000000000"}


@pytest.mark.parametrize(("said", "expected"), [(None, "PASSIVE"), ("ACTIVE", "ACTIVE")])
def test_threads_sleep_unless_the_environment_says_otherwise(said, expected, monkeypatch):
    monkeypatch.delenv("OMP_WAIT_POLICY", raising=False)
    if said is not None:
        monkeypatch.setenv("OMP_WAIT_POLICY", said)
    let_threads_sleep()
    assert os.environ["OMP_WAIT_POLICY"] == expected
