"""`python -m csk_ros replay`: publish a recording on real topics, with scripted faults."""

from __future__ import annotations

import argparse
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import TYPE_CHECKING

import rclpy
from rclpy.executors import ExternalShutdownException, SingleThreadedExecutor
from rclpy.impl.implementation_singleton import rclpy_implementation

from csk_ros.command_error import CommandError
from csk_ros.fast_dds import image_profile
from csk_ros.recording.bag_recording import BagRecording
from csk_ros.recording.fault import KINDS
from csk_ros.recording.fault_script import FaultScript
from csk_ros.recording.pairs_recording import DEFAULT_RATE, PairsRecording
from csk_ros.recording.recording import RecordingError
from csk_ros.recording.topics import TOPICS
from csk_ros.replay.replay_bar import ReplayBar
from csk_ros.replay.replay_node import ReplayNode
from csk_ros.replay.settings import ReplaySettings
from csk_ros.replay.topic_options import add_topic_options, topics_of
from csk_ros.stream.frame import STREAMS

if TYPE_CHECKING:
    from csk_ros.recording.recording import Recording
    from csk_ros.replay.progress import Progress

CLOCK_RATE = 40.0
"""Messages a second on /clock, as of `ros2 bag play`."""

NOTHING_PLAYED = 1
"""Exit code of a replay that came to its end and published no image."""

_REFRESH = 0.1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `replay`."""
    parser.epilog = (
        f"Topics: {', '.join(TOPICS.values())}; remap them behind --ros-args, for instance "
        f"--ros-args -r {TOPICS['rgb']}:=/front/color. "
        "A file of faults holds 'faults: [{rgb: drop, from: 5.0, to: 8.0}, ...]', in seconds from the first "
        f"picture. {_vocabulary()}"
    )
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--bag", metavar="PATH", help="a rosbag2; stamps are kept as recorded")
    source.add_argument(
        "--pairs",
        nargs=2,
        metavar=("RGB_DIR", "THERMAL_DIR"),
        help="two folders of pictures with the same names; stamps are of the present",
    )
    parser.add_argument("--rate", type=float, metavar="HZ", help=f"of --pairs, default {DEFAULT_RATE:g}")
    parser.add_argument("--labels", metavar="DIR", help="of --pairs: ground truth, pictures of class ids")
    add_topic_options(parser)
    parser.add_argument("--speed", type=float, default=1.0, metavar="FACTOR", help="default 1")
    parser.add_argument("--faults", metavar="FILE", help="YAML: what fails when, see below")
    parser.add_argument("--loop", action="store_true", help="begin anew at the end, until stopped")
    parser.add_argument(
        "--clock",
        type=float,
        nargs="?",
        default=0.0,
        const=CLOCK_RATE,
        metavar="HZ",
        help=f"publish /clock for nodes with use_sim_time, at {CLOCK_RATE:g} Hz if not said",
    )
    parser.add_argument(
        "--wait-for-subscribers",
        type=float,
        default=0.0,
        metavar="SECONDS",
        help="begin when each camera has a subscriber, at the latest after so long",
    )
    parser.add_argument(
        "--subscribers",
        type=int,
        default=1,
        metavar="N",
        help="wait for so many of each camera instead: 2 for a node and who evaluates it",
    )
    parser.add_argument("--quiet", action="store_true", help="no progress bar")
    parser.add_argument("--ros-args", nargs=argparse.REMAINDER, help="for ROS; must come last")


def _vocabulary() -> str:
    """The faults of each camera, with the numbers that they take."""
    sentences = []
    for camera in STREAMS:
        kinds = [
            f"{name} ({', '.join(kind.parameters)})" if kind.parameters else name
            for name, kind in KINDS.items()
            if camera in kind.cameras
        ]
        sentences.append(f"Faults of {camera}: {', '.join(kinds)}.")
    return " ".join(sentences)


def run(args: argparse.Namespace) -> int:
    """Replay until the end, SIGINT or SIGTERM: 0; NOTHING_PLAYED where the end came without an image."""
    try:
        recording = _open(args)
        script = FaultScript.load(args.faults) if args.faults else FaultScript()
        settings = ReplaySettings(
            speed=args.speed,
            loop=args.loop,
            fresh_stamps=args.pairs is not None,
            clock_rate=args.clock,
            subscriber_timeout=args.wait_for_subscribers,
            subscribers=args.subscribers,
        )
    except ValueError as error:
        raise CommandError(str(error)) from error
    try:
        progress = _replay(recording, script, settings, args)
    except RecordingError as error:
        raise CommandError(str(error)) from error
    if progress is None or any(progress.published.values()):
        return 0
    print(f"csk_ros replay: {_why_nothing(recording, script, progress)}", file=sys.stderr)
    return NOTHING_PLAYED


def _open(args: argparse.Namespace) -> Recording:
    topics = topics_of(args)
    if args.bag is not None:
        if args.rate is not None or args.labels is not None:
            raise CommandError("--rate and --labels belong to --pairs; a bag has its own times and topics")
        recording = BagRecording(args.bag, **topics)
        for doubt in recording.doubts:
            print(f"csk_ros replay: {doubt}", file=sys.stderr)
        return recording
    rate = DEFAULT_RATE if args.rate is None else args.rate
    return PairsRecording(*args.pairs, rate=rate, labels_dir=args.labels)


def _replay(
    recording: Recording, script: FaultScript, settings: ReplaySettings, args: argparse.Namespace
) -> Progress | None:
    """Play the recording; the figures of a replay that has come to its end, None if a signal ended it."""
    ros_args = args.ros_args or []
    # It is the sender's memory that pictures get lost for want of.
    os.environ.update(image_profile(os.environ))
    try:
        rclpy.init(args=["--ros-args", *ros_args])
    except RuntimeError as error:
        if not ros_args:
            raise
        raise CommandError(f"ROS does not understand --ros-args {' '.join(ros_args)}: {error}") from error
    try:
        node = ReplayNode(recording, script, settings)
        _play(node, ReplayBar(recording.duration, settings.subscribers, quiet=args.quiet))
        # A signal ends what is played, too.
        return node.progress if rclpy.ok() else None
    except (KeyboardInterrupt, ExternalShutdownException):
        pass
    except rclpy_implementation.RCLError:
        # SIGTERM takes the context away under whatever is going on.
        if rclpy.ok():
            raise
    finally:
        rclpy.try_shutdown()
    return None


def _why_nothing(recording: Recording, script: FaultScript, progress: Progress) -> str:
    """Say why no image was published."""
    total = sum(recording.counts.values())
    if progress.failed:
        why = f"the middleware took none of the {progress.failed} that were sent; its warnings say why"
    elif script.faults:
        why = f"the faults left none of the {total} of the recording"
    else:
        why = f"the recording has {total}, and gave none"
    return f"no image was published: {why}"


def _play(node: ReplayNode, bar: ReplayBar) -> None:
    """Let the node play in a thread of its own; spin it and show the progress until the end or a signal."""
    executor = SingleThreadedExecutor()
    executor.add_node(node)
    try:
        with ExitStack() as leaving:
            pool = leaving.enter_context(ThreadPoolExecutor(max_workers=1))
            leaving.callback(node.stop)
            leaving.enter_context(bar)
            playing = pool.submit(node.play)
            while not playing.done():
                executor.spin_once(timeout_sec=_REFRESH)
                bar.show(node.progress)
            bar.show(node.progress)
        playing.result()
    finally:
        executor.shutdown()
        node.destroy_node()
