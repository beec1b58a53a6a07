"""An experiment's runs: what is learnt, kept, logged, and taken from a finished run."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import torch
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from csk_ros.datasets.problem import DatasetError
from csk_ros.inference.checkpoint import load_checkpoint
from csk_ros.label_set_file import load_label_set
from csk_ros.labels import STREET, LabelSet
from csk_ros.network.csk_net import CSKNet
from csk_ros.network.feature_exchange import exchange_layers
from csk_ros.training.config import load_config
from csk_ros.training.data_sets import DataSets
from csk_ros.training.experiment import Experiment
from csk_ros.training.lightning.devices import select_devices
from csk_ros.training.losses.objective import Objective
from support.checkpoints import write_random_checkpoint
from support.tiny_layouts import write_layout
from support.training_configs import PAIRS, WARM, tiny_config

USES = ("pairs", "thermal_only", "validation")
PAPER_SIZED = Path(__file__).parents[2] / "config/training/mfnet_resnet50.yaml"


def experiment(data: Path, **changes: Any) -> Experiment:
    return Experiment(tiny_config(**changes), STREET, DataSets(data), select_devices("cpu"))


PLAIN = {"losses__distillation": {}, "losses__contrast": {}, "teacher": None}


def test_frozen_blocks_keep_their_weights_and_the_rest_learns(data: Path, tmp_path: Path):
    first = experiment(data, **PLAIN, schedule__steps=1).train_student(tmp_path / "one", None)
    last = experiment(data, **PLAIN, schedule__steps=4, schedule__ema_decay=0.0).train_student(
        tmp_path / "four", None
    )
    before, after = first.state_dict(), last.state_dict()
    changed = {name for name, tensor in before.items() if not tensor.equal(after[name])}
    parameters = {name for name, _ in last.named_parameters()}
    frozen = {n for n in parameters if n.startswith(("encoder.stem", "encoder.blocks.0."))}
    assert frozen
    assert not changed & frozen
    assert "encoder.stem_norm.rgb.running_mean" in changed
    assert {"encoder.blocks.2.expand.weight", "fused_head.weight", "thermal_head.bias"} <= changed


def test_the_exchanged_channels_stay_those_chosen_at_the_start(data: Path, tmp_path: Path):
    network = experiment(data, **PLAIN).train_student(tmp_path, None)
    for layer in exchange_layers(network.encoder).values():
        chosen = layer.borrowed.nonzero().flatten()
        assert layer.channels.equal(chosen)
        assert layer.exchanged_fraction == pytest.approx(0.125, abs=0.01)


def test_the_result_is_the_moving_average_of_the_weights(data: Path, tmp_path: Path):
    averaged = experiment(data, **PLAIN, schedule__ema_decay=0.99).train_student(tmp_path / "ema", None)
    last = experiment(data, **PLAIN, schedule__ema_decay=0.0).train_student(tmp_path / "last", None)
    state = torch.load(tmp_path / "ema/state.ckpt", weights_only=True)
    name = "network.fused_head.weight"
    # The average changes the result, not the way: the last weights of both runs are the same.
    torch.testing.assert_close(state["current_model_state"][name], last.fused_head.weight, rtol=0, atol=0)
    torch.testing.assert_close(state["state_dict"][name], averaged.fused_head.weight, rtol=0, atol=0)
    assert not averaged.fused_head.weight.equal(last.fused_head.weight)


def test_the_loss_falls_on_a_world_this_small_and_everything_is_logged(data: Path, tmp_path: Path):
    trial = experiment(
        data,
        schedule__steps=40,
        schedule__save_every=20,
        schedule__validate_every=20,
        schedule__ema_decay=0.5,
    )
    teacher = trial.train_teacher(tmp_path / "teacher")
    trial.train_student(tmp_path / "student", teacher)
    log = EventAccumulator(str(tmp_path / "student/tensorboard"))
    log.Reload()
    tags = set(log.Tags()["scalars"])
    losses = {"fused", "thermal", "rgb", "distillation_encoder", "distillation_decoder", "contrast"}
    assert {f"loss/{name}" for name in losses} <= tags
    assert {"gate/rgb", "gate/thermal", "gate/both", "learning_rate/pg1"} <= tags
    exchanged = [tag for tag in tags if tag.startswith("exchanged/")]
    assert len(exchanged) == 13
    modes = ("fused", "thermal", "rgb", "fused, rgb black")
    assert {f"tiny/{mode}" for mode in modes} <= {tag.replace("_", " ") for tag in tags}
    assert [event.step for event in log.Scalars("loss/fused")] == [9, 19, 29, 39]
    first, *_, last = (event.value for event in log.Scalars("loss/fused"))
    assert last < first


def test_a_finished_run_is_taken_as_it_is(data: Path, tmp_path: Path):
    trained = experiment(data).train_teacher(tmp_path)
    written = (tmp_path / "state.ckpt").stat().st_mtime_ns
    # What a teacher does not depend on may differ: several students share one.
    taken = experiment(data, network__fusion="sum", losses__contrast__weight=0.0).train_teacher(tmp_path)
    assert (tmp_path / "state.ckpt").stat().st_mtime_ns == written
    for name, tensor in trained.state_dict().items():
        assert tensor.equal(taken.state_dict()[name]), name
    with pytest.raises(ValueError, match=r"crops\.zoom\.0 is 1\.0 there and 0\.5 here"):
        experiment(data, crops__zoom=[0.5, 1.0]).train_teacher(tmp_path)


def test_a_loss_that_is_not_finite_ends_the_run(data: Path, tmp_path: Path):
    broken = experiment(data, **PLAIN, optimizer__learning_rate=1e30, optimizer__clip_norm=1e30)
    with pytest.raises(FloatingPointError, match=r"the loss at step \d is not finite: .*learning_rate"):
        broken.train_student(tmp_path, None)


def test_without_a_teacher_in_the_config_there_is_none_to_train(data: Path, tmp_path: Path):
    with pytest.raises(ValueError, match="no teacher in the config"):
        experiment(data, **PLAIN).train_teacher(tmp_path)


def test_the_paper_sized_config_trains_for_a_few_steps(tmp_path: Path):
    write_layout(tmp_path / "MFNet", "mfnet")
    short = ["schedule.steps=2", "schedule.pairs_per_step=2", "schedule.workers=0", "teacher.steps=1"]
    short += ["schedule.precision=bf16-mixed", "crops.size=[64, 64]", "network.encoder_weights=random"]
    short += ["optimizer.warmup_steps=0"]
    config = load_config(PAPER_SIZED, short)
    label_set = load_label_set(config.label_set)
    (tmp_path / "MFNet/val.txt").write_text("00001D\n", encoding="utf-8")
    trial = Experiment(config, label_set, DataSets(tmp_path), select_devices("cpu"))
    network = trial.train_student(tmp_path / "student", trial.train_teacher(tmp_path / "teacher"))
    assert (network.backbone, network.num_classes) == ("resnet50", 9)
    before = CSKNet(9, backbone="resnet50").state_dict()
    after = network.state_dict()
    assert all(torch.isfinite(tensor).all() for tensor in after.values())
    assert not after["encoder.layer4.0.bn2.thermal.weight"].equal(
        before["encoder.layer4.0.bn2.thermal.weight"]
    )


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"start": "shiped"}, "start: .*shiped does not exist"),
        ({"validation": [PAIRS | {"folder": "nowhere"}]}, "nowhere/vi: expected a folder"),
        ({"thermal_only": [WARM | {"thermal": "nothing"}]}, "warm/nothing: expected a folder"),
        ({"pairs": [WARM]}, "'warm' has no rgb pictures"),
        ({"losses__heads__class_weights": [1, 2]}, "2 weights, label set 'street' has 4 classes: background"),
        ({"crops__wanted": {"tree": 0.1}}, r"crops.wanted names \['tree'\]; the classes are \['background'"),
    ],
)
def test_what_is_wrong_is_told_before_any_work_is_done(data: Path, changes: dict[str, Any], message: str):
    with pytest.raises(ValueError, match=message):
        experiment(data, **changes)


@pytest.mark.parametrize("use", ["pairs", "thermal_only", "validation"])
def test_ids_beyond_the_classes_are_told_before_any_work_is_done(data: Path, tmp_path: Path, use: str):
    copy = shutil.copytree(data, tmp_path / "data")
    assert cv2.imwrite(str(copy / "pairs/labels/00002N.png"), np.full((64, 96), 9, np.uint8))
    members = {name: [WARM if name == "thermal_only" else PAIRS | {"folder": "good"}] for name in USES}
    shutil.copytree(data / "pairs", copy / "good")
    members[use] = [PAIRS]
    with pytest.raises(ValueError, match=r"class id 9 is not in label set 'street'.*00002N"):
        experiment(copy, **members)


def test_a_class_that_nothing_shows_is_warned_of(data: Path, capsys: pytest.CaptureFixture[str]):
    experiment(data)
    assert capsys.readouterr().out.splitlines() == [
        "warning: pairs: no picture shows 'bike' of label set 'street': cannot be learnt",
        "warning: validation: no picture shows 'bike' of label set 'street': cannot be scored",
    ]


def test_masks_that_leave_nothing_to_learn_are_refused(data: Path, tmp_path: Path):
    copy = shutil.copytree(data, tmp_path / "data")
    for file in (copy / "pairs/labels").glob("*.png"):
        ids = cv2.imread(str(file), cv2.IMREAD_UNCHANGED)
        assert cv2.imwrite(str(file), np.where(ids == 1, 255, 0).astype(np.uint8))
    with pytest.raises(DatasetError, match=r"pairs: no picture shows 'car', 'person', 'bike'") as raised:
        experiment(copy)
    assert [problem.kind for problem in raised.value.problems] == ["class not shown", "binary masks"]


def test_masks_beside_labels_of_every_kind_are_warned_of(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    copy = shutil.copytree(data, tmp_path / "data")
    for file in (copy / "warm/labels").glob("*.png"):
        ids = cv2.imread(str(file), cv2.IMREAD_UNCHANGED)
        assert cv2.imwrite(str(file), np.where(ids == 2, 255, 0).astype(np.uint8))
    experiment(copy)
    assert "warning: labels hold 0 and 255 alone" in capsys.readouterr().out


def test_norms_that_the_cameras_share_are_trained_on_one_device(data: Path):
    with pytest.raises(ValueError, match="shared_norms is trained on one device"):
        Experiment(tiny_config(network__shared_norms=True), STREET, DataSets(data), select_devices("cpu", 2))


def test_teachers_that_are_trained_alike_have_one_name(data: Path):
    name = experiment(data).teacher_name
    assert experiment(data, network__fusion="sum", losses__contrast__weight=0.0).teacher_name == name
    assert experiment(data, schedule__steps=9, schedule__workers=2).teacher_name == name
    assert experiment(data, teacher__steps=9).teacher_name != name
    assert experiment(data, crops__zoom=[0.5, 1.0]).teacher_name != name


@pytest.mark.parametrize("probability", [0.0, 1.0])
def test_rgb_takes_channels_in_as_many_steps_as_asked_for(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, probability: float
):
    seen = []
    forward = Objective.forward

    def note(*args: Any, exchange: bool, **kwargs: Any) -> Any:
        seen.append(exchange)
        return forward(*args, exchange=exchange, **kwargs)

    monkeypatch.setattr(Objective, "forward", note)
    experiment(data, **PLAIN, schedule__exchange_probability=probability).train_student(tmp_path, None)
    assert seen == [probability == 1.0] * 4


def test_scores_on_the_way_are_of_the_average_and_change_nothing(data: Path, tmp_path: Path):
    quiet = experiment(data, **PLAIN).train_student(tmp_path / "quiet", None)
    scored = experiment(data, **PLAIN, schedule__validate_every=4).train_student(tmp_path / "scored", None)
    for name, tensor in quiet.state_dict().items():
        assert tensor.equal(scored.state_dict()[name]), name
    log = EventAccumulator(str(tmp_path / "scored/tensorboard"))
    log.Reload()
    (event,) = log.Scalars("tiny/thermal")
    assert event.step == 4
    found = experiment(data, **PLAIN).validate(scored)["tiny"]["thermal"]["miou"]
    assert event.value == pytest.approx(found, abs=1e-4)


def test_crops_of_other_processes_are_the_same_crops(data: Path, tmp_path: Path):
    alone = experiment(data, **PLAIN, schedule__steps=2).train_student(tmp_path / "alone", None)
    helped = experiment(data, **PLAIN, schedule__steps=2, schedule__workers=2).train_student(
        tmp_path / "helped", None
    )
    for name, tensor in alone.state_dict().items():
        assert tensor.equal(helped.state_dict()[name]), name


def test_a_run_goes_on_from_a_checkpoint(data: Path, tmp_path: Path):
    write_random_checkpoint(tmp_path / "model.safetensors")
    trained, _ = load_checkpoint(tmp_path / "model.safetensors")
    still = experiment(
        data, **PLAIN, start=str(tmp_path / "model.safetensors"), optimizer__learning_rate=1e-12
    ).train_student(tmp_path / "run", None)
    for name, parameter in trained.named_parameters():
        torch.testing.assert_close(still.get_parameter(name), parameter, msg=name)


def test_new_heads_are_told_at_the_start_and_not_where_a_run_goes_on(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    write_random_checkpoint(tmp_path / "model.safetensors")
    street = LabelSet("street", ("ground", *STREET.classes[1:]), STREET.colours)
    config = tiny_config(**PLAIN, start=str(tmp_path / "model.safetensors"), schedule__steps=2)
    trial = Experiment(config, street, DataSets(data), select_devices("cpu"))
    first = trial.train_student(tmp_path / "run", None)
    assert capsys.readouterr().out.count("the heads are new: ") == 1
    again = trial.train_student(tmp_path / "run", None)
    assert "the heads are new" not in capsys.readouterr().out
    assert again.fused_head.weight.equal(first.fused_head.weight)
