"""What launch tests share; it imports launch only where a test has found it installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from support.launched import Launched


@pytest.fixture
def launched() -> Launched:
    """Nothing launched yet."""
    from support.launched import Launched  # noqa: PLC0415 - needs launch

    return Launched()
