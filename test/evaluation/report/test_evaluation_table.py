from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace

import numpy as np

from csk_ros.evaluation.judging.judged_output import JudgedOutput
from csk_ros.evaluation.judging.mode_span import Silence
from csk_ros.evaluation.judging.run import Run
from csk_ros.evaluation.metrics.accuracy import Accuracy
from csk_ros.evaluation.metrics.confusion import Confusion
from csk_ros.evaluation.metrics.lighting import Lighting
from csk_ros.evaluation.pictures.moment_album import MomentAlbum
from csk_ros.evaluation.report.evaluation_table import as_table
from csk_ros.evaluation.report.passage import Passage
from csk_ros.labels import STREET
from csk_ros.mode import Mode
from csk_ros.recording.fault_script import FaultScript
from csk_ros.stream.frame_ledger import FrameCounts


def ids(*values):
    return np.array([values], np.uint8)


def known_run(*, judged=True):
    """Two seconds at 4 Hz: fused for one second, then thermal; the last frame was superseded."""
    run = Run(
        Accuracy(STREET),
        inputs={"rgb": [0.0, 0.25, 0.5, 0.75], "thermal": [number / 4 for number in range(9)]},
        counts=FrameCounts(dropped=Counter({("thermal", "superseded"): 1, ("rgb", "truncated"): 2})),
    )
    for number in range(8):
        mode, reason = (Mode.FUSED, "both cameras ok") if number < 4 else (Mode.THERMAL, "rgb missing")
        lighting = Lighting.DARK if number in {3, 7} else Lighting.BRIGHT
        output = JudgedOutput(
            stamp=number,
            time=number / 4 + (0.04 if number < 4 else 0.02),
            mode=mode,
            reason=reason,
            anchored=number / 4,
            skew=0.0 if mode is Mode.FUSED else None,
            lighting=lighting,
        )
        run.outputs.append(output)
        if judged and mode is Mode.FUSED:
            # In the dark the car is not seen.
            answer = ids(0, 0, 0, 0) if lighting is Lighting.DARK else ids(0, 0, 1, 1)
            run.accuracy.add(output, mode, lighting, truth=ids(0, 0, 1, 1), answer=answer)
            run.truth.stamps.add(output.stamp)
            run.truth.images["thermal"].add(output.stamp)
    return run


def passage(name, run, *faults):
    return Passage.of(name, "street", run, FaultScript.from_list(list(faults)), MomentAlbum(STREET))


def test_the_table_tells_what_there_is():
    faults = [{"rgb": "drop", "from": 1.0}, {"rgb": "freeze", "from": 0.5, "to": 0.75}]
    # Background 8 of 10, car 6 of 8; in the dark 2 of 4 and 0 of 2.
    assert as_table([passage("with faults", known_run(), *faults)]).splitlines() == [
        "  street, with faults: 2 s, 4 rgb and 9 thermal frames",
        "",
        "  mode       time   outputs   latency p50     p95   compared    mIoU   pixels   bright    dark",
        "  fused     1.0 s         4         40 ms   40 ms          4   0.775    0.875    1.000   0.250",
        "  thermal   1.0 s         4         20 ms   20 ms          -       -        -        -       -",
        "  rgb       0.0 s         0             -       -          -       -        -        -       -",
        "  all       2.0 s         8         30 ms   40 ms          4   0.775    0.875        -       -",
        "",
        "  labels came for 88.9% of the thermal frames, from whichever camera",
        "  rgb frames dropped: 2 truncated",
        "  thermal frames dropped: 1 superseded",
        "  ground truth: 4 of 4 images have the stamp of a thermal image; 4 of 8 outputs were compared",
        "  not compared: 4 outputs without ground truth of their stamp",
        "",
        "  fault                             mode       after   then    after",
        "  rgb drop from 1 s to the end      thermal   0.02 s   -       recording ended",
        "  rgb freeze from 0.5 s to 0.75 s   thermal    never   fused   already",
    ]


def test_what_the_recording_ended_too_early_for_is_said_to_be():
    faults = [{"thermal": "drop", "from": 0.9, "to": 0.95}, {"thermal": "drop", "from": 1.5, "to": 1.9}]
    faults.append({"thermal": "drop", "from": 9.0, "to": 10.0})
    lines = as_table([passage("with faults", known_run(), *faults)]).splitlines()
    assert lines[-3:] == [
        "  thermal drop from 0.9 s to 0.95 s   rgb    never             fused   already",
        "  thermal drop from 1.5 s to 1.9 s    rgb    never             -       recording ended",
        "  thermal drop from 9 s to 10 s       -      recording ended   -       recording ended",
    ]


def test_a_mode_that_was_to_stay_is_said_to_be_left_or_kept():
    late = {"rgb": "delay", "seconds": 0.2}
    faults = [late | {"from": 0.5, "to": 0.75}, late | {"from": 0.8, "to": 1.5}]
    lines = as_table([passage("with faults", known_run(), *faults)]).splitlines()
    assert lines[-3:] == [
        "  fault                            mode    after             then    after",
        "  rgb delay from 0.5 s to 0.75 s   fused   kept              fused   already",
        "  rgb delay from 0.8 s to 1.5 s    fused   left for 0.48 s   -       recording ended",
    ]


def test_seconds_without_output_have_a_row():
    run = known_run()
    run.silences.append(Silence(1.5, "both cameras missing"))
    run.outputs = [output for output in run.outputs if output.time < 1.5]
    rows = [line.split() for line in as_table([passage("as recorded", run)]).splitlines()]
    (row,) = [row for row in rows if row[:1] == ["none"]]
    assert row == ["none", "0.5", "s", "0", *("-" for _ in range(7))]
    assert rows[rows.index(row) + 1][0] == "all"


def test_latencies_that_leave_the_network_out_are_said_to():
    told = "  latency is the wait for rgb alone: the network takes no time unless --inference-time says so"
    one = [passage("as recorded", known_run())]
    assert told in as_table(one, 0.0).splitlines()
    assert told not in as_table(one, 0.05).splitlines()
    assert told not in as_table(one).splitlines()


def test_without_truth_it_tells_of_the_agreement():
    run = known_run(judged=False)
    run.agreement = Confusion(STREET)
    run.agreement.add(ids(0, 0, 1, 1), ids(0, 0, 1, 2))
    table = as_table([passage("as recorded", run)])
    assert "  no ground truth; thermal alone agrees with the fused answer in 75.0% of the pixels" in table
    rows = {line.split()[0]: line.split()[1:] for line in table.splitlines() if line}
    assert rows["fused"] == ["1.0", "s", "4", "40", "ms", "40", "ms", "-", "-", "-", "-", "-"]
    assert "fault" not in table
    run.agreement = Confusion(STREET)
    assert "agrees with the fused answer in - of the pixels" in as_table([passage("as recorded", run)])


def test_two_frames_of_many_that_were_not_answered_are_not_rounded_away():
    whole = passage("as recorded", known_run())
    whole.figures["coverage"]["answered"] = 9_998 / 10_000
    assert "  labels came for >99.9% of the thermal frames, from whichever camera" in as_table([whole])


def test_a_run_without_anything_is_told_of():
    table = as_table([passage("as recorded", Run(Accuracy(STREET)))])
    assert table.splitlines()[0] == "  street, as recorded: 0 s, 0 rgb and 0 thermal frames"
    assert "answered" not in table
    assert "dropped" not in table


def test_passes_follow_one_another():
    passes = [passage("as recorded", known_run()), passage("with faults", known_run(), {"rgb": "drop"})]
    table = as_table(passes)
    assert table.startswith(as_table(passes[:1]))
    assert table.endswith(as_table(passes[1:]))
    assert table == "\n\n".join(as_table([each]) for each in passes)


def test_the_table_is_made_of_the_figures_alone():
    one = passage("as recorded", known_run(), {"rgb": "drop", "from": 1.0})
    bare = replace(
        one,
        figures=json.loads(json.dumps(one.figures)),
        run=Run(Accuracy(STREET)),
        script=FaultScript(),
        spans=[],
        reacted=[],
    )
    assert as_table([bare]) == as_table([one])
