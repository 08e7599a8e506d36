"""What a question is and how it is answered: columns, rows, their number, and where the next page starts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple

from sqlmodel import Session

from states.model import Label
from workflow.audit.asked import Asked
from workflow.queries import Viewer

LARGEST_PAGE: Final = 1_000
PAGE: Final = 50

# amount: satang; days: days with one decimal; code: an item's; label: a Coded; did: a Did; by: a Standing.
CellKind = Literal["text", "whole", "days", "amount", "date", "moment", "month", "code", "label", "did", "by"]


class Coded(NamedTuple):
    """A code of the definitions with its name in both languages."""

    code: str
    label: Label


class Did(NamedTuple):
    """What an entry tells: its number, its kind, and the step with its name where it is one."""

    seq: int
    kind: str
    trigger: str
    label: Label


class Standing(NamedTuple):
    """In which capacity somebody acted: her post, for whom, and on whose order."""

    capacity: str
    post: str
    principal: str
    order_no: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an answer; `aside` ones stand in files and JSON, but not on the page."""

    name: str
    kind: CellKind = "text"
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """One page of an answer.

    `after` is where the next page starts, empty on the last. `count` is how many rows there are altogether,
    at most MOST_COUNTED; `more` says that there are more than that. `grouped` is set where the rows are sums.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]
    after: str
    count: int
    more: bool = False


class Page(NamedTuple):
    """Which page is asked for: the rows after a token (empty: from the first), and at most how many."""

    after: str = ""
    limit: int = PAGE


Ask = Callable[[Session, Viewer, Asked, Page], Answer]


@dataclass(frozen=True, slots=True)
class Question:
    """A standard question: its name in addresses, in both languages, and which filters it understands.

    `whole_record` questions are about the office's record of a period; the others about one person, day or
    item, and take no period unless asked.
    """

    name: str
    label: Label
    lead: Label
    filters: tuple[str, ...]
    ask: Ask
    dimensions: tuple[str, ...] = ()


def paged_in_memory(
    rows: Sequence[tuple[Any, ...]], columns: tuple[Column, ...], start: int, limit: int, token: str
) -> Answer:
    """A page of an answer that is small as a whole, from row number `start` on."""
    shown = tuple(rows[start : start + limit])
    following = token if start + limit < len(rows) else ""
    return Answer(columns, shown, following, len(rows))
