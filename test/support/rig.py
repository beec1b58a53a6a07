"""A segmentation node with two cameras and a listener, over real DDS, in simulated time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from diagnostic_msgs.msg import DiagnosticArray
from rclpy.node import Node
from rclpy.parameter import Parameter
from rclpy.qos import DurabilityPolicy, QoSProfile, ReliabilityPolicy
from sensor_msgs.msg import CompressedImage, Image

from csk_ros.messages.image_encoding import encode_image
from csk_ros.messages.stamp import to_nanoseconds
from csk_ros.mode import NO_MODE, Mode
from csk_ros.node.segmentation_node import SegmentationNode
from csk_ros.ros.qos import OUTPUT_QOS
from csk_ros.stream.frame import STREAMS
from support.pictures import rgb_picture, thermal_picture
from support.simulated_clock import SimulatedClock
from support.spin import spin_until

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from rclpy.client import Client
    from rclpy.context import Context
    from rclpy.executors import SingleThreadedExecutor

    from csk_ros.stream.frame import Stream
    from csk_ros.stream.frame_ledger import FrameCounts

START = 1_000_000_000_000
"""Simulated time begins here, in ns."""

MS = 1_000_000

PERIOD = 0.1
"""Seconds between two pictures of a camera."""

EVERY_MODE = QoSProfile(
    depth=100, reliability=ReliabilityPolicy.RELIABLE, durability=DurabilityPolicy.TRANSIENT_LOCAL
)
"""From the word that is latched on."""

RGB_WAIT = 0.06
"""A little longer than a thermal frame waits for rgb."""


class Rig:
    """Everything one test needs: send pictures, let time pass, look at what came out."""

    def __init__(
        self, context: Context, executor: SingleThreadedExecutor, model: Path | str, **parameters: Any
    ) -> None:
        """Start node, cameras and listener; `parameters` use `__` for the dot in a name."""
        self.executor = executor
        values = {"use_sim_time": True, "model.path": str(model), "model.runtime": "torch"}
        values |= {name.replace("__", "."): value for name, value in parameters.items()}
        self.node = SegmentationNode(
            context=context,
            parameter_overrides=[Parameter(name, value=value) for name, value in values.items()],
        )
        self.now = START
        self.labels: list[Image] = []
        self.sources: list[DiagnosticArray] = []
        """One for each output."""
        self.modes: list[DiagnosticArray] = []
        """What was said to be in force since `start`."""
        self.diagnostics: list[DiagnosticArray] = []
        self.peer = Node("cameras", context=context)
        reliable = QoSProfile(depth=5, reliability=ReliabilityPolicy.RELIABLE)
        self._cameras = {
            stream: self.peer.create_publisher(CompressedImage, f"{stream}/image_raw/{transport}", reliable)
            if (transport := values.get(f"{stream}.transport", "raw")) != "raw"
            else self.peer.create_publisher(Image, f"{stream}/image_raw", reliable)
            for stream in STREAMS
        }
        self._clock = SimulatedClock(self.peer, executor)
        self._clients: dict[str, Client] = {}
        self.listen(Image, "segmentation", self.labels)
        self.listen(DiagnosticArray, "segmentation/source", self.sources)
        self.listen(DiagnosticArray, "segmentation/mode", self.modes, EVERY_MODE)
        self.listen(DiagnosticArray, "/diagnostics", self.diagnostics)
        executor.add_node(self.node)
        executor.add_node(self.peer)

    def start(self) -> Rig:
        """Bring the node up and wait until its network is loaded and everyone has found each other."""
        self.node.start()
        self.until_loaded()
        return self.until_discovered()

    def until_discovered(self) -> Rig:
        """Wait until node, cameras and listener have found each other, and let the clock show a time."""
        self.until(
            lambda: (
                all(camera.get_subscription_count() for camera in self._cameras.values())
                and self._clock.has_listener
                and self.peer.count_publishers("/segmentation/source") > 0
                and self.peer.count_publishers("/segmentation/mode") > 0
            ),
            "discovery of node and cameras",
        )
        self.sleep(0.0)
        if self.node.labelling is not None:
            self.until(lambda: self.mode_sequence[-1:] == [("none", "thermal awaited")], "the first mode")
            self.modes.clear()
        return self

    def until_discovered_clock(self) -> None:
        """Wait until the node hears the clock, and let it show a time."""
        self.until(lambda: self._clock.has_listener, "discovery of the clock")
        self.sleep(0.0)

    def until_loaded(self) -> None:
        """Wait until the active node has its network."""
        self.until(lambda: self.node.labelling is not None, "the network")

    def listen(self, message_type: type, topic: str, into: list[Any], qos: QoSProfile = OUTPUT_QOS) -> object:
        """Collect what is published on a topic."""
        return self.peer.create_subscription(message_type, topic, into.append, qos)

    def call(self, service_type: type, name: str, request: object) -> Any:
        """Ask a service of the node."""
        client = self._clients.get(name)
        if client is None:
            client = self._clients[name] = self.peer.create_client(service_type, f"/segmentation/{name}")
        self.until(client.service_is_ready, f"the service {name}")
        future = client.call_async(request)
        self.until(future.done, f"an answer of {name}")
        return future.result()

    def until(self, condition: Any, what: str, timeout: float = 30.0) -> None:
        """Spin until `condition()`."""
        spin_until(self.executor, condition, what, timeout)

    def sleep(self, seconds: float) -> None:
        """Let simulated time pass, as the node sees it."""
        self.now += round(seconds * 1e9)
        self._clock.set(self.now, self.node)

    def publish(self, stream: Stream, message: Image | CompressedImage) -> None:
        """Send a message and wait until the node has counted it."""
        before = self.counts.received[stream]
        self._cameras[stream].publish(message)
        self.until(lambda: self.counts.received[stream] == before + 1, f"a {stream} frame received")

    def send(self, stream: Stream, seed: int, stamp: int | None = None) -> None:
        """Send the picture that `seed` stands for, stamped with the simulated time."""
        self.publish(stream, self._message(stream, seed, stamp))

    def send_unheeded(self, stream: Stream, seed: int) -> None:
        """Send a picture to a node that does not count it now, and wait until it has been delivered."""
        camera = self._cameras[stream]
        heard: list[Image] = []
        topic = f"{stream}/image_raw"
        self.listen(Image, topic, heard)
        self.until(lambda: camera.get_subscription_count() == 2, f"a second listener to {topic}")
        camera.publish(self._message(stream, seed, None))
        # The node's subscription is the older one in the same executor, so it has had its turn.
        self.until(lambda: bool(heard), f"the picture on {topic}")

    def _message(self, stream: Stream, seed: int, stamp: int | None) -> Image:
        picture = rgb_picture(seed) if stream == "rgb" else thermal_picture(seed)
        return encode_image(
            picture,
            "rgb8" if stream == "rgb" else "mono8",
            stamp=self.now if stamp is None else stamp,
            frame_id=f"{stream}_optical",
        )

    def play(
        self,
        frames: int,
        rgb: Callable[[int], bool] = lambda _: True,
        thermal: Callable[[int], bool] = lambda _: True,
        first: int = 0,
    ) -> None:
        """Send pairs at 10 Hz; a camera is silent where its function says False of a frame's number."""
        for number in range(first, first + frames):
            self.sleep(PERIOD)
            if rgb(number):
                self.send("rgb", number)
            if thermal(number):
                self.send("thermal", number)
            if not rgb(number):
                self.sleep(RGB_WAIT)
            self.settle()

    def settle(self) -> None:
        """Wait until every thermal frame has its end and its output has arrived here."""

        def settled() -> bool:
            counts = self.counts
            outputs = sum(counts.published.values())
            ended = outputs - counts.published[Mode.RGB] + counts.dropped_of("thermal")
            arrived = len(self.labels) == outputs and self.stamps == self.source_stamps
            newest = self.mode_stamps[-1:] == self.stamps[-1:]
            return ended == counts.received["thermal"] and arrived and newest

        self.until(settled, "every thermal frame accounted for")

    @property
    def counts(self) -> FrameCounts:
        """What became of every frame since the activation."""
        assert self.node.labelling is not None, "the node is not active"
        return self.node.labelling.ledger.counts()

    @property
    def mode_sequence(self) -> list[tuple[str, str]]:
        """Mode and reason as published, without repetitions."""
        sequence: list[tuple[str, str]] = []
        for message in self.modes:
            values = {value.key: value.value for value in message.status[0].values}
            entry = (values["mode"], values["reason"])
            if not sequence or sequence[-1] != entry:
                sequence.append(entry)
        return sequence

    @property
    def source_stamps(self) -> list[int]:
        """Stamps of the sources that arrived."""
        return [to_nanoseconds(message.header.stamp) for message in self.sources]

    @property
    def mode_stamps(self) -> list[int]:
        """Stamps of the modes of outputs; one that another has followed at once may be left out."""
        return [
            to_nanoseconds(message.header.stamp)
            for message in self.modes
            if message.status[0].message != NO_MODE
        ]

    @property
    def stamps(self) -> list[int]:
        """Stamps of the label images that arrived."""
        return [to_nanoseconds(message.header.stamp) for message in self.labels]


def values_of(message: DiagnosticArray) -> dict[str, str]:
    """The key-value pairs of a message's first status."""
    return {value.key: value.value for value in message.status[0].values}
