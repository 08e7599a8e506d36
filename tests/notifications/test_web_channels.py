"""LINE and the webhook: what they send, and what the other side's answers mean."""

import hashlib
import hmac
import json
import socket
from collections.abc import Iterator

import pytest
from desk import TOKEN, outgoing
from http_server import HttpServer, Told
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from notifications.channels.channel import TransportError
from notifications.channels.line import LONGEST, Line, LineOptions, shortened
from notifications.channels.webhook import Webhook, WebhookOptions

PUSH = "/v2/bot/message/push"
LIMIT = '{"message": "You have reached your monthly limit."}'


@pytest.fixture
def server() -> Iterator[HttpServer]:
    with HttpServer() as running:
        yield running


@pytest.fixture
def line(server: HttpServer) -> Iterator[Line]:
    channel = Line(
        LineOptions.model_validate({"token": "token-of-line", "address": server.url, "timeout": 0.5})
    )
    yield channel
    channel.close()


@pytest.fixture
def webhook(server: HttpServer) -> Iterator[Webhook]:
    channel = Webhook(
        WebhookOptions.model_validate({"url": f"{server.url}/in", "secret": "s" * 16, "timeout": 0.5})
    )
    yield channel
    channel.close()


def refused(channel, now) -> TransportError:
    with pytest.raises(TransportError) as caught:
        channel.send(outgoing(now))
    return caught.value


def what(error: TransportError) -> tuple[bool, bool, bool, int | None]:
    return error.permanent, error.unknown, error.quota, error.retry_after


def test_a_push_carries_text_token_and_retry_key(server, line, now):
    server.answer = lambda _: Told(200, '{"sentMessages": []}', {"X-Line-Request-Id": "number-1"})
    assert line.send(outgoing(now, to="U123")) == "number-1"
    (asked,) = server.asked
    assert (asked.method, asked.path) == ("POST", PUSH)
    assert asked.headers["authorization"] == "Bearer token-of-line"
    assert asked.headers["x-line-retry-key"] == TOKEN
    assert asked.json == {"to": "U123", "messages": [{"type": "text", "text": outgoing(now).line}]}


def test_what_line_has_taken_already_counts_as_accepted(server, line, now):
    said = {"X-Line-Accepted-Request-Id": "number-1"}
    server.answer = lambda _: Told(409, '{"message": "The retry key is already accepted"}', said)
    assert line.send(outgoing(now)) == "409 number-1"


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (Told(400), (True, False, False, None)),
        (Told(401), (False, False, False, None)),
        (Told(403), (False, False, False, None)),
        (Told(429, '{"message": "The API rate limit has been exceeded."}'), (False, False, False, 60)),
        (Told(429, "{}", {"Retry-After": "7"}), (False, False, False, 7)),
        (Told(500), (False, True, False, None)),
        (Told(302, "", {"Location": "/elsewhere"}), (False, False, False, None)),
        (Told(0), (False, True, False, None)),
        (Told(after=2), (False, True, False, None)),
    ],
)
def test_what_an_answer_of_line_means(server, line, now, told, expected):
    server.answer = lambda _: told
    assert what(refused(line, now)) == expected
    assert [each.path for each in server.asked] == [PUSH]


@pytest.mark.parametrize(
    ("allowed", "used", "quota"),
    [
        ('{"type": "limited", "value": 300}', '{"totalUsage": 300}', True),
        ('{"type": "limited", "value": 300}', '{"totalUsage": 120}', False),
        ("{}", "{}", False),
        ("<html>", "", False),
    ],
)
def test_the_month_is_over_only_if_line_has_counted_to_its_end(server, line, now, allowed, used, quota):
    """LINE refuses in the same words while another sending is under way and only reserves messages."""
    answers = {
        PUSH: Told(429, LIMIT),
        "/v2/bot/message/quota": Told(200, allowed),
        "/v2/bot/message/quota/consumption": Told(200, used),
    }
    server.answer = lambda asked: answers[asked.path]
    error = refused(line, now)
    assert error.quota is quota
    assert "monthly limit" in error.message


@given(st.text(st.characters(codec="utf-8"), max_size=30).map(lambda each: each * 400))
def test_a_text_is_cut_where_line_would_refuse_it_and_nowhere_within_a_character(text):
    short = shortened(text)
    assert len(short.encode("utf-16-le")) // 2 <= LONGEST
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))
    if len(text.encode("utf-16-le")) // 2 <= LONGEST:
        assert short == text


def test_a_call_is_signed_over_moment_and_body(server, webhook, now):
    assert webhook.send(outgoing(now, to="plan")) == "200"
    (asked,) = server.asked
    stamp, given_signature = (
        part.partition("=")[2] for part in asked.headers["x-khanton-signature"].split(",")
    )
    expected = hmac.new(b"s" * 16, f"{stamp}.".encode() + asked.body, hashlib.sha256).hexdigest()
    assert stamp == str(int(now.timestamp()))
    assert given_signature == expected
    assert asked.headers["x-khanton-delivery"] == TOKEN
    assert asked.json == {
        "delivery": TOKEN,
        "to": "plan",
        "name": outgoing(now).name,
        "language": "th",
        "subject": outgoing(now).subject,
        "text": outgoing(now).text,
        "notices": json.loads(json.dumps(outgoing(now).told)),
    }


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (Told(400), (True, False, False, None)),
        (Told(410), (True, False, False, None)),
        (Told(401), (False, False, False, None)),
        (Told(404), (False, False, False, None)),
        (Told(408), (False, False, False, None)),
        (Told(425), (False, False, False, None)),
        (Told(429, "", {"Retry-After": "30"}), (False, False, False, 30)),
        (Told(503, "", {"Retry-After": "Fri, 12 Jan 2018 02:10:00 GMT"}), (False, False, False, 600)),
        (Told(503, "", {"Retry-After": "soon"}), (False, False, False, None)),
        (Told(500), (False, False, False, None)),
        (Told(301, "", {"Location": "/elsewhere"}), (False, False, False, None)),
        (Told(0), (False, True, False, None)),
    ],
)
def test_what_an_answer_to_a_call_means(server, webhook, now, told, expected):
    server.answer = lambda _: told
    assert what(refused(webhook, now)) == expected
    assert len(server.asked) == 1


def test_nobody_there_means_that_nothing_was_sent(now):
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    channel = Webhook(WebhookOptions.model_validate({"url": f"http://127.0.0.1:{port}", "secret": "s" * 16}))
    assert what(refused(channel, now)) == (False, False, False, None)
    channel.close()


@pytest.mark.parametrize("url", ["http://example.org/in", "ftp://example.org", "https://", "example.org", ""])
def test_an_address_that_is_not_secured_is_refused(url):
    with pytest.raises(ValidationError):
        WebhookOptions.model_validate({"url": url, "secret": "s" * 16})
