"""Data for the page's script."""

from __future__ import annotations

import json

from csk_ros.evaluation.page.markup import Html


def data_script(name: str, data: object) -> Html:
    """Data as JSON in an element that the script finds by its name.

    Raises:
        ValueError: a number that is not finite, which JSON does not have.
    """
    # Only "<" could end the element early.
    text = json.dumps(data, allow_nan=False, separators=(",", ":")).replace("<", "\\u003c")
    return Html(f'<script type="application/json" id="{name}">{text}</script>')
