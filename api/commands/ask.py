"""`khanton ask`: the standard questions of an auditor, as a table, as JSON, or as CSV."""

import datetime
import sys
from typing import Annotated

import typer
from sqlmodel import Session

from api import clock
from api.asked_history import Told
from api.asked_history import ask as answered
from api.commands import options
from api.commands.items import remark_on
from api.commands.output import answering, document, people, table
from api.commands.place import opened
from api.pages.audit.downloads import csv_lines
from api.pages.audit.shown import text_of, titles
from api.pages.tables import PAPER
from api.v1.audit import cell_of
from notifications.questions import QUESTIONS
from workflow.audit.answers import PAGE
from workflow.demo import built_until, stands_at
from workflow.people import by_username
from workflow.queries import Viewer, viewer

Filter = Annotated[
    list[str] | None,
    typer.Option("--where", metavar="NAME=VALUE", help="ตัวกรอง · a filter such as person=plandir"),
]


def ask(
    context: typer.Context,
    question: Annotated[
        str | None, typer.Argument(metavar="QUESTION", help="ชื่อคำถาม · which; all are listed without one")
    ] = None,
    by: options.As = "",
    where: Filter = None,
    after: Annotated[str, typer.Option("--after", metavar="TOKEN", help="หน้าถัดไป · the next page")] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="จำนวนแถว · rows")] = PAGE,
    as_csv: Annotated[bool, typer.Option("--csv", help="ทั้งหมดเป็น CSV · the whole answer as CSV")] = False,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """ถามประวัติ · Ask the record a standard question, as somebody who may see it (--as)."""
    with answering(as_json):
        if question is None:
            _list(as_json)
            return
        place = options.place_at_hand(context, database, data)
        remark_on(place)
        with opened(place) as found:
            with found.read() as session:
                at = _now(session)
                who = viewer(session, by_username(session, by).id, at)
                raw = options.pairs("where", where)
                told = answered(session, who, question, raw, at, options.day_of, after=after, limit=limit)
                if as_json:
                    _document(told)
                elif not as_csv:
                    _show(session, who, told)
            if as_csv and not as_json:
                for piece in csv_lines(found, who, told.question, told.asked):
                    sys.stdout.write(piece)


def _list(as_json: bool) -> None:
    if as_json:
        document({"questions": [{"name": each.name, **_words(each.label)} for each in QUESTIONS]})
        return
    shown = table("ชื่อ", "คำถาม", "กรองด้วย")
    for each in QUESTIONS:
        shown.add_row(each.name, f"{each.label.th} · {each.label.en}", ", ".join(each.filters))
    people().print(shown)


def _words(label: object) -> dict[str, str]:
    return {"th": getattr(label, "th", ""), "en": getattr(label, "en", "")}


def _document(told: Told) -> None:
    answer = told.answer
    rows = [
        {column.name: cell_of(column, cell) for column, cell in zip(answer.columns, row, strict=True)}
        for row in answer.rows
    ]
    document(
        {
            "question": told.question.name,
            "since": told.asked.since,
            "until": told.asked.until,
            "count": answer.count,
            "more": answer.more,
            "rows": rows,
            "next_after": answer.after or None,
        }
    )


def _show(session: Session, who: Viewer, told: Told) -> None:
    answer = told.answer
    names = titles(session, who.office_id, answer, PAPER)
    columns = [column for column in answer.columns if not column.aside]
    shown = table(*(PAPER(f"audit_col_{column.name}") for column in columns))
    for row in answer.rows:
        cells = (
            text_of(column, cell, names, PAPER)
            for column, cell in zip(answer.columns, row, strict=True)
            if not column.aside
        )
        shown.add_row(*cells)
    console = people()
    console.print(shown)
    console.print(PAPER("audit_more" if answer.more else "audit_found", count=answer.count), markup=False)
    if answer.after:
        console.print(f"--after {answer.after}", markup=False, soft_wrap=True)


def _now(session: Session) -> datetime.datetime:
    """Now; in the sample offices the moment at which they stand."""
    built, _ = built_until(session)
    return stands_at(session) if built else clock.now()
