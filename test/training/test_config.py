"""The experiment's file: the shipped ones, changes from the command line, and what is refused."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from csk_ros.config_file import read_members
from csk_ros.inference.checkpoint import load_checkpoint
from csk_ros.share import SHIPPED_MODEL, share_file
from csk_ros.training.config import (
    TrainingConfig,
    build_config,
    config_as_json,
    load_config,
)

FOLDER = Path(__file__).parents[2] / "config/training"
STREET = FOLDER / "street.yaml"


def load(tmp_path: Path, text: str) -> TrainingConfig:
    path = tmp_path / "config.yaml"
    path.write_text(text, encoding="utf-8")
    return load_config(path)


def changed(**changes: object) -> str:
    return yaml.safe_dump(read_members(STREET) | changes)


def test_the_shipped_config_is_read():
    config = load_config(STREET)
    assert config.network.backbone == "efficientnet_lite0"
    assert config.input_size == (480, 640)
    assert config.optimizer.learning_rate == 1.5e-3
    assert config.losses.heads.class_weights == (1.0, 2.0, 3.0, 4.0)
    assert config.losses.distillation.wanted
    assert config.losses.contrast.weight == 0.1
    assert config.crops.wanted == {"bike": 0.25, "person": 0.35, "car": 0.25}
    assert config.augmentation.darken_factor == (0.04, 0.6)
    assert [source.layout for source in config.pairs] == ["paired", "synthetic"]
    assert config.teacher is not None


def test_scenes_that_are_scored_are_not_trained_on():
    config = load_config(STREET)
    seeds = [
        {*range(source.first_seed, source.first_seed + source.scenes)}
        for source in (*config.pairs, *config.validation)
        if source.layout == "synthetic"
    ]
    assert len(seeds) == 2
    assert not seeds[0] & seeds[1]


def test_a_config_written_as_json_is_the_same_again():
    config = load_config(STREET)
    assert build_config(config_as_json(config), {}, "json") == config


@pytest.mark.parametrize(
    ("change", "value"),
    [
        ("schedule.steps=7", lambda c: c.schedule.steps == 7),
        ("network.exchange=false", lambda c: c.network.exchange is False),
        ("optimizer.learning_rate=1e-4", lambda c: c.optimizer.learning_rate == 1e-4),
        ("pairs.1.share=0.5", lambda c: c.pairs[1].share == 0.5),
        ("crops.size=[64, 96]", lambda c: c.crops.size == (64, 96)),
        ("baseline=thermal", lambda c: c.baseline == "thermal"),
        ("network.exchange_threshold=2e-2", lambda c: c.network.exchange_threshold == 0.02),
    ],
)
def test_changes_reach_their_place(change: str, value: Any):
    assert not value(load_config(STREET))
    assert value(load_config(STREET, [change]))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("schedule.steps", "changes nothing; wanted is NAME=VALUE"),
        ("=3", "changes nothing"),
        ("schedule.steps=[", "no YAML behind"),
        ("pairs.7.share=1", r"'pairs.7.share' is no place in the config: there is no '7'"),
        ("schedule.steps.x=1", "'schedule.steps.x' is no place"),
        ("schedule.speed=1", r"schedule.speed: Unexpected keyword argument"),
    ],
)
def test_changes_of_nothing_are_refused(change: str, message: str):
    with pytest.raises(ValueError, match=message):
        load_config(STREET, [change])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (["schedule.steps=0"], r"^--set schedule\.steps=0: schedule\.steps: .* got 0$"),
        (["schedule.steps=5", "schedule.steps=0"], r"^--set schedule\.steps=0: schedule\.steps: "),
        (["pairs.0.share=much"], r"^--set pairs\.0\.share=much: pairs\.0\.paired\.share: "),
        (["losses={}"], r"^--set losses=\{\}: losses\.heads: Field required"),
        (
            ["network.exchange_quantile=3", "schedule.steps=5"],
            r"street\.yaml with --set network\.exchange_quantile=3: network: .*exchange quantile",
        ),
        (
            ["teacher=null", "schedule.steps=5"],
            r"street\.yaml with --set teacher=null and --set schedule\.steps=5: the file: .*needs a teacher",
        ),
        (
            ["schedule.steps=0", "crops.size=3", "crops.zoom=[2, 1]"],
            r"^--set schedule\.steps=0: schedule\.steps: .*; --set crops\.size=3: crops\.size: .*got 3",
        ),
    ],
)
def test_a_wrong_value_is_blamed_on_the_option_that_gave_it(changes: list[str], message: str):
    with pytest.raises(ValueError, match=message):
        load_config(STREET, changes)


def test_the_files_own_mistakes_are_blamed_on_the_file(tmp_path: Path):
    path = tmp_path / "config.yaml"
    path.write_text(changed(crops=3), encoding="utf-8")
    with pytest.raises(ValueError, match="^" + re.escape(f"{path}: crops: ") + "[^-]*$"):
        load_config(path, ["schedule.steps=5"])


def test_the_members_given_are_not_changed():
    members = {"schedule": {"steps": 3}}
    with pytest.raises(ValueError, match="losses: "):
        build_config(members, {"schedule.steps": 4}, "here", ["schedule.steps=5"])
    assert members == {"schedule": {"steps": 3}}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [", r"config\.yaml: expected YAML"),
        ("- 1", r"config\.yaml: expected members and their values, got \[1\]"),
        (changed(pairs=None), "pairs: .*got None"),
        (changed(pairs=[]), "pairs: .*at least 1 item"),
        ("{}", "schedule: Field required.*; losses: Field required"),
        (changed(colour=1), "colour: Unexpected keyword argument, got 1"),
        (changed(schedule={"steps": 5, "speed": 1}), "schedule.speed: Unexpected keyword argument"),
        (changed(schedule={"steps": "five"}), "schedule.steps: .*valid integer.*got five"),
        (changed(schedule={"steps": 0}), "schedule.steps: .*greater than or equal to 1"),
        (changed(crops=3), "crops: .*got 3"),
        (changed(pairs=[{"layout": "paired", "name": "a", "thermal": "ir"}]), "folder: Field required"),
        (changed(pairs=[{"layout": "films"}]), "pairs.0: .*'films'"),
        (changed(pairs=["a"]), "pairs.0: .*got a"),
        (changed(teacher=None), "needs a teacher; say `teacher: {steps: 600}`"),
        (changed(normalization={"thermal_gama": 1.0}), "normalization.thermal_gama: Unexpected keyword"),
        (changed(normalization={"thermal_gamma": 0.0}), "thermal_gamma over 0"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, message: str):
    with pytest.raises(ValueError, match=message):
        load(tmp_path, text)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("schedule.seed=-1", "schedule.seed: "),
        ("schedule.validate_every=150", "validate_every is a multiple of save_every or 0, not 150 and 100"),
        ("network.exchange_quantile=3", "exchange quantile is a part of 0..1"),
        ("crops.zoom=[2, 1]", "zoom is the least"),
        ("augmentation.darken=0.95", "darken and blackout"),
    ],
)
def test_values_that_do_not_go_together_are_refused(change: str, message: str):
    with pytest.raises(ValueError, match=message):
        load_config(STREET, [change])


def test_the_shipped_model_was_made_by_the_shipped_config():
    _, metadata = load_checkpoint(share_file(SHIPPED_MODEL))
    assert build_config(metadata.training["config"], {}, "the checkpoint") == load_config(STREET)
