"""The training config file: the shipped one, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from csk_ros.training.config import FolderConfig, SyntheticConfig, TrainingConfig, load_config

SHIPPED = Path(__file__).parents[2] / "config/training/first_model.yaml"


def load(tmp_path: Path, text: str) -> TrainingConfig:
    path = tmp_path / "config.yaml"
    path.write_text(text, encoding="utf-8")
    return load_config(path)


def changed(**changes: object) -> str:
    return yaml.safe_dump(yaml.safe_load(SHIPPED.read_text(encoding="utf-8")) | changes)


def test_the_shipped_config_is_read():
    config = load_config(SHIPPED)
    assert config.backbone == "efficientnet_lite0"
    assert config.input_size == (480, 640)
    assert config.schedule.learning_rate == 1.5e-3
    assert config.objective.class_weights == (1.0, 2.0, 3.0, 4.0)
    assert config.crops.wanted == {3: 0.25, 2: 0.35, 1: 0.25}
    assert config.augmentation.darken_factor == (0.04, 0.6)
    assert [type(source) for source in config.pairs] == [FolderConfig, SyntheticConfig]
    assert config.thermal_only[0].rgb is None


def test_scenes_that_are_scored_are_not_trained_on():
    config = load_config(SHIPPED)
    seeds = [
        {*range(source.first_seed, source.first_seed + source.scenes)}
        for source in (*config.pairs, *config.score)
        if isinstance(source, SyntheticConfig)
    ]
    assert len(seeds) == 2
    assert not seeds[0] & seeds[1]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [", r"config\.yaml is not YAML"),
        ("- 1", "the file holds"),
        (changed(pairs=None), "pairs holds None, wanted is a list of data sets"),
        (changed(score=3), "score holds 3, wanted is a list of data sets"),
        (changed(pairs=[]), "pairs holds \\[\\], wanted is a list of data sets"),
        ("{}", "missing 4 required positional arguments"),
        (changed(colour=1), r"the file: .*'colour'; known are schedule, crops, "),
        (changed(schedule={"steps": 5, "speed": 1}), r"schedule: .*'speed'; known are steps, "),
        (changed(schedule={"steps": "5"}), r"schedule.steps is '5', wanted is int"),
        (changed(schedule={"steps": 5, "learning_rate": "1e-3"}), r"write 1.0e-3, not 1e-3"),
        (changed(crops=3), "crops holds 3"),
        (
            changed(crops={"size": [8, 8], "zoom": [1, 1], "wanted": {"tree": 1}}),
            r"crops.wanted names \['tree'\]",
        ),
        (changed(pairs=[{"name": "a", "thermal": "ir"}]), "pairs: .*'folder'"),
        (changed(pairs=["a"]), "pairs holds 'a'"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, message: str):
    with pytest.raises(ValueError, match=message):
        load(tmp_path, text)
