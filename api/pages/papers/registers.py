"""The doors of the registers: numbers given, going on from the paper register, papers written elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Form, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlmodel import Session, col, func, select

from api.dependencies import Acting, Looking, Moment, SignedIn, Transaction, moment_of
from api.errors import answered
from api.pages.again import keep, looking
from api.pages.items.typed import typed_day
from api.pages.looker import Looker
from api.pages.page_route import PageRoute
from api.pages.refusals import Line, said
from api.pages.rendering import reader_of, render
from api.pages.tables import MOST, PAPER, Table, book_of, xlsx
from api.pages.words import Words
from api.plain_text import PlainText
from api.v1.shapes import LARGEST_NUMBER
from api.whole_record import must_see_all
from states.thai import arabic_digits, be_year
from workflow.errors import BadDate, BadInput, Refused, UnknownNumber
from workflow.models import Register, RegisterNumber
from workflow.moments import bangkok_date
from workflow.papers import registers
from workflow.papers.registers import KINDS, REGISTRARS, Listed
from workflow.sheets.tables import Column, Kind

router = APIRouter(route_class=PageRoute, include_in_schema=False)
PAGE: Final = 100
Field = Annotated[PlainText, Form(max_length=2000)]
Year = Annotated[int, Path(gt=2400, lt=2700, description="Calendar year, Buddhist Era")]
_COLUMNS: tuple[tuple[str, Kind], ...] = (
    *(("number", "text"), ("subject", "text"), ("dated", "date"), ("registered", "date"), ("by", "text")),
    *(("code", "text"), ("note", "text")),
)


@dataclass(frozen=True, slots=True)
class Series:
    """One register of one calendar year, with how many numbers were given out here."""

    kind: str
    year: int
    last: int
    used_on_paper: int
    given: int


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into one of the page's forms, and what was wrong with it, by field."""

    form: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)
    summary: Sequence[Line] = ()
    status: int = 200

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")


@dataclass(frozen=True, slots=True)
class Desk(Looker):
    """Who looks at which register, and when."""

    kind: str
    year: int

    @property
    def address(self) -> str:
        return f"/registers/{self.kind}/{self.year}"

    def page(self, typed: Typed | None = None, *, before: int = 0, done: str = "") -> HTMLResponse:
        """The numbers of the register, the last one first, and what its keepers may do."""
        typed, session = typed or Typed(), self.session
        rows = registers.listing(session, self.who.office_id, self.kind, self.year)
        shown = [row for row in reversed(rows) if not before or row.number < before]
        return render(
            self.request,
            "register.html",
            reader=reader_of(session, self.person, self.who),
            section="papers",
            status=typed.status,
            kind=self.kind,
            year=self.year,
            today=bangkok_date(self.at),
            rows=shown[:PAGE],
            found=len(rows),
            before=before,
            following=shown[PAGE - 1].number if len(shown) > PAGE else 0,
            series=session.get(Register, (self.who.office_id, self.kind, self.year)),
            keeper=bool(self.who.roles & set(REGISTRARS)),
            typed=typed,
            done=_done(rows, self.kind, done, self.words),
        )


def desk(
    request: Request,
    session: Transaction,
    person: SignedIn,
    who: Looking,
    at: Moment,
    kind: PlainText,
    year: Year,
) -> Desk:
    """The register named in the address; raises NotAllowed for school people, BadInput."""
    must_see_all(who)
    if kind not in KINDS:
        raise BadInput("register", "unknown", kind[:40])
    return Desk(request, session, person, who, at, kind, year)


AtDesk = Annotated[Desk, Depends(desk)]


@router.get("/registers")
def list_registers(
    request: Request, session: Transaction, person: SignedIn, who: Looking, at: Moment
) -> HTMLResponse:
    """Every register that holds a number, and this year's, whether they do or not."""
    must_see_all(who)
    return render(
        request,
        "registers.html",
        reader=reader_of(session, person, who),
        section="papers",
        series=_series(session, who.office_id, be_year(bangkok_date(at).year)),
    )


@router.get("/registers/{kind}/{year}.xlsx")
def export_register(at_desk: AtDesk) -> Response:
    """The whole register, void numbers with why they are."""
    rows = registers.listing(at_desk.session, at_desk.who.office_id, at_desk.kind, at_desk.year)
    name = PAPER("register_title", kind=PAPER(f"register_{at_desk.kind}"), year=str(at_desk.year))
    columns = tuple(Column(PAPER(f"register_{each}"), kind) for each, kind in _COLUMNS)
    note = PAPER("export_cut", count=MOST) if len(rows) > MOST else ""
    table = Table("register", name, columns, [_cells(row) for row in rows[:MOST]], note=note)
    return xlsx(name, book_of([table]))


@router.get("/registers/{kind}/{year}")
def show_register(
    at_desk: AtDesk,
    before: Annotated[int, Query(ge=0, le=LARGEST_NUMBER)] = 0,
    done: Annotated[PlainText, Query(max_length=60)] = "",
) -> HTMLResponse:
    """One register; `done` tells what was just written: begun, or taken or void with a number's id."""
    return at_desk.page(before=before, done=done)


@router.post("/registers/{kind}/{year}/begin")
def begin(request: Request, at_desk: AtDesk, hand: Acting, number: Field = "", sure: Field = "") -> Response:
    """Goes on from the last number that was used on paper, which its keeper has checked."""
    _keep(request, at_desk, Typed("begin", {"number": number, "sure": sure}))
    office = at_desk.who.office_id
    registers.registrar(at_desk.session, office, hand)
    if not sure:
        raise BadInput("sure", "empty")
    used = _whole(number)
    registers.begin_at(at_desk.session, office, at_desk.kind, at_desk.year, used, hand)
    return RedirectResponse(f"{at_desk.address}?done=begun", status_code=303)


@router.post("/registers/{kind}/{year}/take")
def take(request: Request, at_desk: AtDesk, hand: Acting, subject: Field = "", dated: Field = "") -> Response:
    """Gives a number to a paper written elsewhere; a paper of another year belongs into that year's."""
    _keep(request, at_desk, Typed("take", {"subject": subject, "dated": dated}))
    office, on = at_desk.who.office_id, typed_day(dated) or hand.day
    if be_year(on.year) != at_desk.year:
        raise BadInput("dated", "out_of_range", dated[:80])
    row = registers.take_elsewhere(
        at_desk.session, office, at_desk.kind, subject=subject, dated_on=on, hand=hand
    )
    return RedirectResponse(f"{at_desk.address}?done=taken-{row.id}", status_code=303)


@router.post("/registers/{kind}/{year}/{number_id}/void")
def void(
    request: Request,
    at_desk: AtDesk,
    hand: Acting,
    number_id: Annotated[int, Path(ge=1, le=LARGEST_NUMBER)],
    reason: Field = "",
) -> Response:
    """Makes the number of a paper written elsewhere void; it stays in the register."""
    _keep(request, at_desk, Typed(f"void-{number_id}", {"reason": reason}))
    row = at_desk.session.get(RegisterNumber, number_id)
    here = (at_desk.who.office_id, at_desk.kind, at_desk.year)
    if row is None or (row.office_id, row.kind, row.year) != here:
        raise UnknownNumber(str(number_id))
    registers.void(at_desk.session, number_id, reason, hand)
    return RedirectResponse(f"{at_desk.address}?done=void-{number_id}", status_code=303)


def _keep(request: Request, at_desk: Desk, typed: Typed) -> None:
    """Should it be refused, the register comes again with what was typed."""
    kind, year = at_desk.kind, at_desk.year

    def shown_again(request: Request, error: Refused) -> HTMLResponse | None:
        with looking(request) as found:
            if found is None:
                return None
            session, person, who = found
            desk = Desk(request, session, person, who, moment_of(request), kind, year)
            return desk.page(_wrong(desk, typed, error))

    keep(request, shown_again)


# The field that a refusal speaks of, where the row's name for it is another.
_FIELDS: Final = {"paper_subject": "subject", "used_on_paper": "number", "year": "number"}


def _wrong(at_desk: Desk, typed: Typed, error: Refused) -> Typed:
    """What was typed, with the refusal beside its field and in the summary."""
    text = said(error, at_desk.words.language).line
    name = "dated" if isinstance(error, BadDate) else str(getattr(error, "name", ""))
    name = _FIELDS.get(name, name)
    known = name in typed.values
    return Typed(
        typed.form,
        typed.values,
        {name: text} if known else {},
        (Line(text, f"{typed.form}-{name}" if known else ""),),
        answered(error).status,
    )


def _whole(text: str) -> int:
    """The number typed, in either digits; raises BadInput."""
    plain = arabic_digits(text).strip()
    if not plain:
        raise BadInput("used_on_paper", "empty")
    if not (plain.isascii() and plain.isdecimal() and len(plain) <= 9):
        raise BadInput("used_on_paper", "out_of_range", text[:80])
    return int(plain)


def _done(rows: Sequence[Listed], kind: str, done: str, words: Words) -> str:
    """What was just written, in words; empty where `done` names nothing of this register."""
    what, _, told = done.partition("-")
    row = next((each for each in rows if str(each.id) == told), None)
    if what in ("taken", "void") and row is not None:
        key = "register_taken" if what == "taken" else "register_voided"
        return words(key, number=row.text, kind=words(f"register_{kind}"))
    return words("register_begun") if what == "begun" else ""


def _series(session: Session, office_id: int, this_year: int) -> list[Series]:
    """The latest year first; within a year in the order in which registers are named."""
    mine = select(Register).where(Register.office_id == office_id)
    known = {(row.kind, row.year): row for row in session.exec(mine)}
    counts = session.execute(
        select(RegisterNumber.kind, RegisterNumber.year, func.count())
        .where(RegisterNumber.office_id == office_id)
        .group_by(col(RegisterNumber.kind), col(RegisterNumber.year))
    )
    given = {(kind, year): number for kind, year, number in counts}
    wanted = {*known, *((kind, this_year) for kind in KINDS)}
    found = []
    for kind, year in sorted(wanted, key=lambda each: (-each[1], KINDS.index(each[0]))):
        row = known.get((kind, year))
        last, used = (row.last, row.used_on_paper) if row else (0, 0)
        found.append(Series(kind, year, last, used, given.get((kind, year), 0)))
    return found


def _cells(row: Listed) -> tuple[Any, ...]:
    note = f"{PAPER('register_void')}: {row.void_reason}" if row.voided_at else ""
    return (
        *(row.text, row.subject, row.dated_on, bangkok_date(row.registered_at), row.registered_by),
        *(row.item_code, note),
    )
