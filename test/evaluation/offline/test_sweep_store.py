from __future__ import annotations

import os

import pytest

from csk_ros.evaluation.offline.sweep import Case
from csk_ros.evaluation.offline.sweep_store import SweepStore


@pytest.fixture
def bag(tmp_path):
    file = tmp_path / "bag.mcap"
    file.write_bytes(b"pictures")
    return file


def test_what_was_evaluated_is_kept(bag, tmp_path):
    case, asked = Case(bag, {"rgb.wait": 0.1}), []

    def evaluate():
        asked.append(1)
        return {"figure": len(asked)}

    assert SweepStore(tmp_path / "runs", {"model": "a"}).figures(case, evaluate) == {"figure": 1}
    assert SweepStore(tmp_path / "runs", {"model": "a"}).figures(case, evaluate) == {"figure": 1}
    # Another value, another model, another recording of that name: other cases.
    assert SweepStore(tmp_path / "runs", {"model": "b"}).figures(case, evaluate) == {"figure": 2}
    assert SweepStore(tmp_path / "runs", {"model": "a"}).figures(Case(bag, {}), evaluate) == {"figure": 3}
    os.utime(bag, ns=(1, 1))
    assert SweepStore(tmp_path / "runs", {"model": "a"}).figures(case, evaluate) == {"figure": 4}


def test_what_failed_is_not_kept(bag, tmp_path):
    store, case = SweepStore(tmp_path / "runs", {}), Case(bag, {})

    def fail():
        raise RuntimeError

    with pytest.raises(RuntimeError):
        store.figures(case, fail)
    assert list((tmp_path / "runs").iterdir()) == []
    assert store.figures(case, lambda: {"a": 1}) == {"a": 1}
