"""Paints scenes: rgb, thermal and labels side by side, the mode above, the timeline below."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw

from csk_ros.demo import video_layout as layout
from csk_ros.evaluation.pictures.panel import expand
from csk_ros.evaluation.pictures.words import FAULT_COLOUR, FAULT_WORDS
from csk_ros.mode import NO_MODE, Mode
from csk_ros.mode_colours import MODE_COLOURS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from csk_ros.demo.storyboard import Scene, Shot
    from csk_ros.labels import LabelSet
    from csk_ros.recording.fault_script import FaultScript
    from csk_ros.stream.frame import Stream

DIM = 0.3
"""Brightness of a picture that is no longer of this moment."""


class Painter:
    """Paints the scenes of one video, which have to come in order of time.

    Args:
        script: the faults that the timeline shows.
        duration: seconds that the timeline is long.
        label_set: for the legend.
    """

    def __init__(self, script: FaultScript, duration: float, label_set: LabelSet) -> None:
        self._script = script
        self._duration = duration
        self._background = Image.new("RGB", (layout.WIDTH, layout.HEIGHT), layout.BACKGROUND)
        self._painted_until = 0.0
        draw = ImageDraw.Draw(self._background)
        self._draw_legend(draw, label_set)
        self._draw_lanes(draw)

    def paint(self, scene: Scene) -> NDArray[np.uint8]:
        """One picture of the video, u8[layout.HEIGHT, layout.WIDTH, RGB]."""
        self._draw_past(scene)
        picture = self._background.copy()
        draw = ImageDraw.Draw(picture)
        self._draw_banner(draw, scene)
        self._draw_title(draw, 0, "rgb camera", self._fault_now("rgb", scene.time))
        _draw_shot(picture, draw, 0, scene.rgb, "rgb")
        self._draw_title(draw, 1, "thermal camera", self._fault_now("thermal", scene.time))
        _draw_shot(picture, draw, 1, scene.thermal, "thermal")
        anchor = "rgb" if scene.mode == Mode.RGB.value else "thermal"
        self._draw_title(draw, 2, f"labels over {anchor}", "")
        _draw_shot(picture, draw, 2, scene.labels, "labels")
        self._draw_cursor(draw, scene)
        return np.asarray(picture)

    def _x(self, seconds: float) -> int:
        return layout.lane_x(seconds / self._duration)

    def _fault_now(self, camera: Stream, seconds: float) -> str:
        words = [FAULT_WORDS[f.kind] for f in self._script.faults if f.camera == camera and f.is_on(seconds)]
        return ", ".join(words)

    def _draw_past(self, scene: Scene) -> None:
        """Lengthen the bar of the mode up to this scene."""
        _, top, _, bottom = layout.lane("mode")
        left, right = self._x(self._painted_until), self._x(scene.time)
        if right > left:
            draw = ImageDraw.Draw(self._background)
            draw.rectangle((left, top, right - 1, bottom - 1), MODE_COLOURS[scene.mode])
        self._painted_until = scene.time

    def _draw_banner(self, draw: ImageDraw.ImageDraw, scene: Scene) -> None:
        draw.rectangle((0, 0, layout.WIDTH - 1, layout.BANNER - 1), MODE_COLOURS[scene.mode])
        middle, white = layout.BANNER // 2, (255, 255, 255)
        name = "NO OUTPUT" if scene.mode == NO_MODE else scene.mode.upper()
        big = layout.font(40, bold=True)
        draw.text((layout.MARGIN, middle), name, white, big, "lm")
        left = layout.MARGIN + draw.textlength(name, big) + 28
        draw.text((left, middle + 2), scene.reason, white, layout.font(28), "lm")
        seconds = f"{scene.time:.1f} s"
        draw.text((layout.WIDTH - layout.MARGIN, middle), seconds, white, layout.font(28), "rm")

    def _draw_title(self, draw: ImageDraw.ImageDraw, number: int, title: str, fault: str) -> None:
        place = (layout.panel(number).left, layout.TITLE_TOP)
        draw.text(place, title, layout.TEXT, layout.font(19))
        if fault:
            left = place[0] + draw.textlength(f"{title}  ", layout.font(19))
            draw.text((left, place[1]), f"{fault} (by script)", layout.ALARM, layout.font(19))

    def _draw_legend(self, draw: ImageDraw.ImageDraw, label_set: LabelSet) -> None:
        """Names of the classes with their colours, above the labels, flush right."""
        right: float = layout.panel(2).right
        face = layout.font(16)
        for name, colour in reversed(list(zip(label_set.classes, label_set.colours, strict=True))):
            # What is black leaves the picture as it is and needs no explanation.
            if not any(colour):
                continue
            draw.text((right, layout.TITLE_TOP + 2), name, layout.TEXT, face, "ra")
            right -= draw.textlength(name, face) + 22
            draw.rectangle((right, layout.TITLE_TOP + 4, right + 14, layout.TITLE_TOP + 18), colour)
            right -= 14
            if right < layout.panel(2).left + 240:
                break

    def _draw_lanes(self, draw: ImageDraw.ImageDraw) -> None:
        face = layout.font(17)
        for name in layout.LANES:
            left, top, right, bottom = layout.lane(name)
            draw.rectangle((left, top, right - 1, bottom - 1), layout.LANE)
            draw.text((layout.MARGIN, (top + bottom) // 2), name, layout.FAINT, face, "lm")
        for fault in self._script.faults:
            _, top, _, bottom = layout.lane(fault.camera)
            left, right = self._x(fault.start), self._x(fault.end)
            draw.rectangle((left, top, right - 1, bottom - 1), FAULT_COLOUR)
            words = FAULT_WORDS[fault.kind]
            draw.text(((left + right) // 2, (top + bottom) // 2), words, layout.TEXT, face, "mm")
        step = next((s for s in (1, 2, 5, 10) if self._duration / s <= 15), 20)
        for second in range(0, int(self._duration) + 1, step):
            place = (self._x(second), layout.lane("mode").bottom + 4)
            draw.text(place, str(second), layout.FAINT, layout.font(14), "ma")

    def _draw_cursor(self, draw: ImageDraw.ImageDraw, scene: Scene) -> None:
        x = self._x(scene.time)
        top, bottom = layout.lane("rgb").top - 5, layout.lane("mode").bottom + 4
        draw.rectangle((x - 1, top, x + 1, bottom), (255, 255, 255))


def _draw_shot(picture: Image.Image, draw: ImageDraw.ImageDraw, number: int, shot: Shot, name: str) -> None:
    """Fill a panel with a picture, or say that there is none."""
    box = layout.panel(number)
    draw.rectangle((box.left, box.top, box.right - 1, box.bottom - 1), layout.EMPTY)
    if shot.jpeg is not None:
        pixels = expand(shot.jpeg)
        if shot.missing:
            pixels = (pixels * DIM).astype(np.uint8)
        height, width = pixels.shape[:2]
        left = box.left + (box.right - box.left - width) // 2
        top = box.top + (box.bottom - box.top - height) // 2
        picture.paste(Image.fromarray(pixels), (left, top))
    if shot.missing:
        middle = ((box.left + box.right) // 2, (box.top + box.bottom) // 2)
        draw.text(middle, f"no {name}", layout.ALARM, layout.font(44, bold=True), "mm")
        below = (middle[0], middle[1] + 44)
        draw.text(below, f"for {shot.age:.1f} s", layout.TEXT, layout.font(20), "mm")
