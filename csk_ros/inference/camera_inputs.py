"""What becomes of both cameras' pictures before the network is shown them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from csk_ros.inference.normalization import Normalization
from csk_ros.inference.thermal_reader import ThermalReader
from csk_ros.messages.layout_check import LayoutCheck
from csk_ros.messages.received_image import ReceivedImage, frame_of
from csk_ros.registration.registration_settings import RegistrationSettings
from csk_ros.registration.rgb_registration import RgbRegistration
from csk_ros.stream.frame import STREAMS
from csk_ros.stream.telemetry import NO_TELEMETRY
from csk_ros.thermal.thermal_settings import ThermalSettings

if TYPE_CHECKING:
    from collections.abc import Callable

    from csk_ros.stream.frame import Frame, Stream


@dataclass(frozen=True)
class CameraSettings:
    """What a user says about the two cameras."""

    thermal: ThermalSettings = field(default_factory=ThermalSettings)
    registration: RegistrationSettings = field(default_factory=RegistrationSettings)


class CameraInputs:
    """The thermal scale and the registration of one run; both go on from picture to picture.

    Args:
        settings: what is known of the cameras.
        normalization: of the network.
        tell: told when pictures contradict what was declared.

    Raises:
        CameraInfoError: a calibration file cannot be used.
    """

    def __init__(
        self,
        settings: CameraSettings | None = None,
        normalization: Normalization | None = None,
        tell: Callable[[str], object] = lambda _: None,
    ) -> None:
        settings = settings or CameraSettings()
        normalization = normalization or Normalization()
        self._telemetry = settings.thermal.telemetry
        self.layouts: dict[Stream, LayoutCheck] = {stream: LayoutCheck(stream) for stream in STREAMS}
        """What contradicts the declared layout of each camera's images."""
        self.thermal = ThermalReader(settings.thermal, normalization, tell)
        # The mean is what the network sees as nothing at all: it becomes zero.
        self.registration = RgbRegistration(settings.registration, normalization.rgb_mean)

    @property
    def contradictions(self) -> tuple[str, ...]:
        """What the latest images show otherwise than their messages say, a sentence each; for any thread."""
        return tuple(text for layout in self.layouts.values() for text in layout.contradictions)

    def frame(self, message: Any, stream: Stream) -> Frame[ReceivedImage]:
        """Make a frame of a message, to judge the scene that it shows.

        Raises:
            ImageError: the message cannot be a picture of this camera.
        """
        return frame_of(message, stream, self._telemetry if stream == "thermal" else NO_TELEMETRY)
