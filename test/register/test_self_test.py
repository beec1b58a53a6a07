"""Known warps, found again."""

from __future__ import annotations

import numpy as np
import pytest

from csk_ros.register.registration_error import RegistrationError
from csk_ros.register.self_test import self_test


def test_errors_are_those_of_the_estimates(street):
    done = []
    test = self_test(street, 4, 2, lambda: done.append(1))
    assert len(done) == len(test.recoveries) == 2
    assert test.reference_moments == 6
    assert test.reference_shift < 0.5
    for recovery in test.recoveries:
        assert recovery.error < 1.5
        assert recovery.plain_error < 1.5
        # Four moments cannot be halved.
        assert recovery.refused
        assert np.isnan(recovery.apart)


def test_too_few_moments_are_an_error(street):
    with pytest.raises(RegistrationError, match="expected 16 moments or more"):
        self_test(street, 8, 1, list)
