from __future__ import annotations

import pytest

from csk_ros.live.process_sample import ProcessSample
from csk_ros.soak.fault_round import ROUND
from csk_ros.soak.observation import Observation


@pytest.mark.parametrize(("minutes", "warm_up"), [(30, 2 * ROUND), (2, 30), (0.1, 1.5)])
def test_two_rounds_are_warm_up_or_a_quarter_of_a_short_run(minutes, warm_up):
    observation = Observation(minutes * 60)
    assert observation.warm_up == pytest.approx(warm_up)
    observation.samples = [ProcessSample(warm_up + late, 500, 19, 19) for late in (-1, 0, 1, 2)]
    assert observation.steady == observation.samples[2:]
