"""Who may import whom: the arrows between the packages of csk_ros, as docs/architecture.md draws them."""

from __future__ import annotations

import re
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

from support.source_code import ROOT, SOURCES, imports, parse, parse_text

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterable
    from pathlib import Path

RUN_TIME = {
    "stream": set(),
    "network": set(),
    "messages": {"stream"},
    "thermal": {"stream"},
    "registration": {"messages", "stream"},
    "inference": {"messages", "network", "registration", "stream", "thermal"},
    "session": {"inference", "messages", "stream"},
    "parameters": {"inference", "registration", "stream", "thermal"},
    "ros": {"messages", "parameters", "stream"},
    "node": {"inference", "messages", "parameters", "ros", "session", "stream"},
    "points": {"messages", "parameters", "ros", "stream"},
}
"""What a robot runs, and what each of its packages may import."""

TOOLS = {
    "recording": {"messages", "stream"},
    "synthetic": {"recording", "stream"},
    "replay": {"messages", "recording"},
    "datasets": {"recording", "synthetic"},
    "simulation": {"inference", "messages", "session", "stream"},
    "live": {"inference", "messages", "recording", "replay", "stream"},
    "evaluation": {
        *("datasets", "inference", "live", "messages", "parameters"),
        *("recording", "session", "simulation", "stream"),
    },
    "training": {"datasets", "evaluation", "inference", "network"},
    "campaign": {
        *("inference", "messages", "parameters", "recording"),
        *("session", "simulation", "stream", "thermal"),
    },
    "register": {"recording", "registration", "stream"},
    "sync_check": {"recording", "stream"},
    "fuzzing": {"messages", "stream"},
    "demo": {
        *("evaluation", "inference", "live", "messages", "parameters"),
        *("recording", "replay", "stream", "synthetic"),
    },
    "soak": {"live", "messages", "recording", "replay", "stream"},
    "benchmark": {
        *("inference", "live", "messages", "network"),
        *("recording", "registration", "ros", "stream", "synthetic"),
    },
}
"""What is for the desk: recordings, evaluation, training, checks."""

BACK = {
    ("csk_ros/inference/export/reference.py", "synthetic"),  # the moment that runtimes are compared at
}
"""Arrows from what a robot runs to what is for the desk. Each is a debt: none may be added."""

ROS = {"benchmark", "demo", "evaluation", "live", "node", "points", "replay", "ros"}
"""Who imports rclpy."""

TORCH = {"benchmark", "evaluation", "inference", "network", "training"}
"""Who imports torch."""

ARROWS = RUN_TIME | TOOLS


def package_of(module: str) -> str:
    """The package below csk_ros that a module lies in; the module's own name if it lies in none."""
    return module.split(".")[1]


def is_entry(file: Path) -> bool:
    """Whether a file is a way in from the command line, which may draw on every package."""
    return file.stem.endswith(("command", "options"))


def imported(tree: ast.Module) -> set[str]:
    """The packages and single modules of csk_ros that a file imports, for type checkers too."""
    names = {found.path for found in imports(tree) if found.package == "csk_ros"}
    return {package_of(name) for name in names} - {"__version__"}


FILES = {file: parse(file) for file in SOURCES if file.parts[0] == "csk_ros"}
IN_PACKAGES = {file: tree for file, tree in FILES.items() if len(file.parts) > 2}


def arrows(files: Iterable[Path]) -> set[tuple[str, str]]:
    """From package to package, over these files."""
    pairs = {(file.parts[1], to) for file in files for to in imported(FILES[file])}
    return {(start, end) for start, end in pairs if start != end and end in ARROWS}


def importers(library: str) -> set[str]:
    """The packages in which a library is imported at run time."""
    return {
        file.parts[1]
        for file, tree in IN_PACKAGES.items()
        if any(found.package == library and not found.typing_only for found in imports(tree))
    }


def reachable(table: dict[str, set[str]]) -> dict[str, set[str]]:
    """What each package depends on, at once or through others."""
    everything: dict[str, set[str]] = {}
    for package in TopologicalSorter(table).static_order():
        ends = table.get(package, set())
        everything[package] = ends.union(*(everything[end] for end in ends))
    return everything


def test_the_scan_sees_what_it_is_for():
    code = "from csk_ros import __version__\nfrom csk_ros.stream.frame import Frame\n"
    code += "if TYPE_CHECKING:\n  from csk_ros.node import outputs\ndef f():\n  import csk_ros.mode as m\n"
    assert imported(parse_text(code)) == {"stream", "node", "mode"}


def test_every_package_has_its_place():
    folders = {file.parent.name for file in (ROOT / "csk_ros").glob("*/__init__.py")}
    assert folders == ARROWS.keys()


def test_packages_import_what_the_table_allows_and_the_table_allows_no_more():
    found = arrows(file for file in IN_PACKAGES if not is_entry(file))
    debts = {(file.split("/")[1], end) for file, end in BACK}
    allowed = {(start, end) for start, ends in ARROWS.items() for end in ends} | debts
    assert found - allowed == set(), "not in the table: does it have to be?"
    assert allowed - found == set(), "in the table for nothing: take it out"


def test_the_page_draws_the_table():
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    (drawing,) = re.findall(r"```mermaid\nflowchart BT\n(.*?)```", page, re.DOTALL)
    drawn: dict[str, set[str]] = {"stream": set(), "network": set()}
    for start, ends in re.findall(r"(\w+) --> (.+)", drawing):
        drawn.setdefault(start, set()).update(ends.split(" & "))
    assert reachable(drawn) == reachable(ARROWS)


def test_no_arrows_go_round():
    graph = {package: {end for start, end in arrows(IN_PACKAGES) if start == package} for package in ARROWS}
    order = list(TopologicalSorter(graph).static_order())
    assert order.index("stream") < order.index("inference") < order.index("ros")
    assert order.index("ros") < min(order.index("node"), order.index("points"))


def test_what_a_robot_runs_needs_nothing_that_is_for_the_desk():
    found = {
        (str(file), end)
        for file, tree in IN_PACKAGES.items()
        if file.parts[1] in RUN_TIME and not is_entry(file)
        for end in imported(tree) & TOOLS.keys()
    }
    assert found == BACK


def test_only_ways_in_know_of_the_command_line():
    knowing = {file for file, tree in FILES.items() if "command_error" in imported(tree)}
    assert {str(file) for file in knowing if not is_entry(file)} == {"csk_ros/cli.py"}


def test_no_command_knows_the_list_of_commands():
    assert [str(file) for file, tree in FILES.items() if "cli" in imported(tree)] == ["csk_ros/__main__.py"]


def test_single_modules_stand_below_the_packages():
    single = {file.stem for file in FILES if len(file.parts) == 2 and file.stem not in {"cli", "__main__"}}
    assert {"labels", "mode"} <= single
    below = {file: imported(FILES[file]) for file in FILES if file.stem in single and len(file.parts) == 2}
    assert {str(file): names - single for file, names in below.items() if names - single} == {}


def test_ros_and_torch_stay_where_they_belong():
    assert importers("rclpy") == ROS
    assert importers("torch") == TORCH
