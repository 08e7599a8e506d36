"""The content of a paper as the fields of a form, and read back from what was typed into them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from workflow.errors import BadInput
from workflow.papers.fields import Appointed, Column, Fields, Table

TEXTS: Final = ("subject", "to", "unit", "refers", "closing", "effective", "urgency", "secrecy")
LISTS: Final = ("attached", "reason", "wish", "duties")
NAMES: Final = (*TEXTS, *LISTS, "caption", "table", "total", "members")
_PARTS: Final = 3  # of a member's line: name, position, role


@dataclass(frozen=True, slots=True)
class Written:
    """The fields as typed, by name, and the words for the readers that were chosen."""

    texts: Mapping[str, str] = field(default_factory=dict)
    sent_to: tuple[str, ...] = ()

    def __getitem__(self, name: str) -> str:
        return self.texts.get(name, "")


def written_of(fields: Fields) -> Written:
    """The content as a form shows it; `fields_of` reads the same content back."""
    texts = {name: getattr(fields, name) for name in TEXTS}
    texts |= {name: "\n".join(getattr(fields, name)) for name in LISTS}
    table = fields.table
    if table is not None:
        lines = [tuple(column.title for column in table.columns), *table.rows]
        texts |= {
            "caption": table.caption,
            "table": _lines(lines),
            "total": _lines([table.total] if table.total else []),
        }
    texts["members"] = _lines([(each.name, each.position, each.role) for each in fields.members])
    return Written(texts, fields.sent_to)


def fields_of(written: Written, before: Fields | None = None) -> Fields:
    """The content typed; columns keep the width and side they had before where their number is the same.

    Raises BadInput where a line of the table or of the members has too few or too many cells.
    """
    texts: dict[str, Any] = {name: " ".join(written[name].split()) for name in TEXTS}
    lists = {name: _paragraphs(written[name]) for name in LISTS}
    return Fields(
        **texts | lists,
        table=_table(written, before.table if before else None),
        members=tuple(_member(line) for line in _rows(written["members"])),
        sent_to=written.sent_to,
    )


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _table(written: Written, before: Table | None) -> Table | None:
    rows = _rows(written["table"])
    if not rows:
        return None
    head, *body = rows
    total = _rows(written["total"])
    for name, row in (*(("table", each) for each in body), *(("total", each) for each in total)):
        if len(row) != len(head):
            raise BadInput(name, "uneven", " | ".join(row)[:80])
    known = before.columns if before is not None and len(before.columns) == len(head) else _columns(len(head))
    columns = tuple(
        Column(title, column.width, column.align) for title, column in zip(head, known, strict=True)
    )
    return Table(columns, tuple(body), total[0] if total else (), written["caption"].strip())


def _columns(number: int) -> tuple[Column, ...]:
    """Columns of one width, which leave nothing of the page."""
    width = max(1, 100 // number)
    return tuple(Column("", width) for _ in range(number))


def _member(cells: Sequence[str]) -> Appointed:
    if len(cells) != _PARTS:
        raise BadInput("members", "uneven", " | ".join(cells)[:80])
    return Appointed(*cells)


def _lines(rows: Iterable[Sequence[str]]) -> str:
    """Rows as lines of cells, between which stands a bar; a tab where a cell itself holds a bar."""
    told = [[" ".join(cell.split()) for cell in row] for row in rows]
    between = "\t" if any("|" in cell for row in told for cell in row) else " | "
    return "\n".join(between.join(row) if any(row) else between.strip(" ") * (len(row) - 1) for row in told)


def _rows(text: str) -> list[tuple[str, ...]]:
    """The cells of each line: parted by tabs as Excel copies them, else by bars."""
    between = "\t" if "\t" in text else "|"
    return [
        tuple(cell.strip() for cell in line.split(between)) for line in text.splitlines() if line.strip(" ")
    ]
