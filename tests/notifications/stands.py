"""For every channel a real other side, and how it is brought to accept, refuse, or keep silent."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from http_server import HttpServer, Told
from smtp_server import Mode, SmtpServer

SECRET = "a-secret-nobody-may-see"


@dataclass
class Stand:
    """`options` set the channel up; `behave(how)` makes it permanent, temporary, unknown or slow, as in CAN.

    `received()` gives the tokens and texts of what the other side has taken, a repetition told apart or not.
    """

    options: Mapping[str, Any]
    to: str
    received: Callable[[], list[tuple[str, str]]]
    behave: Callable[[str], None]


@contextmanager
def _email(_folder: Path) -> Iterator[Stand]:
    modes = {
        "permanent": Mode.NOBODY,
        "temporary": Mode.LATER,
        "unknown": Mode.DROPS_TAKEN,
        "slow": Mode.SLOW,
    }
    with SmtpServer(login=("desk", SECRET)) as server:
        yield Stand(
            options={
                "host": "127.0.0.1",
                "port": server.port,
                "security": "none",
                "username": "desk",
                "password": SECRET,
                "sender": "desk@example.org",
                "timeout": 0.6,
            },
            to="plan@example.org",
            received=lambda: [
                (each.message_id[1:].partition("@")[0], _plain(each.mail)) for each in server.taken
            ],
            behave=lambda how: setattr(server, "mode", modes[how]),
        )


def _plain(mail: Any) -> str:
    return f"{mail['Subject']}\n{mail.get_body(('plain',)).get_content()}"


def _web(server: HttpServer, answers: Mapping[str, Told]) -> Callable[[str], None]:
    def behave(how: str) -> None:
        server.answer = lambda _asked: answers[how]

    return behave


@contextmanager
def _line(_folder: Path) -> Iterator[Stand]:
    answers = {
        "permanent": Told(400, '{"message": "The property, \'to\', in the request body is invalid"}'),
        "temporary": Told(401, f'{{"message": "Authentication failed: {SECRET}"}}'),
        "unknown": Told(500, "{}"),
        "slow": Told(after=3),
    }
    with HttpServer() as server:
        yield Stand(
            options={"token": SECRET, "address": server.url, "timeout": 0.4},
            to="U4af4980629",
            received=lambda: [
                (each.headers["x-line-retry-key"], each.json["messages"][0]["text"]) for each in server.asked
            ],
            behave=_web(server, answers),
        )


@contextmanager
def _webhook(_folder: Path) -> Iterator[Stand]:
    answers = {
        "permanent": Told(422, SECRET),
        "temporary": Told(503, "busy"),
        "unknown": Told(0),
        "slow": Told(after=3),
    }
    with HttpServer() as server:
        yield Stand(
            options={"url": f"{server.url}/khanton?key={SECRET}", "secret": SECRET, "timeout": 0.4},
            to="plan",
            received=lambda: [
                (each.headers["x-khanton-delivery"], each.json["subject"] + each.json["text"])
                for each in server.asked
            ],
            behave=_web(server, answers),
        )


@contextmanager
def _folder(folder: Path) -> Iterator[Stand]:
    path = folder / "out"

    def behave(_how: str) -> None:
        path.write_text("a file where the folder should be")

    yield Stand(
        options={"path": str(path)},
        to="plan",
        received=lambda: [
            (each.stem, each.read_text(encoding="utf-8")) for each in path.glob("*") if each.is_file()
        ],
        behave=behave,
    )


# What each other side can do; nobody sits behind a folder who could refuse or keep silent.
CAN: Mapping[str, tuple[str, ...]] = defaultdict(
    lambda: ("permanent", "temporary", "unknown", "slow"), folder=("temporary",)
)
STANDS: Mapping[str, Callable[[Path], Any]] = {
    "email": _email,
    "line": _line,
    "webhook": _webhook,
    "folder": _folder,
}
