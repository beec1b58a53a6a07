"""Ask a service of another process."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from support.spin import spin_until

if TYPE_CHECKING:
    from rclpy.client import Client
    from rclpy.executors import Executor
    from rclpy.task import Future

ASK_AGAIN = 2.0
"""Seconds."""


def ask(executor: Executor, client: Client, request: object, timeout: float = 120.0) -> Any:
    """Ask until an answer comes; for questions that may be asked twice.

    An answer may get lost: the server may not have found the client yet.
    """
    answers: list[Future] = []
    asked = 0.0

    def answered() -> bool:
        nonlocal asked
        if client.service_is_ready() and time.monotonic() - asked > ASK_AGAIN:
            asked = time.monotonic()
            answers.append(client.call_async(request))
        return any(answer.done() for answer in answers)

    spin_until(executor, answered, f"an answer of {client.srv_name}", timeout)
    return next(answer.result() for answer in answers if answer.done())
