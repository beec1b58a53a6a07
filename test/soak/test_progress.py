from __future__ import annotations

from csk_ros.live.node_counts import NodeCounts
from csk_ros.live.process_sample import ProcessSample
from csk_ros.mode import Mode
from csk_ros.soak.observation import Observation
from csk_ros.soak.progress import HEAD, LINES, SoakProgress


def test_a_line_of_figures_every_twentieth_of_the_time(capsys):
    observation = Observation(200.0)
    with SoakProgress(200.0) as progress:
        for second in range(1, 201):
            observation.seconds = float(second)
            observation.samples = [ProcessSample(second, 600 + second / 10, 19, 21)]
            if second == 150:
                observation.counts = NodeCounts({"thermal": 900}, {}, {"thermal": {"superseded": 7}})
                observation.labels = 893
                observation.latency.see_labels(1, 0.0102)
                observation.latency.see_mode(1, Mode.FUSED)
            progress.show(observation)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == " ".join(HEAD).split()
    assert len(lines) == 1 + LINES
    assert lines[1].split() == ["0.2", "601.0", "19", "21", "0", "0", "0", "-", "-"]
    assert lines[-1].split() == ["3.3", "620.0", "19", "21", "900", "893", "7", "10", "10"]
    assert {len(line) for line in lines} == {len(lines[0])}


def test_late_samples_make_no_line_for_the_time_that_was_missed(capsys):
    observation = Observation(200.0, samples=[ProcessSample(0.0, 600, 19, 21)])
    with SoakProgress(200.0) as progress:
        for second in (95.0, 96.0, 105.0):
            observation.seconds = second
            progress.show(observation)
    assert len(capsys.readouterr().out.splitlines()) == 1 + 2
