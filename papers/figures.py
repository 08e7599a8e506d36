"""A paper's table with the amounts that its text speaks of, and how they are put into words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from sqlmodel import Session, select

from states.filling import one_line
from states.thai import percent
from workflow.models import Fund, Group, Item
from workflow.papers.fields import Column, Table

Figures = dict[str, Any]
# What a text may name; None, nought or empty where it is not known. Amounts are satang, shares are text.
UNKNOWN: Final[Figures] = {
    **dict.fromkeys(("total", "paid", "left", "net")),
    **dict.fromkeys(("projects", "included", "merged", "rejected", "waiting"), 0),
    **dict.fromkeys(("share", "target", "starts", "ends"), ""),
}


@dataclass(frozen=True, slots=True)
class Tabled:
    """A paper's table, if it has one, and its figures by name."""

    table: Table | None = None
    figures: Figures = field(default_factory=lambda: dict(UNKNOWN))


def made(
    columns: Sequence[Column],
    rows: Iterable[Sequence[str]],
    *,
    total: Sequence[str] = (),
    caption: str = "",
    figures: Figures | None = None,
) -> Tabled:
    """The table, numbered from 1 in a first column of its own; none where there are no rows."""
    numbered = tuple((str(number), *row) for number, row in enumerate(rows, start=1))
    summed = ("", *total) if total else ()
    columns = (Column("ที่", 6, "center"), *columns)
    table = Table(columns, numbered, summed, caption) if numbered else None
    return Tabled(table, UNKNOWN | (figures or {}))


def share(hundredths: int | None) -> str:
    """`95.87` of hundredths of a per cent; empty where there is none."""
    return "" if hundredths is None else percent(Decimal(hundredths).scaleb(-2))


def names(session: Session, table: type[Fund] | type[Group], item: Item) -> dict[str, str]:
    """The Thai names of the office's funds or groups by code."""
    found = session.exec(select(table.code, table.name_th).where(table.office_id == item.office_id))
    return {code: one_line(name) for code, name in found}
