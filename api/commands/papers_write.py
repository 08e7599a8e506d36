"""`khanton papers write`: one paper, a book, or all papers of a year as files."""

import datetime
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlmodel import Session, col, select

from api import clock
from api.commands import options
from api.commands.finding import item_of
from api.commands.items import remark_on
from api.commands.output import answering, document, people, progress
from api.commands.place import Place, one_office, opened
from api.commands.refusals import CommandRefused
from api.commands.years import typed_year
from api.paper_files import FORMATS, Leaving, content_ready, paper_ready, papers_of
from api.settings import Settings
from api.words import explain
from workflow.database import Database
from workflow.errors import PdfUnavailable, Refused
from workflow.models import Item, PaperRow
from workflow.moments import bangkok_date

Make = Callable[[Session, Item], Leaving]


def write(
    context: typer.Context,
    to: Annotated[
        Path, typer.Option("--to", metavar="FILE", help=".pdf .docx .html .txt; --year: โฟลเดอร์ · folder")
    ],
    code: Annotated[str | None, typer.Argument(metavar="CODE", help="รหัสหนังสือ · the paper")] = None,
    item: Annotated[
        str | None, typer.Option("--item", metavar="CODE", help="เรื่องที่นำมาทำเอกสาร · made from this item")
    ] = None,
    paper: Annotated[
        str | None, typer.Option("--paper", metavar="NAME", help="เช่น plan_book, minutes · which paper")
    ] = None,
    year: Annotated[
        str | None, typer.Option("--year", metavar="YEAR", help="ทุกฉบับของปีงบประมาณ พ.ศ. · all of a year")
    ] = None,
    kind: Annotated[
        str, typer.Option("--format", help="กับ --year: pdf, docx, html, txt · with --year")
    ] = "pdf",
    on: options.OnDay = None,
    force: Annotated[bool, typer.Option("--force", help="เขียนทับไฟล์เดิม · write over the file")] = False,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """เขียนหนังสือเป็นไฟล์ · Write a paper (CODE), a book (--item, --paper) or a year's papers as files."""
    with answering(as_json):
        place = options.place_at_hand(context, database, data)
        remark_on(place)
        desk = _Desk(place, options.day_of(on) or bangkok_date(clock.now()), force)
        _check(code, item, paper, year)
        with opened(place) as found:
            if year is not None:
                _whole_year(found, desk, office, typed_year(year), paper, _ending(kind), to, as_json)
                return
            with found.read() as session:
                row = item_of(session, item or code or "", office)
                leaving = desk.leaving(session, row, paper)
            desk.keep(to, leaving.file(_ending(to.suffix.removeprefix("."))))
        if as_json:
            document({"item": item or code, "paper": paper, "file": str(to), "bytes": to.stat().st_size})
        else:
            people().print(f"เขียน {to} แล้ว", markup=False)


class _Desk:
    """What every paper of one command is written with."""

    def __init__(self, place: Place, on: datetime.date, force: bool) -> None:
        self._place, self._on, self._force = place, on, force
        self._base_url = Settings.from_environment().public_url

    def leaving(self, session: Session, item: Item, paper: str | None) -> Leaving:
        """A paper composed: the item's own, or the one named that is made from its rows."""
        folder = self._place.folder
        if paper is None:
            return paper_ready(session, item, on=self._on, folder=folder, base_url=self._base_url)
        return content_ready(session, item, paper, on=self._on, folder=folder)

    def keep(self, path: Path, content: bytes) -> None:
        """Writes the file; raises CommandRefused."""
        if path.exists() and not self._force:
            raise CommandRefused("file_exists", {"path": str(path)})
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        except OSError as error:
            raise CommandRefused("cannot_write", {"path": str(path)}) from error


def _whole_year(
    found: Database,
    desk: _Desk,
    office: str | None,
    year: int,
    paper: str | None,
    ending: str,
    folder: Path,
    as_json: bool,
) -> None:
    """Every paper of the fiscal year; one that cannot be made yet is named with its reason."""
    with found.read() as session:
        home = one_office(session, office)
        code, wanted = home.code, _of_year(session, home.id, year, paper)
    written: list[str] = []
    left_out: list[dict[str, Any]] = []
    with progress(as_json) as moving:
        for number, (item_id, name) in enumerate(wanted):
            moving(number, len(wanted), name)
            try:
                with found.read() as session:
                    item = session.get_one(Item, item_id)
                    leaving = desk.leaving(session, item, None if name == item.code else name)
                    path = folder / _file_name(item.code, name, ending)
                desk.keep(path, leaving.file(ending))
            except PdfUnavailable:
                raise
            except Refused as error:
                told = explain(error)
                left_out.append({"item": item_id, "paper": name, "code": told.code, "th": told.th})
                continue
            written.append(str(path))
        moving(len(wanted), len(wanted), "")
    if as_json:
        document({"office": code, "fiscal_year": year, "written": written, "left_out": left_out})
        return
    people().print(f"เขียน {len(written)} ฉบับไว้ใน {folder}", markup=False)
    for each in left_out:
        people().print(f"  ไม่ได้เขียน {each['paper']}: {each['th']}", markup=False)


def _of_year(session: Session, office_id: int, year: int, only: str | None) -> Sequence[tuple[int, str]]:
    """Each paper of the year: its item with its own code, or with the name of what is made from its rows."""
    rows = session.exec(
        select(Item, PaperRow)
        .outerjoin(PaperRow, col(PaperRow.item_id) == col(Item.id))
        .where(Item.office_id == office_id, Item.fiscal_year == year)
        .order_by(col(Item.id))
    )
    found = []
    for item, row in rows:
        own: PaperRow | None = row
        if own is not None and only in (None, own.code):
            found.append((item.id, item.code))
        found += [(item.id, name) for name in papers_of(item) if only in (None, name)]
    return found


def _file_name(code: str, name: str, ending: str) -> str:
    both = code if name == code else f"{code}-{name}"
    return "".join(sign if sign.isalnum() or sign in "-_." else "-" for sign in both) + f".{ending}"


def _check(code: str | None, item: str | None, paper: str | None, year: str | None) -> None:
    """Raises CommandRefused where it is not one of: CODE, --item with --paper, --year."""
    if year is not None:
        fits = code is None and item is None
    elif item is not None:
        fits = code is None and paper is not None
    else:
        fits = code is not None and paper is None
    if not fits:
        raise CommandRefused("bad_option", {"text": "CODE | --item CODE --paper NAME | --year YEAR"})


def _ending(text: str) -> str:
    ending = text.strip().lower()
    if ending not in FORMATS:
        raise CommandRefused("bad_option", {"text": f"{text[:40]} ({', '.join(FORMATS)})"})
    return ending
