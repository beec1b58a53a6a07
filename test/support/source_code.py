"""What the Python files of the package say, read without importing them."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent.parent

SOURCES = sorted(
    file.relative_to(ROOT) for pattern in ("csk_ros/**/*.py", "launch/*.py") for file in ROOT.glob(pattern)
)

_IMPORT_ERRORS = {"ImportError", "ModuleNotFoundError"}


@dataclass(frozen=True)
class Import:
    """One name brought into a file."""

    path: str
    """Dotted, as `rclpy.node.Node` or `numpy`."""
    name: str
    """What the file calls it."""
    guarded: bool = False
    """Whether the file can do without."""
    typing_only: bool = False
    """Whether only type checkers see it."""

    @property
    def package(self) -> str:
        """The top-level module."""
        return self.path.partition(".")[0]


def parse(file: Path) -> ast.Module:
    """The syntax tree of a source file."""
    return parse_text((ROOT / file).read_text(encoding="utf-8"), str(file))


def parse_text(text: str, name: str = "<text>") -> ast.Module:
    """The syntax tree of a text; SyntaxError if Python 3.10 does not understand it."""
    return ast.parse(text, name, feature_version=(3, 10))


def imports(tree: ast.AST, *, guarded: bool = False, typing_only: bool = False) -> Iterator[Import]:
    """Every absolute import below a node, wherever it stands."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                # `import a.b` binds a, `import a.b as c` binds a.b.
                path = alias.name if alias.asname else alias.name.partition(".")[0]
                yield Import(path, alias.asname or path, guarded, typing_only)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                path = f"{node.module}.{alias.name}"
                yield Import(path, alias.asname or alias.name, guarded, typing_only)
        elif isinstance(node, ast.Try):
            body = ast.Module(node.body, [])
            yield from imports(body, guarded=guarded or _is_guard(node), typing_only=typing_only)
            rest = ast.Module([*node.handlers, *node.orelse, *node.finalbody], [])
            yield from imports(rest, guarded=guarded, typing_only=typing_only)
        elif isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            yield from imports(ast.Module(node.body, []), guarded=guarded, typing_only=True)
            rest = ast.Module(node.orelse, [])
            yield from imports(rest, guarded=guarded, typing_only=typing_only)
        else:
            yield from imports(node, guarded=guarded, typing_only=typing_only)


def _is_guard(node: ast.Try) -> bool:
    caught = {
        name.id
        for handler in node.handlers
        if handler.type is not None
        for name in ast.walk(handler.type)
        if isinstance(name, ast.Name)
    }
    return bool(caught & _IMPORT_ERRORS)
