"""Pictures of one moment fit each other, those of different moments do not."""

from __future__ import annotations

import numpy as np
import pytest

from csk_ros.register.moment_match import moment_matches, significance


def test_matches_tell_pictures_of_one_moment(street, other_street):
    pairs = [moment.grey() for moment in street]
    assert moment_matches(pairs, np.eye(3)).min() > 0.02
    assert significance(moment_matches(pairs, np.eye(3))) > 8
    strangers = [(rgb, other.grey()[1]) for (rgb, _), other in zip(pairs, other_street, strict=True)]
    assert abs(significance(moment_matches(strangers, np.eye(3)))) < 3


def test_significance_is_the_mean_in_standard_errors():
    assert significance(np.array([1.0, 2.0, 3.0])) == pytest.approx(2 / (1 / np.sqrt(3)))
    assert significance(np.zeros(4)) == 0
