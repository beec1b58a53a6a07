"""docs/fallback.md says what the campaign checks."""

from __future__ import annotations

import re
from pathlib import Path

from csk_ros.campaign.trial import INVARIANTS
from csk_ros.messages.image_error import ImageError
from csk_ros.stream.drop_reasons import LATE
from csk_ros.stream.fallback import BOTH_OK
from csk_ros.stream.health import Health
from csk_ros.stream.stamp_order import StampVerdict
from csk_ros.stream.stream_pipeline import UNPAIRED

PAGE = (Path(__file__).parents[2] / "docs" / "fallback.md").read_text(encoding="utf-8")


def test_the_page_lists_every_invariant_in_its_own_words():
    (block,) = re.findall(r"<!-- invariants -->\n\n(.*?)\n\n<!-- /invariants -->", PAGE, re.DOTALL)
    found = " ".join(block.split()).removeprefix("- ").split(" - ")
    assert found == [invariant.sentence() for invariant in INVARIANTS]


def test_the_page_uses_the_reasons_that_the_node_publishes():
    reasons = {f"rgb {state}" for state in Health if state not in {Health.OK, Health.WAITING}}
    reasons |= {"thermal frozen", "thermal missing", BOTH_OK, UNPAIRED, LATE, "thermal missing, rgb missing"}
    reasons |= {StampVerdict.ZERO.value, StampVerdict.REPEATED.value}
    assert {reason for reason in reasons if f"`{reason}`" not in PAGE} == set()
    assert ImageError("truncated", "").reason in PAGE
