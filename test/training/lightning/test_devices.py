"""Devices, and how Lightning is told of them."""

from __future__ import annotations

import pytest
import torch

from csk_ros.training.lightning.devices import Devices, select_devices


def test_one_and_several_of_a_kind():
    assert select_devices("cpu") == Devices(torch.device("cpu"), 1)
    assert select_devices("cpu", 2).for_lightning == 2
    assert select_devices("cpu:0") == Devices(torch.device("cpu"), 1)


def test_gpus_by_number(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 4)
    assert select_devices("cuda:2") == Devices(torch.device("cuda:2"), 1)
    assert select_devices("cuda:2").for_lightning == [2]
    assert select_devices("auto", 4) == Devices(torch.device("cuda"), 4)
    with pytest.raises(ValueError, match="'cuda:2' is one device, 3 were asked for"):
        select_devices("cuda:2", 3)
    with pytest.raises(ValueError, match="5 CUDA devices were asked for, torch finds 4"):
        select_devices("cuda", 5)


def test_none_is_too_few():
    with pytest.raises(ValueError, match="1 or more, not 0"):
        select_devices("cpu", 0)
