"""A network that is loaded beside the thread that asks for it."""

from __future__ import annotations

import re
import threading
from typing import TYPE_CHECKING

import pytest

from csk_ros.inference import model_loading
from csk_ros.inference.model_loading import ModelLoading
from csk_ros.inference.model_settings import TORCH, ModelSettings
from csk_ros.inference.segmenter import Segmenter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LONG = 120.0
"""Seconds; a busy machine loads slowly."""


class Listening:
    """Hears of the end, and what is logged."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.ended = threading.Event()

    def load(self, path: Path) -> ModelLoading:
        return ModelLoading(ModelSettings(path, TORCH, "cpu"), ended=self.ended.set, warn=self.told.append)


class Gate:
    """Lets loading begin, and go on only when it is opened."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self.opened = threading.Event()

    def pass_through(self) -> None:
        self.reached.set()
        assert self.opened.wait(LONG)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    made = Gate()
    load = Segmenter.load

    def slow(*arguments, tell, **options) -> Segmenter:
        tell("exporting, which takes long")
        made.pass_through()
        return load(*arguments, tell=tell, **options)

    monkeypatch.setattr(model_loading.Segmenter, "load", slow)
    yield made
    made.opened.set()
    with model_loading._ONE_AT_A_TIME:
        pass


def test_the_network_comes_warmed_up_and_once(checkpoint: Path, gate: Gate):
    listening = Listening()
    loading = listening.load(checkpoint)
    assert gate.reached.wait(LONG)
    assert loading.take() is None
    expected = r"loading the model for \d+ s; last: exporting, which takes long"
    assert re.fullmatch(expected, loading.description)
    gate.opened.set()
    assert listening.ended.wait(LONG)
    segmenter = loading.take()
    assert segmenter is not None
    assert segmenter.runtime_name == "torch (float32, cpu)"
    assert (loading.failure, loading.take()) == ("", None)
    assert listening.told == ["exporting, which takes long"]


def test_a_model_that_cannot_be_used_is_a_failure_with_its_reason(tmp_path: Path):
    listening = Listening()
    loading = listening.load(tmp_path / "none.safetensors")
    assert listening.ended.wait(LONG)
    assert loading.take() is None
    assert "none.safetensors does not exist" in loading.failure
    assert listening.told == []


def test_an_unforeseen_error_ends_it_too_and_is_logged_whole(
    checkpoint: Path, monkeypatch: pytest.MonkeyPatch
):
    def broken(*_, **__) -> Segmenter:
        raise KeyError("conv1")

    monkeypatch.setattr(model_loading.Segmenter, "load", broken)
    listening = Listening()
    loading = listening.load(checkpoint)
    assert listening.ended.wait(LONG)
    assert loading.failure == "KeyError: 'conv1'"
    assert "Traceback" in listening.told[0]


def test_given_up_it_says_nothing_and_the_next_one_waits_for_its_end(checkpoint: Path, gate: Gate):
    first, second = Listening(), Listening()
    given_up = first.load(checkpoint)
    assert gate.reached.wait(LONG)
    given_up.give_up()
    never_begun = second.load(checkpoint)
    wanted = Listening()
    loading = wanted.load(checkpoint)
    never_begun.give_up()
    assert wanted.told == []
    gate.opened.set()
    assert wanted.ended.wait(LONG)
    assert loading.take() is not None
    assert (given_up.take(), never_begun.take()) == (None, None)
    assert not first.ended.is_set()
    assert not second.ended.is_set()
    assert second.told == []
