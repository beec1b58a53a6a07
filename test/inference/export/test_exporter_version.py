"""What an export is keyed by: every source that decides over it, and the libraries that write it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from csk_ros.inference.export import exporter_version as module
from csk_ros.inference.export.exporter_version import ENTRY, exporter_sources, exporter_version
from support.source_code import ROOT, imports, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = ROOT / "csk_ros"


def imported_files() -> set[str]:
    """What the exporter imports at run time, through whatever files, read from syntax trees."""
    found: set[str] = set()
    wanted = [ENTRY]
    while wanted:
        name = wanted.pop()
        file = Path(*name.split(".")).with_suffix(".py")
        if (ROOT / file).is_file() and str(file) not in found:
            found.add(str(file))
            wanted += [
                path
                for entry in imports(parse(file))
                if entry.package == "csk_ros" and not entry.typing_only
                for path in (entry.path, entry.path.rpartition(".")[0])
            ]
    return {file.removeprefix("csk_ros/") for file in found}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the sources."""
    for name, source in exporter_sources().items():
        file = tmp_path / "csk_ros" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(source)
    return tmp_path / "csk_ros"


@pytest.fixture(autouse=True)
def forgetful() -> Iterator[None]:
    """No version is remembered from one look to the next: a process does not change its sources."""
    exporter_version.cache_clear()
    yield
    exporter_version.cache_clear()


def version_of(package: Path) -> str:
    exporter_version.cache_clear()
    return exporter_version(package)


def test_nothing_that_the_exporter_imports_is_left_out():
    files = imported_files()
    expected = {"network/folding/exchange.py", "inference/answer_net.py", "synthetic/scene.py", "labels.py"}
    assert expected <= files, "the syntax trees show what they are for"
    assert files - exporter_sources().keys() == set()


def test_what_has_no_part_in_it_makes_no_export_anew():
    packages = {name.split("/")[0] for name in exporter_sources() if "/" in name}
    assert packages.isdisjoint({"node", "ros", "stream", "evaluation", "training", "messages"})


def test_the_same_sources_count_as_the_same_wherever_they_are(copy: Path):
    assert version_of(copy) == version_of(PACKAGE)


@pytest.mark.parametrize(
    "name",
    [
        *("labels.py", "network/resnet50.py", "network/folding/exchange.py", "inference/answer_net.py"),
        *("inference/export/onnx_export.py", "inference/export/openvino_export.py", "synthetic/scene.py"),
    ],
)
def test_every_source_counts(copy: Path, name: str):
    original = version_of(copy)
    with (copy / name).open("a", encoding="utf-8") as file:
        file.write("# another line\n")
    assert version_of(copy) != original


def test_a_new_module_counts_from_its_first_import_on(copy: Path):
    original = version_of(copy)
    new = copy / "network" / "folding" / "squeezing" / "squeeze.py"
    new.parent.mkdir()
    new.write_text("FACTOR = 2\n")
    assert version_of(copy) == original
    importer = copy / "network" / "folding" / "branch.py"
    source = importer.read_text()
    importer.write_text(
        f"{source}\ndef squeezed():\n"
        "    from csk_ros.network.folding.squeezing import (\n        squeeze,\n    )\n"
    )
    with_it = version_of(copy)
    new.write_text("FACTOR = 3\n")
    assert len({original, with_it, version_of(copy)}) == 3


@pytest.mark.parametrize("library", module.LIBRARIES)
def test_every_library_counts_installed_or_not(monkeypatch: pytest.MonkeyPatch, library: str):
    seen = {exporter_version()}
    real = module.version
    for other in ("0.0.1", None):

        def version(name: str, other: str | None = other) -> str:
            if name != library:
                return real(name)
            if other is None:
                raise module.PackageNotFoundError(name)
            return other

        monkeypatch.setattr(module, "version", version)
        exporter_version.cache_clear()
        seen.add(exporter_version())
    assert len(seen) == 3


def test_a_package_without_its_sources_is_an_error_and_no_version(copy: Path):
    shutil.rmtree(copy / "inference")
    with pytest.raises(FileNotFoundError, match=r"expected the sources of csk_ros .*exporter\.py"):
        version_of(copy)
