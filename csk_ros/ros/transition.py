"""Let no failure of a lifecycle transition pass in silence."""

from __future__ import annotations

import traceback
from functools import wraps
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from rclpy.lifecycle import LifecycleNode, LifecycleState, TransitionCallbackReturn

N = TypeVar("N", bound="LifecycleNode")


def logged(
    transition: Callable[[N, LifecycleState], TransitionCallbackReturn],
) -> Callable[[N, LifecycleState], TransitionCallbackReturn]:
    """Log what a transition raises: rclpy turns it into ERROR without a word."""

    @wraps(transition)
    def wrapper(node: N, state: LifecycleState) -> TransitionCallbackReturn:
        try:
            return transition(node, state)
        except Exception:
            # Without a context it was a signal that cut the transition short.
            if node.context.ok():
                node.get_logger().error(f"{transition.__name__} failed:\n{traceback.format_exc()}")
            raise

    return wrapper
