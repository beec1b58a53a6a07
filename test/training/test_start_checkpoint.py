"""Going on from a checkpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import torch

from csk_ros.inference.checkpoint import CheckpointError, load_checkpoint
from csk_ros.label_sets import PST900
from csk_ros.labels import STREET, LabelSet
from csk_ros.network.csk_net import CSKNet
from csk_ros.share import SHIPPED_MODEL, share_file
from csk_ros.training.start_checkpoint import check_start, start_from_checkpoint
from support.checkpoints import write_random_checkpoint
from support.training_configs import tiny_config

if TYPE_CHECKING:
    from pathlib import Path


def same(network: CSKNet, other: CSKNet) -> set[str]:
    """The names of the weights that are the same in both."""
    theirs = other.state_dict()
    return {name for name, value in network.state_dict().items() if theirs[name].equal(value)}


def test_with_the_same_classes_all_weights_are_taken(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    trained, _ = load_checkpoint(write_random_checkpoint(tmp_path / "model.safetensors"))
    network = CSKNet(4)
    start_from_checkpoint(network, STREET, "model.safetensors", tmp_path)
    assert same(network, trained) == set(network.state_dict())
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "label_set", [PST900, LabelSet("farm", ("ground", "tractor", "person", "cow"), STREET.colours)]
)
def test_with_other_classes_the_heads_stay_as_they_were(tmp_path: Path, label_set: LabelSet):
    trained, _ = load_checkpoint(write_random_checkpoint(tmp_path / "model.safetensors"))
    torch.manual_seed(1)
    network = CSKNet(len(label_set))
    before = {name: value.clone() for name, value in network.state_dict().items()}
    start_from_checkpoint(network, label_set, "model.safetensors", tmp_path)
    heads = {name for name in before if "head." in name}
    assert len(heads) == 6
    assert all(network.state_dict()[name].equal(before[name]) for name in heads)
    theirs = trained.state_dict()
    assert all(network.state_dict()[name].equal(theirs[name]) for name in before if name not in heads)


def test_new_heads_are_told_with_both_sets_of_classes(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = write_random_checkpoint(tmp_path / "model.safetensors")
    farm = LabelSet("farm", ("ground", "tractor"), STREET.colours[:2])
    start_from_checkpoint(CSKNet(2), farm, "model.safetensors", tmp_path)
    assert capsys.readouterr().out == (
        f"the heads are new: {path} knows background, car, person, bike; the experiment has ground, tractor\n"
    )


def test_new_heads_are_not_told_where_they_are_not_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    write_random_checkpoint(tmp_path / "model.safetensors")
    farm = LabelSet("farm", ("ground", "tractor"), STREET.colours[:2])
    start_from_checkpoint(CSKNet(2), farm, "model.safetensors", tmp_path, tell=False)
    assert capsys.readouterr().out == ""


def test_the_shipped_model_has_a_name(tmp_path: Path):
    trained, _ = load_checkpoint(share_file(SHIPPED_MODEL))
    network = CSKNet(4)
    start_from_checkpoint(network, STREET, "shipped", tmp_path)
    assert same(network, trained) == set(network.state_dict())


def test_what_does_not_fit_is_refused(tmp_path: Path):
    write_random_checkpoint(tmp_path / "model.safetensors")
    with pytest.raises(ValueError, match=r"another network, with fusion 'gated' instead of 'sum'; set"):
        start_from_checkpoint(CSKNet(4, fusion="sum"), STREET, "model.safetensors", tmp_path)
    with pytest.raises(
        CheckpointError, match=r"start: .*does not exist.*Wanted is `shipped`, or a checkpoint"
    ):
        start_from_checkpoint(CSKNet(4), STREET, "none.safetensors", tmp_path)


def test_a_start_is_checked_by_the_config_alone(tmp_path: Path):
    path = write_random_checkpoint(tmp_path / "model.safetensors")
    check_start(tiny_config(start="model.safetensors"), tmp_path)
    check_start(tiny_config(start="shipped"), tmp_path)
    with pytest.raises(ValueError, match="another network, with fusion 'gated' instead of 'sum'"):
        check_start(tiny_config(start="model.safetensors", network__fusion="sum"), tmp_path)
    with pytest.raises(CheckpointError, match=r"start: .*shiped does not exist"):
        check_start(tiny_config(start="shiped"), tmp_path)
    path.write_bytes(path.read_bytes()[:-8])
    with pytest.raises(CheckpointError, match=r"start: .*model\.safetensors is damaged"):
        check_start(tiny_config(start="model.safetensors"), tmp_path)
    # A baseline starts from ImageNet weights.
    check_start(tiny_config(start="shiped", baseline="thermal"), tmp_path)
