"""Devices in Lightning's words."""

from __future__ import annotations

import pytest
import torch

from csk_ros.training.devices import Devices, select_devices


def test_one_and_several_of_a_kind():
    assert select_devices("cpu") == Devices("cpu", 1)
    assert select_devices("cpu", 2) == Devices("cpu", 2)
    assert select_devices("cpu", 2).number == 2
    assert Devices("cuda", [3]).number == 1


def test_a_gpu_by_number(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 4)
    assert select_devices("cuda:2") == Devices("cuda", [2])
    assert select_devices("auto", 4) == Devices("cuda", 4)
    with pytest.raises(ValueError, match="'cuda:2' is one device, 3 were asked for"):
        select_devices("cuda:2", 3)


def test_none_is_too_few():
    with pytest.raises(ValueError, match="1 or more, not 0"):
        select_devices("cpu", 0)
