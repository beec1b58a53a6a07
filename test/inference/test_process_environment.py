from __future__ import annotations

from csk_ros.inference.process_environment import inference_environment


def test_memory_is_kept_unless_the_environment_says_otherwise():
    assert inference_environment({}) == {
        "MALLOC_MMAP_THRESHOLD_": "1000000000",
        "MALLOC_TRIM_THRESHOLD_": "2000000000",
    }
    assert inference_environment({"MALLOC_TRIM_THRESHOLD_": "0"}) == {"MALLOC_MMAP_THRESHOLD_": "1000000000"}
