from __future__ import annotations

import json
from base64 import b64decode

from csk_ros.evaluation.page.picture_store import PictureStore
from support.page_passage import tree

JPEG, PNG = b"\xff\xd8\xff one", b"\x89PNG\r\n\x1a\n two"


def stored(pictures):
    (script,) = tree(pictures.script())
    assert (script.get("id"), script.get("type")) == ("pictures", "application/json")
    return json.loads(script.text)


def test_equal_pictures_are_kept_once():
    pictures = PictureStore()
    assert [pictures.number(file) for file in (JPEG, PNG, bytes(JPEG), None)] == [0, 1, 0, None]
    jpeg, png = stored(pictures)
    assert jpeg.startswith("data:image/jpeg;base64,")
    assert png.startswith("data:image/png;base64,")
    assert [b64decode(uri.partition(",")[2]) for uri in (jpeg, png)] == [JPEG, PNG]


def test_a_picture_with_a_layer_names_both():
    pictures = PictureStore()
    images = list(tree(pictures.stack(JPEG, PNG, "an answer")).iter("img"))
    assert [image.get("data-picture") for image in images] == ["0", "1"]
    assert [image.get("class") for image in images] == [None, "layer"]
    assert images[0].get("alt") == "an answer"


def test_without_a_picture_there_is_nothing_to_show():
    (image,) = tree(PictureStore().stack(None, None, "rgb")).iter("img")
    assert image.get("hidden") == ""
    assert image.get("data-picture") is None
