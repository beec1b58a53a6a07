"""Progress bars that several commands share.

Every bar of the package is made with `disable=None`: it is shown only where stderr is a terminal, so that a
redirected log holds no bars.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn, TypeVar

from tqdm import tqdm

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import TracebackType

    from typing_extensions import Self

T = TypeVar("T")


def counted(items: Iterable[T], total: int, what: str, unit: str) -> Iterator[T]:
    """The items, with a bar that counts them."""
    yield from tqdm(items, total=total, desc=what, unit=unit, leave=False, disable=None)


class NodeBar:
    """A bar of the seconds that a node is watched, while its block lasts."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def __enter__(self) -> Self:
        self.bar: tqdm[NoReturn] = tqdm(
            total=self._seconds,
            bar_format="{desc} {percentage:3.0f}% {bar} {n:.1f}/{total:.1f} s{postfix}",
            desc="waiting for the node",
            disable=None,
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.bar.close()

    def advance(self, position: float, doing: str, beside: str = "") -> None:
        """Move to a position in seconds, at most to the end; say what is done, and something beside it."""
        self.bar.set_description_str(doing, refresh=False)
        if beside:
            self.bar.set_postfix_str(beside, refresh=False)
        self.bar.update(min(position, self._seconds) - self.bar.n)
