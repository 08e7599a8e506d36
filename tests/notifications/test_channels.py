"""What every channel promises, held against a real other side. A new channel needs a stand, nothing here."""

import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from desk import TOKEN, outgoing
from stands import CAN, SECRET, STANDS, Stand

from notifications.channels.channel import Channel, TransportError, said
from notifications.channels.settings import CHANNELS


@dataclass
class Tried:
    channel: Channel
    stand: Stand

    def refused(self, now) -> TransportError:
        with pytest.raises(TransportError) as caught:
            self.channel.send(outgoing(now, to=self.stand.to))
        return caught.value


@pytest.fixture(params=sorted(CHANNELS))
def tried(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Tried]:
    with STANDS[request.param](tmp_path) as stand:
        options, opened = CHANNELS[request.param]
        channel = opened(options.model_validate(stand.options))
        yield Tried(channel, stand)
        channel.close()


def test_every_channel_has_a_stand_and_goes_by_its_name():
    assert set(STANDS) == set(CHANNELS)
    assert {name: opened.name for name, (_, opened) in CHANNELS.items()} == {name: name for name in CHANNELS}


def test_what_is_accepted_arrives_with_its_token_and_its_thai(tried: Tried, now):
    message = outgoing(now, to=tried.stand.to)
    tried.channel.send(message)
    ((token, text),) = tried.stand.received()
    assert token == TOKEN
    assert message.line in text if tried.channel.name == "line" else message.subject in text
    assert "เหลือ" in text


def test_a_repetition_carries_the_same_token(tried: Tried, now):
    tried.channel.send(outgoing(now, to=tried.stand.to))
    tried.channel.send(outgoing(now, to=tried.stand.to))
    assert {token for token, _text in tried.stand.received()} == {TOKEN}


def test_a_channel_that_was_closed_opens_again(tried: Tried, now):
    tried.channel.send(outgoing(now, to=tried.stand.to))
    tried.channel.close()
    tried.channel.close()
    tried.channel.send(outgoing(now, to=tried.stand.to))
    assert tried.stand.received()


@pytest.mark.parametrize(
    ("tried", "how"),
    [(name, how) for name in CHANNELS for how in CAN[name] if how != "slow"],
    indirect=["tried"],
)
def test_a_refusal_says_how_sure_it_is(tried: Tried, now, how):
    tried.stand.behave(how)
    error = tried.refused(now)
    assert (error.permanent, error.unknown) == (how == "permanent", how == "unknown")
    assert not error.quota
    assert error.message


@pytest.mark.parametrize("tried", [name for name in CHANNELS if "unknown" in CAN[name]], indirect=True)
def test_a_channel_works_on_after_a_lost_connection(tried: Tried, now):
    tried.stand.behave("unknown")
    tried.refused(now)
    tried.stand.behave("temporary")
    assert not tried.refused(now).unknown


def test_no_error_tells_a_secret(tried: Tried, now):
    for how in CAN[tried.channel.name]:
        tried.stand.behave(how)
        error = tried.refused(now)
        told = "".join(traceback.format_exception(error)) + error.message + repr(error)
        assert SECRET not in told
    options = CHANNELS[tried.channel.name][0].model_validate(tried.stand.options)
    assert [name for name in options.secrets() if SECRET in repr(getattr(options, name))] == []


@pytest.mark.parametrize("tried", [name for name in CHANNELS if "slow" in CAN[name]], indirect=True)
def test_an_other_side_that_does_not_answer_is_given_up(tried: Tried, now):
    tried.stand.behave("slow")
    began = time.monotonic()
    assert tried.refused(now).unknown
    assert time.monotonic() - began < 2.5


def test_what_was_said_is_one_short_line_without_secrets():
    assert said("no\r\n\x00such  user") == "no such user"
    assert said("ผิด pass word".encode(), "pass") == "ผิด ••• word"
    assert said("x" * 1000) == "x" * 300
