from __future__ import annotations

from csk_ros.evaluation.page.figure_text import seconds, share
from csk_ros.evaluation.page.picture_store import PictureStore
from csk_ros.evaluation.page.worst_moments import worst_moments
from csk_ros.evaluation.pictures.moment_album import WORST
from support.page_passage import DROP, passage, text, tree


def test_the_worst_first_with_their_pictures():
    one, pictures = passage(DROP), PictureStore()
    cards = list(tree(worst_moments([one], pictures)).iter("button"))
    worst = one.album.worst()
    assert len(cards) == len(worst) == WORST
    for card, moment in zip(cards, worst, strict=True):
        assert [text(part) for part in card.find("span")] == [
            share(moment.accuracy.miou),
            moment.output.mode.value,
            seconds(moment.output.time),
            moment.output.lighting.value,
        ]
        assert float(card.get("data-time")) == moment.output.time
        shown = [int(image.get("data-picture")) for image in card.iter("img")]
        files = [moment.rgb, moment.thermal, moment.anchor, moment.truth, moment.anchor, moment.labels]
        assert shown == [pictures.number(file) for file in files]


def test_without_truth_nothing_is_worst():
    assert worst_moments([passage(truth=False)], PictureStore()) is None
    assert worst_moments([passage(pictures=False)], PictureStore()) is None
