"""Settings of Sphinx: `sphinx-build -W -c docs . OUT` in the repository makes pages of its Markdown."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

ROOT = Path(__file__).resolve().parent.parent

project = "csk_ros"
author = "csk_ros maintainers"
(release,) = re.findall("<version>(.*)</version>", (ROOT / "package.xml").read_text(encoding="utf-8"))

extensions = ["myst_parser", "sphinxcontrib.mermaid"]
myst_fence_as_directive = ["mermaid"]
myst_heading_anchors = 3

root_doc = "docs/index"
include_patterns = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "models/README.md", "docs/*.md"]
# Folders that are not looked through.
exclude_patterns = [".*", "build", "install", "log", "runs", "csk_ros", "test", "demo_output"]

# Defaults such as an empty string stand in plain text.
smartquotes = False

html_theme = "furo"
html_title = f"csk_ros {release}"


def add_contents(_: Sphinx, page: str, source: list[str]) -> None:
    """Make the links of the index the table of contents; a directive would be noise elsewhere."""
    if page == root_doc:
        links = re.findall(r"^- .*?\]\(([^)]+)\.md\)", source[0], re.MULTILINE | re.DOTALL)
        source[0] += "\n```{toctree}\n:hidden:\n\n" + "\n".join(links) + "\n```\n"


def setup(app: Sphinx) -> None:
    """Connect what is above."""
    app.connect("source-read", add_contents)
