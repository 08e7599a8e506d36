"""A real mail server in a thread, which can be told to misbehave while it runs."""

import asyncio
import email
import email.policy
import ssl
import threading
from dataclasses import dataclass
from email.message import EmailMessage
from enum import StrEnum, auto
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session


class Mode(StrEnum):
    """What the server does from the next connection or command on."""

    OK = auto()
    DOWN = auto()  # nobody listens
    TURNS_AWAY = auto()  # 554 instead of a greeting
    SLOW = auto()  # answers the text after `delay` seconds
    DROPS_TAKEN = auto()  # takes the message and hangs up without a word
    DROPS_UNTAKEN = auto()  # hangs up without a word, the message is gone
    LATER = auto()  # 451 at the recipient
    NOBODY = auto()  # 550 at the recipient
    SIGN_IN = auto()  # 530 at the recipient
    NOT_YOU = auto()  # 550 at the sender
    FULL = auto()  # 452 after the text
    REFUSES = auto()  # 554 after the text


@dataclass(frozen=True)
class Taken:
    """A message that the server has taken."""

    message_id: str
    to: tuple[str, ...]
    mail: EmailMessage
    raw: bytes


class SmtpServer:
    """`with SmtpServer() as server:` listens on `server.port` of 127.0.0.1 until the block ends.

    `mode` may be set at any time from any thread. `taken` are the messages the server has taken, in order,
    whether it came to say so or not. With `context` it speaks STARTTLS, or TLS at once with `implicit`.
    """

    def __init__(
        self,
        *,
        context: ssl.SSLContext | None = None,
        implicit: bool = False,
        login: tuple[str, str] | None = None,
        delay: float = 3.0,
    ) -> None:
        self.port = 0
        self.delay = delay
        self.connections = 0
        self._mode = Mode.OK
        self._context, self._implicit, self._login = context, implicit, login
        self._taken: list[Taken] = []
        self._lock = threading.Lock()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="smtp-server", daemon=True)
        self._listening: asyncio.Server | None = None
        self._open: set[_Protocol] = set()

    @property
    def taken(self) -> list[Taken]:
        with self._lock:
            return list(self._taken)

    @property
    def mode(self) -> Mode:
        return self._mode

    @mode.setter
    def mode(self, mode: Mode) -> None:
        self._mode = mode
        self._run(self._stop() if mode is Mode.DOWN else self._listen())

    def hang_up(self) -> None:
        """Ends every connection, as a server does with the idle."""
        self._run(self._end_connections())

    def __enter__(self) -> "SmtpServer":
        self._thread.start()
        self._run(self._listen())
        return self

    def __exit__(self, *_: object) -> None:
        self._run(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self, work: Any) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=10)

    async def _listen(self) -> None:
        if self._listening is None:
            self._listening = await self._loop.create_server(
                self._protocol, "127.0.0.1", self.port, ssl=self._context if self._implicit else None
            )
            self.port = self._listening.sockets[0].getsockname()[1]

    async def _stop(self) -> None:
        if self._listening is not None:
            self._listening.close()
            self._listening = None
        await self._end_connections()

    async def _end_connections(self) -> None:
        ended = [each for each in self._open if each.transport is not None]
        for each in ended:
            each.transport.abort()
        await asyncio.sleep(0.05)  # lets their tasks see it

    def _protocol(self) -> "_Protocol":
        self.connections += 1
        return _Protocol(self)

    @property
    def wants_login(self) -> bool:
        return self._login is not None

    def take(self, envelope: Envelope) -> None:
        raw = envelope.content or b""
        assert isinstance(raw, bytes)
        mail = email.message_from_bytes(raw, policy=email.policy.default)
        assert isinstance(mail, EmailMessage)
        with self._lock:
            self._taken.append(Taken(str(mail["Message-ID"]), tuple(envelope.rcpt_tos), mail, raw))

    def options(self) -> dict[str, Any]:
        starttls = self._context is not None and not self._implicit
        return {
            "tls_context": self._context if starttls else None,
            "require_starttls": starttls,
            "authenticator": self._authenticate if self._login else None,
            "auth_require_tls": starttls,
        }

    def _authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _way: str, data: Any
    ) -> Any:
        right = (data.login.decode(), data.password.decode()) == self._login
        return AuthResult(success=right, handled=False)


class _Handler:
    def __init__(self, server: SmtpServer) -> None:
        self._server = server

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's names
        self, _smtp: SMTP, session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self._server.wants_login and not session.authenticated:
            return "530 5.7.0 authentication required"
        if self._server.mode is Mode.NOT_YOU:
            return "550 5.7.1 sender refused"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, _smtp: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        said = {
            Mode.LATER: "451 4.7.1 try again later",
            Mode.NOBODY: "550 5.1.1 no such user",
            Mode.SIGN_IN: "530 5.7.0 authentication required",
        }.get(self._server.mode)
        if said is None:
            envelope.rcpt_tos.append(address)
        return said or "250 OK"

    async def handle_DATA(self, smtp: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        mode = self._server.mode
        if mode is Mode.FULL:
            return "452 4.3.1 out of storage"
        if mode is Mode.REFUSES:
            return "554 5.6.0 refused"
        if mode is Mode.SLOW:
            await asyncio.sleep(self._server.delay)
        if mode is not Mode.DROPS_UNTAKEN:
            self._server.take(envelope)
        if mode in (Mode.DROPS_TAKEN, Mode.DROPS_UNTAKEN):
            smtp.transport.abort()
        return "250 OK"


class _Protocol(SMTP):
    def __init__(self, server: SmtpServer) -> None:
        self._owner = server
        self._greeted = False
        super().__init__(_Handler(server), hostname="mail.test", loop=server._loop, **server.options())

    def connection_made(self, transport: Any) -> None:
        self._owner._open.add(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._owner._open.discard(self)
        super().connection_lost(error)

    async def push(self, status: str | bytes) -> None:
        if not self._greeted:
            self._greeted = True
            if self._owner.mode is Mode.TURNS_AWAY:
                status = "554 5.3.2 no service here"
        await super().push(status)
