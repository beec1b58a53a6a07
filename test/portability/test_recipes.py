"""The recipes for other people's machines name files that are there."""

from __future__ import annotations

import json
import os
import re

import pytest
import yaml

from support.source_code import ROOT

WORKFLOW = ".github/workflows/ci.yml"
DEVCONTAINER = ".devcontainer/devcontainer.json"


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("recipe", [WORKFLOW, DEVCONTAINER, "Dockerfile", "docs/installation.md"])
def test_scripts_that_a_recipe_runs_can_be_run(recipe: str):
    scripts = set(re.findall(r"\bscripts/\w+\.sh\b", read(recipe)))
    assert scripts
    assert all(os.access(ROOT / script, os.X_OK) for script in scripts)


def test_every_distribution_and_the_oldest_python_are_tried():
    jobs = yaml.safe_load(read(WORKFLOW))["jobs"]
    assert jobs["ros"]["strategy"]["matrix"]["distribution"] == ["humble", "jazzy", "kilted"]
    assert jobs["ros"]["container"] == "ros:${{ matrix.distribution }}-ros-base"
    assert "3.10" in jobs["wheels"]["strategy"]["matrix"]["python"]


def test_the_development_container_begins_with_a_stage_of_the_dockerfile():
    build = json.loads(read(DEVCONTAINER))["build"]
    dockerfile = (ROOT / ".devcontainer" / build["dockerfile"]).resolve()
    assert dockerfile == ROOT / "Dockerfile"
    assert build["target"] in re.findall(r"^FROM .* AS (\w+)$", dockerfile.read_text(), re.MULTILINE)


def test_what_docker_copies_is_there_and_not_left_out():
    copied = re.findall(r"^COPY (\S+) ", read("Dockerfile"), re.MULTILINE)
    assert copied
    ignored = set(read(".dockerignore").split())
    assert all((ROOT / name).exists() and name not in ignored for name in copied)
    assert not ignored & {"csk_ros", "requirements", "scripts", "setup.py", "setup.cfg", "models", "resource"}
