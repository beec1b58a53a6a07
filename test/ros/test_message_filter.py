"""A filter of our own in a chain of message_filters."""

from __future__ import annotations

import pytest

from csk_ros.ros.message_filter import MessageFilter


def test_everyone_is_called_in_the_order_of_registration_with_what_they_asked_for():
    own = MessageFilter()
    heard: list = []
    first = own.registerCallback(lambda *words: heard.append(("first", *words)), "a", "b")
    second = own.registerCallback(lambda *words: heard.append(("second", *words)))
    assert (first, second) == (0, 1)
    own.signal("rgb", "thermal")
    assert heard == [("first", "rgb", "thermal", "a", "b"), ("second", "rgb", "thermal")]


def test_who_registers_after_another_is_gone_takes_nobodys_place():
    own = MessageFilter()
    heard: list = []
    first = own.registerCallback(lambda _: heard.append("first"))
    own.registerCallback(lambda _: heard.append("second"))
    del own._callbacks[first]
    own.registerCallback(lambda _: heard.append("third"))
    own.signal("picture")
    assert heard == ["second", "third"]


def test_a_callback_that_raises_costs_the_others_nothing():
    own = MessageFilter()
    heard: list = []

    def fail(word):
        raise ValueError(word)

    own.registerCallback(lambda _: heard.append("first"))
    own.registerCallback(fail)
    own.registerCallback(lambda _: heard.append("third"))
    with pytest.raises(ValueError, match="image"):
        own.signal("image")
    assert heard == ["first", "third"]


def test_a_filter_of_message_filters_follows_it():
    message_filters = pytest.importorskip("message_filters", reason="message_filters is not installed")

    class Follower(message_filters.SimpleFilter):
        def __init__(self, source):
            super().__init__()
            self.incoming_connection = source.registerCallback(self.signalMessage)

    own = MessageFilter()
    heard: list = []
    Follower(own).registerCallback(lambda *words: heard.append(words))
    own.signal("rgb", "thermal")
    assert heard == [("rgb", "thermal")]
