"""What GitHub reads of this repository: the citation, and the forms of issues."""

from __future__ import annotations

from typing import Any

import yaml

import csk_ros
from support.source_code import ROOT

TEMPLATES = ROOT / ".github" / "ISSUE_TEMPLATE"


def read(path: str) -> dict[str, Any]:
    return dict(yaml.safe_load((ROOT / path).read_text(encoding="utf-8")))


def test_the_citation_is_of_this_version_and_names_the_paper():
    citation = read("CITATION.cff")
    assert (citation["cff-version"], citation["type"]) == ("1.2.0", "software")
    assert str(citation["version"]) == csk_ros.__version__
    assert citation["license"] == "Apache-2.0"
    assert all(citation[key] for key in ("message", "title", "authors"))
    (paper,) = citation["references"]
    assert paper["url"].endswith("/2312.02240")
    assert [author["family-names"] for author in paper["authors"]] == ["Sikdar", "Teotia", "Sundaram"]


def test_a_bug_report_asks_for_what_is_needed():
    form = read(".github/ISSUE_TEMPLATE/bug_report.yml")
    fields = {part["id"]: part["attributes"]["label"] for part in form["body"] if "id" in part}
    assert {"ros", "cameras", "format", "diagnostics"} <= fields.keys()
    assert fields["format"] == "thermal.format"


def test_forms_have_what_github_asks_of_them():
    forms = [form for form in sorted(TEMPLATES.glob("*.yml")) if form.name != "config.yml"]
    assert [form.name for form in forms] == ["bug_report.yml", "feature_request.yml"]
    for form in forms:
        content = read(str(form.relative_to(ROOT)))
        assert content["name"]
        assert content["description"]
        ids = [part["id"] for part in content["body"] if part["type"] != "markdown"]
        assert len(ids) == len(set(ids)) > 0
        for part in content["body"]:
            assert part["type"] in {"markdown", "textarea", "input", "dropdown", "checkboxes"}
            assert part["attributes"]["value" if part["type"] == "markdown" else "label"]
