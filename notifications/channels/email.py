"""E-mail through the office's own mail server."""

import re
import smtplib
import ssl
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, SecretStr, field_validator, model_validator

from notifications.channels.channel import Outgoing, TransportError, said
from notifications.channels.options import LOOPBACK, FilePath, Options, Seconds
from workflow.moments import BANGKOK

_PORTS = {"starttls": 587, "tls": 465, "none": 25}
# What stands in headers and commands as it is: no space, no control character, nothing that means a list.
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")
_SIGN_IN_FIRST = 530  # said at RCPT by a server that wants a password: the settings, not the person


class EmailOptions(Options):
    """`security`: starttls, tls (from the first byte) or none. `ca_file` is for a server whose certificate
    the office made itself."""

    host: str = Field(min_length=1)
    port: Annotated[int, Field(ge=1, le=65535)] | None = None
    security: Literal["starttls", "tls", "none"] = "starttls"
    username: str = ""
    password: SecretStr = SecretStr("")
    sender: str
    sender_name: str = ""
    ca_file: FilePath | None = None
    timeout: Seconds = 20

    @field_validator("sender")
    @classmethod
    def _is_address(cls, sender: str) -> str:
        if not _ADDRESS.fullmatch(sender):
            raise ValueError("not an e-mail address")
        return sender

    @field_validator("username", "password")
    @classmethod
    def _is_ascii(cls, value: str | SecretStr) -> str | SecretStr:
        plain = value if isinstance(value, str) else value.get_secret_value()
        if not plain.isascii():
            raise ValueError("Python's SMTP signs in with ASCII only")
        return value

    @model_validator(mode="after")
    def _password_is_not_shown_on_the_way(self) -> "EmailOptions":
        if self.username and self.security == "none" and self.host not in LOOPBACK:
            raise ValueError("a password is only sent with starttls or tls")
        return self


class Email:
    """One connection, kept from message to message and opened anew after any trouble."""

    name = "email"

    def __init__(self, options: EmailOptions) -> None:
        self._options = options
        self._domain = options.sender.partition("@")[2]
        self._open: smtplib.SMTP | None = None

    def send(self, message: Outgoing) -> str:
        """What the server answered to the text; raises TransportError."""
        if not _ADDRESS.fullmatch(message.to):
            raise TransportError("not an e-mail address", permanent=True)
        written = _written(message, self._options, self._domain)
        server = self._connected()
        try:
            self._envelope(server, message.to)
            return self._hand_over(server, written)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None

    def _connected(self) -> smtplib.SMTP:
        """The kept connection if the server still answers on it, else a new one, signed in."""
        if self._open is not None:
            try:
                if self._open.noop()[0] == 250:
                    return self._open
            except (OSError, smtplib.SMTPException):
                pass  # servers hang up on the idle
            self.close()
        try:
            self._open = self._connect()
            if self._options.security == "starttls":
                self._open.starttls(context=self._tls)
            if self._options.username:
                self._open.login(self._options.username, self._options.password.get_secret_value())
        except (OSError, smtplib.SMTPException, ValueError) as error:
            self.close()
            raise TransportError(self._said(error)) from error
        return self._open

    def _connect(self) -> smtplib.SMTP:
        """`local_hostname` is given, because smtplib would ask a name server that may not answer."""
        to = (self._options.host, self._options.port or _PORTS[self._options.security], self._domain)
        if self._options.security == "tls":
            return smtplib.SMTP_SSL(*to, timeout=self._options.timeout, context=self._tls)
        return smtplib.SMTP(*to, timeout=self._options.timeout)

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self._options.ca_file)

    def _envelope(self, server: smtplib.SMTP, to: str) -> None:
        """Sender and recipient. Only a refusal of the recipient is her address's fault."""
        try:
            server.ehlo_or_helo_if_needed()
            code, answer = server.mail(self._options.sender)
            if code != 250:
                raise TransportError(f"{code} {self._said(answer)}")
            code, answer = server.rcpt(to)
        except (OSError, smtplib.SMTPException) as error:
            raise TransportError(self._said(error)) from error
        if code not in (250, 251):
            raise TransportError(
                f"{code} {self._said(answer)}", permanent=code >= 500 and code != _SIGN_IN_FIRST
            )

    def _hand_over(self, server: smtplib.SMTP, written: bytes) -> str:
        """The text. A connection lost before its answer leaves open whether it was taken."""
        try:
            code, answer = server.data(written)
        except smtplib.SMTPDataError as error:
            code, answer = error.smtp_code, error.smtp_error  # type: ignore[assignment]  # typed as str, is bytes
        except (OSError, smtplib.SMTPException) as error:
            raise TransportError(self._said(error), unknown=True) from error
        if code != 250:
            raise TransportError(f"{code} {self._said(answer)}", permanent=code >= 500)
        return f"{code} {self._said(answer)}"

    def _said(self, answer: object) -> str:
        if isinstance(answer, smtplib.SMTPResponseException):
            answer = f"{answer.smtp_code} {said(answer.smtp_error)}"
        return said(answer, self._options.password.get_secret_value()) or type(answer).__name__


def _written(message: Outgoing, options: EmailOptions, domain: str) -> bytes:
    """The message as it goes over the wire; headers are single lines whatever came in."""
    mail = EmailMessage(policy=SMTP.clone(refold_source="none"))
    mail.set_raw("From", _mailbox(options.sender_name, options.sender))
    mail.set_raw("To", _mailbox(message.name, message.to))
    mail.set_raw("Subject", _encoded(_one_line(message.subject), "Subject"))
    mail["Date"] = format_datetime(message.at.astimezone(BANGKOK))
    mail["Message-ID"] = f"<{message.token}@{domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.text, cte="base64")
    if message.html:
        mail.add_alternative(message.html, subtype="html", cte="base64")
    return mail.as_bytes()


def _mailbox(name: str, address: str) -> str:
    shown = _one_line(name)
    if _plain(shown):
        return formataddr((shown, address))
    return f"{_encoded(shown, 'From')}\n <{address}>"


def _encoded(text: str, header: str) -> str:
    """A header's text, folded. EmailMessage would do it, but before Python 3.13 it loses blanks between words
    of which some are Thai."""
    charset = "us-ascii" if _plain(text) else "utf-8"
    return Header(text, charset, header_name=header).encode()


def _plain(text: str) -> bool:
    """Whether it can stand in a header as it is, and nobody would take it for an encoded word."""
    return text.isascii() and "=?" not in text


def _one_line(text: str) -> str:
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())
