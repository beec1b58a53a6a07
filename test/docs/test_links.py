"""Every link of the pages leads somewhere, and every page is in the index."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from support.source_code import ROOT

DOCS = sorted(file.relative_to(ROOT) for file in (ROOT / "docs").glob("*.md"))
PAGES = [Path(name) for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "models/README.md")] + DOCS

CODE = re.compile(
    r"^(```+)[^\n]*\n.*?^\1 *$|(?<=\n\n)(?:    [^\n]*(?:\n|$)|\n(?=    ))+", re.MULTILINE | re.DOTALL
)
INLINE_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
LINK = re.compile(r"(!?)\[([^\]]*)\]\(\s*<?([^)\s>]+)>?[^)]*\)")
HEADING = re.compile(r"^#{1,6} +(.+?)(?: +#+)? *$", re.MULTILINE)


def without_code(text: str) -> str:
    """A page less its blocks of code."""
    return CODE.sub("\n", text)


def links(text: str) -> list[tuple[bool, str]]:
    """Whether each link shows a picture, and where it leads."""
    # The text of a link may be code; what looks like a link inside of code is none.
    plain = INLINE_CODE.sub(lambda code: re.sub(r"[\[\]()]", " ", code[0]), without_code(text))
    return [(bool(mark), target) for mark, _, target in LINK.findall(plain)]


def anchors(text: str) -> list[str]:
    """What GitHub names the headings of a page, in their order."""
    names: list[str] = []
    for heading in HEADING.findall(without_code(text)):
        shown = LINK.sub(r"\2", heading).lower()
        name = re.sub(r"[^\w\- ]", "", shown).replace(" ", "-")
        repeats = sum(
            known == name or bool(re.fullmatch(rf"{re.escape(name)}-\d+", known)) for known in names
        )
        names.append(f"{name}-{repeats}" if repeats else name)
    return names


@cache
def read(page: Path) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def inside(page: Path) -> list[tuple[bool, Path, str]]:
    """The links of a page into the repository: whether a picture, the file, and the anchor."""
    found = []
    for is_picture, target in links(read(page)):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (ROOT / page.parent / path).resolve() if path else ROOT / page
        found.append((is_picture, file.relative_to(ROOT), anchor))
    return found


def test_links_and_anchors_are_read_as_github_reads_them():
    text = (
        "# The `a.b`, and [c](d.md)!\n\n## Twice\n\n## Twice\n\n    # [no](no.md)\n    \n    [no](no.md)\n\n"
    )
    text += "```yaml\n# no\n[no](no.md)\n```\n\n`[no](no.md)` but ![a\npicture](e.png) and [`f`](f.md#g)\n"
    assert anchors(text) == ["the-ab-and-c", "twice", "twice-1"]
    assert links(text) == [(False, "d.md"), (True, "e.png"), (False, "f.md#g")]


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_links_lead_to_what_is_there(page: Path):
    wrong = [
        f"{file}#{anchor}"
        for _, file, anchor in inside(page)
        if not (ROOT / file).exists() or (anchor and anchor not in anchors(read(file)))
    ]
    assert wrong == []


def test_pictures_are_there_and_each_is_shown():
    shown = {file for page in PAGES for is_picture, file, _ in inside(page) if is_picture}
    kept = {
        file.relative_to(ROOT)
        for file in (ROOT / "docs").iterdir()
        if file.suffix in {".jpg", ".png", ".webp"}
    }
    assert shown == kept


def test_the_index_leads_to_every_page():
    index = Path("docs/index.md")
    listed = {file for _, file, _ in inside(index)}
    assert {str(page) for page in PAGES if page not in {*listed, index}} == set()
