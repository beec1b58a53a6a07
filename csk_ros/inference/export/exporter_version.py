"""What an export depends on besides its checkpoint: our own code, and the libraries that write it."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ENTRY = "csk_ros.inference.export.exporter"
"""The module that exports; what it imports, at once or through others, decides what comes out."""

LIBRARIES = ("torch", "onnx", "onnxscript", "openvino")
"""They write the graph, or compute what it is compared with."""

ABSENT = "absent"
"""The version of a library that is not installed, or does not say which one it is."""

_ENTRY_FILE = "inference/export/exporter.py"
_PACKAGE = Path(__file__).resolve().parents[2]

# Read as text: parsing the files would take longer than all the rest of a start from the cache.
_FROM = re.compile(r"^[ \t]*from[ \t]+(csk_ros[\w.]*)[ \t]+import[ \t]+(\([^)]*\)|[^\n]*)", re.MULTILINE)
_IMPORT = re.compile(r"^[ \t]*import[ \t]+(csk_ros[\w.]*)", re.MULTILINE)


@cache
def exporter_version(package: Path = _PACKAGE) -> str:
    """Hash the exporter's sources and the versions of its libraries.

    Args:
        package: the folder `csk_ros` that the sources are read from.

    Returns:
        16 hexadecimal digits, the same for the same content wherever it is installed.

    Raises:
        OSError: a source cannot be read.
    """
    digest = hashlib.sha256()
    for name, source in sorted(exporter_sources(package).items()):
        digest.update(f"{name} {len(source)}\n".encode())
        digest.update(source)
    for library in LIBRARIES:
        digest.update(f"{library} {library_version(library)}\n".encode())
    return digest.hexdigest()[:16]


def exporter_sources(package: Path = _PACKAGE) -> dict[str, bytes]:
    """Read every module of ours that the exporter imports, by its file's name below `package`.

    Imports that only type checkers see are followed as well: one file too many costs one export.

    Raises:
        OSError: a source cannot be read.
    """
    sources: dict[str, bytes] = {}
    seen: set[str] = set()
    wanted = [ENTRY]
    while wanted:
        name = wanted.pop()
        if name in seen:
            continue
        seen.add(name)
        # Importing a module runs its packages, too.
        wanted.append(name.rpartition(".")[0])
        below = name.partition(".")[2].replace(".", "/")
        for file in (f"{below}.py", f"{below}/__init__.py".lstrip("/")):
            if (package / file).is_file():
                sources[file] = (package / file).read_bytes()
                wanted += _imported(sources[file].decode())
    if _ENTRY_FILE not in sources:
        raise FileNotFoundError(
            f"expected the sources of csk_ros in {package}, {_ENTRY_FILE} among them; "
            "install it with its .py files"
        )
    return sources


def library_version(library: str) -> str:
    """Look up an installed library's version without importing it."""
    try:
        return version(library)
    except PackageNotFoundError:
        return ABSENT


def _imported(source: str) -> list[str]:
    """The dotted names of ours that a source imports, modules and what is taken from them."""
    names = _IMPORT.findall(source)
    for module, members in _FROM.findall(source):
        names += [module, *(f"{module}.{member}" for member in re.findall(r"\w+", members))]
    return names
