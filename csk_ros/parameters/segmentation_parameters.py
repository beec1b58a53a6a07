"""The segmentation node's parameters: declaration, checks, config file and docs all come from this table."""

from __future__ import annotations

from typing import get_args

from csk_ros.inference.model_settings import RUNTIMES
from csk_ros.parameters.parameter_spec import ParameterSpec, Takes
from csk_ros.registration.registration_settings import RegistrationMode, RegistrationSettings
from csk_ros.stream.picture_quality import PictureSettings
from csk_ros.stream.stream_pipeline import StreamSettings
from csk_ros.thermal.thermal_format import FORMATS

_DEFAULTS = StreamSettings()
_PICTURE = PictureSettings()
_REGISTRATION = RegistrationSettings()

SEGMENTATION_PARAMETERS: tuple[ParameterSpec, ...] = (
    ParameterSpec(
        "autostart",
        default=True,
        description="Configure and activate at start; false leaves that to a lifecycle manager.",
        takes=Takes.START,
    ),
    ParameterSpec(
        "model.path",
        "",
        "Checkpoint (.safetensors) to run; empty for the one that comes with the package.",
        takes=Takes.CONFIGURE,
    ),
    ParameterSpec(
        "model.runtime",
        "auto",
        "What executes the network; auto takes torch on a GPU, else the first of openvino, onnxruntime and "
        "torch that is installed and answers as torch does.",
        choices=RUNTIMES,
        takes=Takes.CONFIGURE,
    ),
    ParameterSpec(
        "model.device",
        "auto",
        "Where the network runs: auto, cpu, cuda or cuda:N; auto takes a CUDA device where there is one.",
        takes=Takes.CONFIGURE,
    ),
    ParameterSpec(
        "model.threads",
        0,
        "CPU threads of the network; 0 for one on every core.",
        low=0,
        high=256,
        takes=Takes.CONFIGURE,
    ),
    ParameterSpec(
        "rgb.transport",
        "raw",
        "raw subscribes to rgb/image_raw, compressed to rgb/image_raw/compressed.",
        choices=("raw", "compressed"),
        takes=Takes.START,
    ),
    ParameterSpec(
        "rgb.max_skew",
        _DEFAULTS.pairing.max_skew,
        "Largest distance in seconds between the stamps of an rgb and a thermal frame of one pair.",
        low=0.0,
        high=10.0,
    ),
    ParameterSpec(
        "rgb.wait",
        _DEFAULTS.pairing.rgb_wait,
        "Longest time in seconds that a thermal frame waits for an rgb frame.",
        low=0.0,
        high=10.0,
    ),
    ParameterSpec(
        "rgb.time_offset",
        _DEFAULTS.pairing.rgb_time_offset,
        "Seconds added to rgb stamps to bring them onto the thermal camera's clock.",
        low=-1.0,
        high=1.0,
    ),
    ParameterSpec(
        "rgb.timeout",
        _DEFAULTS.rgb.timeout,
        "Seconds without a frame after which the rgb stream is missing (or three of its periods).",
        low=0.01,
        high=60.0,
    ),
    ParameterSpec(
        "rgb.frozen_after",
        _DEFAULTS.rgb.frozen_after,
        "Seconds of one and the same rgb picture after which the stream is frozen; 0.0 turns the check off.",
        low=0.0,
        high=60.0,
    ),
    ParameterSpec(
        "rgb.dark_level",
        _PICTURE.dark_level,
        "Grey level of 255 under which nearly all of the picture must lie to count as dark; 0.0 for never.",
        low=0.0,
        high=255.0,
    ),
    ParameterSpec(
        "rgb.glare_share",
        _PICTURE.glare_share,
        "Share of blown-out pixels from which on the picture counts as glaring; 0.0 turns it off.",
        low=0.0,
        high=1.0,
    ),
    ParameterSpec(
        "rgb.flat_contrast",
        _PICTURE.flat_contrast,
        "Standard deviation in grey levels under which the picture counts as flat; 0.0 turns it off.",
        low=0.0,
        high=255.0,
    ),
    ParameterSpec(
        "thermal.transport",
        "raw",
        "raw subscribes to thermal/image_raw, compressed to thermal/image_raw/compressed, compressedDepth to "
        "thermal/image_raw/compressedDepth.",
        choices=("raw", "compressed", "compressedDepth"),
        takes=Takes.START,
    ),
    ParameterSpec(
        "thermal.format",
        "agc8",
        "What the thermal camera's numbers are: agc8 (8 bits, each picture stretched by the camera), counts, "
        "or temperatures: of 16 bits celsius (by thermal.scale and thermal.offset), centikelvin, 10mK, 100mK "
        "and optris, of 32 bits celsius32 and kelvin32.",
        choices=tuple(FORMATS),
        takes=Takes.CONFIGURE,
    ),
    ParameterSpec(
        "thermal.scale",
        0.01,
        "Of thermal.format celsius: degrees for each step of a number.",
        low=1e-6,
        high=1000.0,
        takes=Takes.CONFIGURE,
    ),
    ParameterSpec(
        "thermal.offset",
        -273.15,
        "Of thermal.format celsius: degrees Celsius of the number 0.",
        low=-10000.0,
        high=10000.0,
        takes=Takes.CONFIGURE,
    ),
    ParameterSpec(
        "thermal.bits",
        16,
        "Bits of a 16-bit pixel that are used, such as 14; those above them are left out.",
        low=8,
        high=16,
        takes=Takes.CONFIGURE,
    ),
    ParameterSpec(
        "thermal.black_hot",
        default=False,
        description="The warmer, the smaller the number.",
        takes=Takes.CONFIGURE,
    ),
    ParameterSpec(
        "thermal.telemetry_top",
        0,
        "Rows at the top of the picture that are data about it; they have no labels.",
        low=0,
        high=64,
        takes=Takes.CONFIGURE,
    ),
    ParameterSpec(
        "thermal.telemetry_bottom",
        0,
        "Likewise, at the bottom.",
        low=0,
        high=64,
        takes=Takes.CONFIGURE,
    ),
    ParameterSpec(
        "thermal.timeout",
        _DEFAULTS.thermal.timeout,
        "Seconds without a frame after which the thermal stream is missing (or three of its periods).",
        low=0.01,
        high=60.0,
    ),
    ParameterSpec(
        "thermal.frozen_after",
        _DEFAULTS.thermal.frozen_after,
        "The same for thermal: how a closed shutter is recognised; 0.0 for a noiseless simulator.",
        low=0.0,
        high=60.0,
    ),
    ParameterSpec(
        "registration.mode",
        _REGISTRATION.mode,
        "How rgb comes onto the thermal grid: none (one field of view, resized), homography, or cameras (by "
        "calibration).",
        choices=get_args(RegistrationMode),
        takes=Takes.CONFIGURE,
    ),
    ParameterSpec(
        "registration.homography",
        _REGISTRATION.homography,
        "Of mode homography: row by row, maps (x, y, 1) of rgb to thermal pixels.",
        takes=Takes.CONFIGURE,
    ),
    ParameterSpec(
        "registration.rgb_calibration",
        "",
        "Of mode cameras: a calibration's YAML file; empty for the topic rgb/camera_info.",
        takes=Takes.CONFIGURE,
    ),
    ParameterSpec(
        "registration.thermal_calibration",
        "",
        "Likewise, thermal/camera_info.",
        takes=Takes.CONFIGURE,
    ),
    ParameterSpec(
        "registration.translation",
        _REGISTRATION.translation,
        "Of mode cameras: metres x, y and z of the thermal camera in the rgb camera's optical frame.",
        takes=Takes.CONFIGURE,
    ),
    ParameterSpec(
        "registration.rotation",
        _REGISTRATION.rotation,
        "Likewise, a quaternion x, y, z, w.",
        takes=Takes.CONFIGURE,
    ),
    ParameterSpec(
        "registration.distance",
        _REGISTRATION.distance,
        "Of mode cameras: metres from the thermal camera to what has to fit.",
        low=0.1,
        high=10000.0,
        takes=Takes.CONFIGURE,
    ),
    ParameterSpec(
        "fallback.allow_rgb",
        _DEFAULTS.allow_rgb,
        "Answer from rgb alone while the thermal camera is missing or frozen.",
    ),
    ParameterSpec(
        "fallback.bad_frames",
        _DEFAULTS.rgb.bad_frames,
        "Bad frames in a row before a stream is left (missing is noticed by time instead).",
        low=1,
        high=1000,
    ),
    ParameterSpec(
        "fallback.good_frames",
        _DEFAULTS.rgb.good_frames,
        "Good frames in a row before a stream is trusted again.",
        low=1,
        high=1000,
    ),
    ParameterSpec(
        "overlay.opacity",
        0.55,
        "How strongly labels cover the picture in segmentation/overlay.",
        low=0.0,
        high=1.0,
    ),
)
"""Every parameter of the node, in the order in which they are shown."""
