"""All pictures of a page, each of them once."""

from __future__ import annotations

from base64 import b64encode

from csk_ros.evaluation.page.data_script import data_script
from csk_ros.evaluation.page.markup import Html, element

_PNG = b"\x89PNG"


class PictureStore:
    """Numbers pictures; those with the same bytes, as most of two passes have, share one number."""

    def __init__(self) -> None:
        self._numbers: dict[bytes, int] = {}

    def number(self, picture: bytes | None) -> int | None:
        """The number of a JPEG or PNG file; None of none."""
        return None if picture is None else self._numbers.setdefault(picture, len(self._numbers))

    def stack(self, picture: bytes | None, layer: bytes | None, words: str) -> Html:
        """A picture and, if there is one, a layer of labels over it; the page's script fills them in.

        Args:
            picture: a JPEG file.
            layer: a PNG file of the same shape.
            words: for those who cannot see it.
        """
        shown = [_image(self.number(picture), words)]
        if layer is not None:
            shown.append(_image(self.number(layer), "", class_="layer"))
        return element("span", *shown, class_="stack")

    def script(self) -> Html:
        """The files as data URIs, in order of their numbers."""
        return data_script("pictures", [_data_uri(picture) for picture in self._numbers])


def _image(number: int | None, words: str, class_: str | None = None) -> Html:
    source = None if number is None else str(number)
    return element("img", alt=words, class_=class_, data_picture=source, hidden=number is None)


def _data_uri(picture: bytes) -> str:
    kind = "png" if picture.startswith(_PNG) else "jpeg"
    return f"data:image/{kind};base64,{b64encode(picture).decode()}"
