"""Whether a runtime gives the labels of the reference: torch in float32 on the CPU."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from csk_ros.inference.runtimes.runtime import Runtime, RuntimeUnusableError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from csk_ros.inference.export.reference import Reference
    from csk_ros.mode import Mode

AGREEMENT = 0.995
"""Part of the reference pixels, in each mode, in which a runtime has to give the reference's label."""

R = TypeVar("R", bound=Runtime)


def first_agreeing(
    precisions: Sequence[str],
    load: Callable[[str], R],
    reference: Reference,
    tell: Callable[[str], object],
) -> R:
    """Load a runtime in the first precision in which it gives the reference's labels.

    Args:
        precisions: to try, in this order; at least one.
        load: makes the runtime that computes in a precision.
        reference: images and their labels.
        tell: told once, with the figures, when it is not the first precision.

    Raises:
        RuntimeUnusableError: it is none of them; the message has the figures.
    """
    doubts: list[str] = []
    for precision in precisions:
        runtime = load(precision)
        doubt = disagreement(runtime, reference.agreement(runtime))
        if doubt is None:
            if doubts:
                tell(f"{'; '.join(doubts)}; it computes in {precision} instead")
            return runtime
        doubts.append(doubt)
    raise RuntimeUnusableError("; ".join(doubts))


def disagreement(runtime: Runtime, agreement: Mapping[Mode, float]) -> str | None:
    """Describe that a runtime's labels differ in more pixels than `AGREEMENT` allows; else None.

    Args:
        runtime: in its precision.
        agreement: part of the reference pixels with the reference's label, by mode.
    """
    worst = min(agreement, key=lambda mode: agreement[mode])
    if agreement[worst] >= AGREEMENT:
        return None
    return (
        f"{runtime.name} in {runtime.precision} on {runtime.device} gives the label that torch gives in "
        f"float32 on the CPU for only {agreement[worst]:.2%} of the reference pixels in mode {worst}, "
        f"wanted are {AGREEMENT:.1%}"
    )
