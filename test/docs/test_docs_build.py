"""Sphinx makes pages of the docs without a warning."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

for module in ("sphinx", "myst_parser", "sphinxcontrib.mermaid", "furo"):
    pytest.importorskip(module, reason="needs requirements/docs.txt")

# The only import: this test also runs where nothing but Sphinx is installed.
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages, or a failure with Sphinx's warnings."""
    out = tmp_path_factory.mktemp("site")
    options = ["-W", "--keep-going", "-q", "-d", str(out / "doctrees")]
    command = [sys.executable, "-m", "sphinx", *options, "-c", "docs", ".", str(out / "html")]
    build = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (build.returncode, build.stderr) == (0, "")
    return out / "html"


def test_the_contents_name_every_page_in_the_order_of_the_index(site: Path):
    contents = (site / "docs" / "index.html").read_text(encoding="utf-8")
    (tree,) = re.findall(r'<div class="sidebar-tree">(.*?)</div>', contents, re.DOTALL)
    listed = re.findall(r'href="([^"#]+)\.html"', tree)
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    assert listed == re.findall(r"\]\((\S+)\.md\)", index)
    assert {f"{page.stem}" for page in (ROOT / "docs").glob("*.md")} <= {*listed, "index"}


@pytest.mark.parametrize("page", ["architecture", "fallback"])
def test_diagrams_are_left_to_mermaid(site: Path, page: str):
    source = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")
    built = (site / "docs" / f"{page}.html").read_text(encoding="utf-8")
    assert source.count("```mermaid") == built.count('class="mermaid"') == 2
