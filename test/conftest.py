"""Settings of all tests, tiny data, and fixtures for tests that use real ROS 2 and real DDS."""

from __future__ import annotations

import fcntl
import itertools
import os
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from tqdm.utils import DisableOnWriteError

from csk_ros.inference.process_environment import let_threads_sleep
from csk_ros.live.ros_environment import private_environment
from support.tiny_data import write_tiny_data

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rclpy.context import Context
    from rclpy.executors import SingleThreadedExecutor

# Before torch is loaded.
let_threads_sleep()

# Exported networks of the tests' own, also for the processes that they start.
_CACHE = tempfile.TemporaryDirectory(prefix="csk_ros_test_cache_")
os.environ["XDG_CACHE_HOME"] = _CACHE.name

# Before any participant exists: nothing leaves this machine, and images of camera size arrive.
os.environ.update(private_environment(os.environ))

# How long an example takes says how busy the machine is, not whether the code is right.
settings.register_profile("any_machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any_machine")

# Ports of domains above 101 collide with Linux's ephemeral ones; 0 is where robots are.
_DOMAIN_IDS = itertools.cycle(range(1, 101))


@pytest.fixture
def stderr_is_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Progress bars are shown only on a terminal; what they write is captured all the same."""
    # tqdm's own wrapper of the file: pytest replaces the file itself between a fixture and its test.
    monkeypatch.setattr(DisableOnWriteError, "isatty", lambda _: True, raising=False)


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of tiny labelled data sets, see `write_tiny_data`."""
    return write_tiny_data(tmp_path_factory.mktemp("data"))


@pytest.fixture
def ros_domain_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A ROS domain of this test's own, also in the environment for processes it starts.

    A lock keeps it from tests that run at the same time, another checkout's for instance.
    """
    for domain_id in itertools.islice(_DOMAIN_IDS, 100):
        with (Path(tempfile.gettempdir()) / f"csk_ros_test_domain_{domain_id}").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            monkeypatch.setenv("ROS_DOMAIN_ID", str(domain_id))
            monkeypatch.setenv("ROS_LOG_DIR", str(tmp_path / "ros_log"))
            yield domain_id
            return
    raise RuntimeError("expected a free ROS domain for this test; other tests hold all of them")


@pytest.fixture
def ros_context(ros_domain_id: int) -> Iterator[Context]:
    """An initialised rclpy context in a domain of its own."""
    rclpy = pytest.importorskip("rclpy", reason="needs ROS 2")
    context = rclpy.Context()
    rclpy.init(context=context, domain_id=ros_domain_id)
    yield context
    if context.ok():
        rclpy.shutdown(context=context)
    # A node that a test has destroyed early may have left one, which would crash at the end of all tests.
    for thread in threading.enumerate():
        if thread.name == "loading":
            thread.join()


@pytest.fixture
def ros_executor(ros_context: Context) -> Iterator[SingleThreadedExecutor]:
    """An executor in the test's own context."""
    executors = pytest.importorskip("rclpy.executors", reason="needs ROS 2")
    executor = executors.SingleThreadedExecutor(context=ros_context)
    yield executor
    executor.shutdown()
