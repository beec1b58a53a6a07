"""Device names."""

from __future__ import annotations

import pytest
import torch

from csk_ros.inference.device import select_device


@pytest.mark.parametrize(("available", "kind"), [(True, "cuda"), (False, "cpu")])
def test_auto_is_cuda_where_there_is_one(monkeypatch: pytest.MonkeyPatch, available: bool, kind: str):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: available)
    assert select_device("auto").type == kind


def test_a_named_device_is_taken(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    assert select_device("cpu") == torch.device("cpu")
    assert select_device("cuda") == torch.device("cuda")
    assert select_device("cuda:1") == torch.device("cuda", 1)
    with pytest.raises(ValueError, match="finds 2 CUDA devices"):
        select_device("cuda:2")


def test_cuda_that_is_not_there_is_refused_with_a_cure(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(ValueError, match="choose auto or cpu"):
        select_device("cuda")


@pytest.mark.parametrize("name", ["", "gpu", "cuda:", "cuda:x", "cuda:-1", "CPU", "tpu:0"])
def test_other_names_are_refused(name: str):
    with pytest.raises(ValueError, match="there is no device"):
        select_device(name)
