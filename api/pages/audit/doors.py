"""The auditor's pages: the ten questions, and each with its filters, its answer and its totals."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from sqlmodel import Session, col, select

from api.asked_history import ENTRIES, Told, ask, kinds_of
from api.dependencies import Looking, Moment, SignedIn, Transaction
from api.pages.audit.asking import Filters
from api.pages.audit.shown import on_page, titles
from api.pages.items.typed import typed_day
from api.pages.page_route import PageRoute
from api.pages.preferences import preferences_of
from api.pages.rendering import reader_of, render
from api.pages.words import Words
from api.plain_text import PlainText
from api.whole_record import must_see_all
from notifications.questions import QUESTIONS
from states.catalogue import catalogue
from workflow.models import Group, Person
from workflow.queries import Viewer
from workflow.saved_views import saved_by

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Field:
    """One filter of the form: what was typed, and the choices where there are any."""

    name: str
    label: str
    value: str
    choices: tuple[tuple[str, str], ...] = ()
    people: tuple[tuple[str, str], ...] = ()
    yes_no: bool = False


@router.get("/audit")
def show_questions(request: Request, session: Transaction, person: SignedIn, who: Looking) -> HTMLResponse:
    """The ten questions with what each answers, and her own saved ones."""
    must_see_all(who)
    words = Words(preferences_of(request))
    return render(
        request,
        "audit/index.html",
        reader=reader_of(session, person, who),
        section="audit",
        questions=[(each.name, words.label(each.label), words.label(each.lead)) for each in QUESTIONS],
        views=saved_by(session, person.id, "/audit"),
    )


@router.get("/audit/{question}")
def show_answer(
    request: Request,
    session: Transaction,
    person: SignedIn,
    who: Looking,
    at: Moment,
    question: PlainText,
    filters: Filters,
    after: Annotated[PlainText, Query(max_length=500)] = "",
) -> HTMLResponse:
    """One question: its form, a page of its answer, how many there are, and the ways to take it along."""
    words = Words(preferences_of(request))
    told = ask(session, who, question, filters, at, typed_day, after=after)
    answer = told.answer
    return render(
        request,
        "audit/question.html",
        reader=reader_of(session, person, who),
        section="audit",
        question=told.question.name,
        title=words.label(told.question.label),
        lead=words.label(told.question.lead),
        fields=_fields(session, who, told, filters, words),
        headings=[words(f"audit_col_{each.name}") for each in answer.columns if not each.aside],
        rows=on_page(answer, titles(session, who.office_id, answer, words), words),
        found=_found(told, words),
        needs_person=told.question.name == "powers" and told.asked.person_id is None,
        asked=urlencode(filters),
        narrowed=bool(filters),
        after=after,
        following=urlencode({**filters, "after": answer.after}) if answer.after else "",
        views=saved_by(session, person.id, f"/audit/{told.question.name}"),
    )


def _found(told: Told, words: Words) -> str:
    """How many there are, and of which period."""
    answer, asked = told.answer, told.asked
    said = words("audit_more" if answer.more else "audit_found", count=answer.count)
    if asked.since is not None and asked.until is not None:
        said += " · " + words("audit_period", since=words.date(asked.since), until=words.date(asked.until))
    return said


def _fields(
    session: Session, who: Viewer, told: Told, filters: Mapping[str, str], words: Words
) -> list[Field]:
    """The filters of the question as they were asked; the period in force where nothing was said."""
    known: dict[str, Any] = {
        "kind": lambda: _kinds(session, who, told, words),
        "group": lambda: _rows(session, select(Group.code, Group.name_th), Group, who),
        "entry": lambda: tuple((each, _entry(each, words)) for each in ENTRIES),
        "duty": lambda: tuple(
            (code, words.label(duty.label)) for code, duty in sorted(catalogue().deadlines.items())
        ),
        "by": lambda: tuple((each, words(f"audit_by_{each}")) for each in told.question.dimensions),
    }
    fields = []
    for name in told.question.filters:
        value = filters.get(name, "")
        if not value and name in ("since", "until"):
            day = getattr(told.asked, name)
            value = words.date(day).replace("\N{NO-BREAK SPACE}", " ") if day else ""
        people = (
            _rows(session, select(Person.username, Person.name_th), Person, who) if name == "person" else ()
        )
        choices = known[name]() if name in known else ()
        label = words(f"audit_filter_{name}")
        fields.append(Field(name, label, value, choices, people, yes_no=name == "every_pair"))
    return fields


def _kinds(session: Session, who: Viewer, told: Told, words: Words) -> tuple[tuple[str, str], ...]:
    found = kinds_of(session, who.office_id, told.asked.at)
    return tuple((kind, words.label(label)) for kind, label in found.items())


def _rows(session: Session, query: Any, table: Any, who: Viewer) -> tuple[tuple[str, str], ...]:
    """The office's groups or people by their code."""
    found = session.exec(query.where(table.office_id == who.office_id).order_by(col(table.id))).all()
    return tuple((code, name) for code, name in found)


def _entry(kind: str, words: Words) -> str:
    key = f"audit_entry_{kind}"
    return words(key) if words.has(key) else words(f"entry_{kind}", step="")
