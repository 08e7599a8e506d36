"""E-mail through a real server: secured, signed in, readable in Thai, and honest about what went wrong."""

import datetime
import email
import email.policy
import socket
import ssl
from collections.abc import Callable, Iterator
from email.header import decode_header, make_header
from email.utils import parseaddr

import pytest
import trustme
from desk import SUBJECT, TOKEN, outgoing
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ValidationError
from smtp_server import Mode, SmtpServer

from notifications.channels.channel import TransportError
from notifications.channels.email import Email, EmailOptions, _written

AT = datetime.datetime(2018, 1, 12, 2, 0, tzinfo=datetime.UTC)
PASSWORD = "secret of the desk"
Opened = Callable[..., Email]


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def certificate(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    return context


@pytest.fixture
def ca_file(authority: trustme.CA, tmp_path) -> str:
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return str(path)


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with SmtpServer(delay=1.5) as running:
        yield running


@pytest.fixture
def opened() -> Iterator[Opened]:
    """Opens a channel, which is closed when the test ends."""
    made: list[Email] = []

    def make(server: SmtpServer, **more: object) -> Email:
        values = {"host": "127.0.0.1", "port": server.port, "security": "none", "sender": "desk@example.org"}
        made.append(Email(EmailOptions.model_validate({**values, "timeout": 0.7, **more})))
        return made[-1]

    yield make
    for each in made:
        each.close()


def refused(channel: Email, **more: object) -> TransportError:
    with pytest.raises(TransportError) as caught:
        channel.send(outgoing(AT, **more))
    return caught.value


def shown_name(raw: bytes, header: str) -> str:
    """The name as a mail program shows it; the newer parser of the standard library puts a blank into it."""
    name, _address = parseaddr(email.message_from_bytes(raw)[header])
    return str(make_header(decode_header(name)))


def how(error: TransportError) -> str:
    return "permanent" if error.permanent else "unknown" if error.unknown else "temporary"


def test_the_mail_has_text_and_html_and_the_headers_of_an_automatic_letter(server, opened):
    answer = opened(server, sender_name="ระบบขั้นตอน, สพป.").send(outgoing(AT))
    assert answer == "250 OK"
    (taken,) = server.taken
    mail = taken.mail
    assert taken.to == ("plan@example.org",)
    assert mail["Subject"] == SUBJECT
    assert shown_name(taken.raw, "From") == "ระบบขั้นตอน, สพป."
    assert shown_name(taken.raw, "To") == "ผู้อำนวยการกลุ่มนโยบายและแผน"
    assert mail["Message-ID"] == f"<{TOKEN}@example.org>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"].datetime == AT
    assert str(mail["Date"]) == "Fri, 12 Jan 2018 09:00:00 +0700"
    assert mail.get_content_type() == "multipart/alternative"
    kinds = [part.get_content_type() for part in mail.iter_parts()]
    assert kinds == ["text/plain", "text/html"]
    assert mail.get_body(("plain",)).get_content().splitlines() == outgoing(AT).text.splitlines()
    assert mail.get_body(("html",)).get_content().strip() == outgoing(AT).html
    assert taken.raw.isascii()
    assert max(len(line) for line in taken.raw.splitlines()) <= 78


def test_a_mail_without_html_is_plain_text(server, opened):
    opened(server).send(outgoing(AT, html=""))
    assert server.taken[0].mail.get_content_type() == "text/plain"


@pytest.mark.parametrize(
    ("field", "value"),
    [("subject", "เรื่อง\r\nBcc: other@example.org"), ("name", "ก\nBcc: other@example.org\n\nx")],
)
def test_no_header_can_be_smuggled_in(server, opened, field, value):
    opened(server).send(outgoing(AT, **{field: value}))
    (taken,) = server.taken
    assert taken.to == ("plan@example.org",)
    assert "Bcc" not in taken.mail
    assert "Bcc" in str(taken.mail["Subject" if field == "subject" else "To"])


@pytest.mark.parametrize(
    "to",
    [
        "",
        "plan",
        "a@b@c",
        "a b@example.org",
        "a@example.org\r\nRCPT TO:<x@y.z>",
        "<a@b>",
        "ก@b.th",
        "a@b,c@d",
    ],
)
def test_what_is_no_address_is_refused_for_good_and_never_sent(server, opened, to):
    assert how(refused(opened(server), to=to)) == "permanent"
    assert server.connections == 0


@example("000\u0800\u0898 \u00a1 \u00a1")
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=150))
def test_any_subject_and_name_come_back_as_they_were_but_for_blanks(text):
    options = EmailOptions(host="h", sender="desk@example.org", sender_name=text)
    raw = _written(outgoing(AT, subject=text, name=text), options, "example.org")
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    clean = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    assert mail["Subject"] == clean
    assert shown_name(raw, "To") == clean
    assert [name for name in mail.keys() if name.lower() == "bcc"] == []  # noqa: SIM118 - a message is no dict


def test_one_connection_carries_several_messages_and_a_lost_one_is_opened_anew(server, opened):
    channel = opened(server)
    channel.send(outgoing(AT))
    channel.send(outgoing(AT))
    assert server.connections == 1
    server.hang_up()
    channel.send(outgoing(AT))
    assert server.connections == 2
    assert len(server.taken) == 3


@pytest.mark.parametrize(
    ("mode", "expected", "says"),
    [
        (Mode.DOWN, "temporary", ""),
        (Mode.TURNS_AWAY, "temporary", "554 5.3.2 no service here"),
        (Mode.SLOW, "unknown", ""),
        (Mode.DROPS_TAKEN, "unknown", ""),
        (Mode.DROPS_UNTAKEN, "unknown", ""),
        (Mode.LATER, "temporary", "451 4.7.1 try again later"),
        (Mode.NOBODY, "permanent", "550 5.1.1 no such user"),
        (Mode.SIGN_IN, "temporary", "530 5.7.0 authentication required"),
        (Mode.NOT_YOU, "temporary", "550 5.7.1 sender refused"),
        (Mode.FULL, "temporary", "452 4.3.1 out of storage"),
        (Mode.REFUSES, "permanent", "554 5.6.0 refused"),
    ],
)
def test_only_what_speaks_of_the_person_or_the_letter_is_for_good(server, opened, mode, expected, says):
    channel = opened(server)
    server.mode = mode
    error = refused(channel)
    assert (how(error), says in error.message) == (expected, True)
    server.mode = Mode.OK
    assert channel.send(outgoing(AT)) == "250 OK"


def test_a_server_that_never_greets_is_given_up(opened):
    with socket.create_server(("127.0.0.1", 0)) as mute:
        channel = Email(
            EmailOptions(
                host="127.0.0.1",
                port=mute.getsockname()[1],
                security="none",
                sender="desk@example.org",
                timeout=0.3,
            )
        )
        assert how(refused(channel)) == "temporary"


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_secured_and_signed_in(opened, certificate, ca_file, security):
    login = ("desk", PASSWORD)
    with SmtpServer(context=certificate, implicit=security == "tls", login=login) as server:
        more = {"host": "localhost", "security": security, "username": "desk", "ca_file": ca_file}
        opened(server, **more, password=PASSWORD).send(outgoing(AT))
        assert len(server.taken) == 1
        error = refused(opened(server, **more, password="wrong-password"))
        assert how(error) == "temporary"
        assert "535" in error.message
        assert "wrong-password" not in error.message


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_that_nobody_vouches_for_is_not_taken(opened, certificate, security):
    with SmtpServer(context=certificate, implicit=security == "tls") as server:
        error = refused(opened(server, host="localhost", security=security))
        assert how(error) == "temporary"
        assert "CERTIFICATE_VERIFY_FAILED" in error.message
        assert server.taken == []


def test_no_letter_goes_unsecured_where_starttls_is_asked_and_not_offered(server, opened):
    assert how(refused(opened(server, security="starttls"))) == "temporary"
    assert server.taken == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"sender": "ระบบ"},
        {"sender": "a@b\r\nX: y"},
        {"host": "mail.example.org", "security": "none", "username": "desk"},
        {"security": "ssl"},
        {"port": "25"},
        {"timeout": 600},
        {"password": "ความลับ"},
    ],
)
def test_settings_that_cannot_work_or_would_show_the_password_are_refused(wrong):
    with pytest.raises(ValidationError):
        EmailOptions.model_validate({"host": "127.0.0.1", "sender": "desk@example.org", **wrong})
