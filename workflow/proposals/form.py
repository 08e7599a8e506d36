"""The proposal form of a project: reading it, saving it, and saying what it still lacks."""

from dataclasses import fields as fields_of
from typing import Any

from sqlmodel import Session, col, delete, func, select

from workflow.changes import Hand, record
from workflow.errors import BadInput, ContentChanged
from workflow.history import Sealed
from workflow.models import Activity, Alignment, Entry, Goal, Indicator, Item, Person, Proposal
from workflow.proposals.editors import writing
from workflow.proposals.fields import TEXTS, Form, FormActivity, FormIndicator, tidied
from workflow.proposals.gaps import Gap, gaps
from workflow.proposals.goals import kinds_kept, unaligned
from workflow.proposals.merging import requested_by

__all__ = [
    "EDITABLE",
    "Form",
    "FormActivity",
    "FormIndicator",
    "Gap",
    "gaps",
    "lacking",
    "last_saved",
    "read_form",
    "save_form",
    "served",
]

EDITABLE = ("draft", "returned")


def read_form(session: Session, item_id: int) -> Form:
    """What the project's form says; an empty form where nobody has filled it in."""
    row = session.exec(select(Proposal).where(Proposal.item_id == item_id)).first()
    texts = {name: getattr(row, name) for name in TEXTS} if row else {}
    return Form(
        **texts,
        activities=tuple(_activities(session, item_id)),
        indicators=tuple(_indicators(session, item_id)),
        goals=served(session, item_id),
    )


def lacking(session: Session, item: Item) -> tuple[Gap, ...]:
    """What the project's form and its lines lack before it can be submitted, goals to serve included."""
    form = read_form(session, item.id)
    kept = kinds_kept(session, item.office_id, item.fiscal_year)
    return (
        *unaligned(kept, [kind for kind, _ in form.goals]),
        *gaps(form, item, requested_by(session, item.id)),
    )


def served(session: Session, item_id: int) -> tuple[tuple[str, str], ...]:
    """(kind, code) of every goal that the project serves, in order."""
    found = session.exec(
        select(Goal.kind, Goal.code)
        .join(Alignment, col(Alignment.goal_id) == col(Goal.id))
        .where(Alignment.item_id == item_id)
    )
    return tuple(sorted((kind, code) for kind, code in found))


def last_saved(session: Session, item_id: int) -> int | None:
    """The history entry with which the form was last saved; None before the first."""
    saved = select(func.max(Entry.seq)).where(Entry.item_id == item_id, Entry.kind == "proposal")
    return session.exec(saved).one()


def save_form(
    session: Session, item: Item, form: Form, hand: Hand, *, expect: int | None = None
) -> Sealed | None:
    """Keeps `form` as the project's, with one `proposal` entry naming the fields that changed.

    Only while the project is a draft or returned; by its owner, its group's people or the plan group.
    `expect` is the entry of the form as this person read it (0 before the first); without it nobody else's
    work is looked for. None where nothing changed. Raises NotAllowed, NotOpenHere, ContentChanged, TooLong,
    BadInput (a goal that the office does not keep for the year among others).
    """
    by = writing(session, item, hand, "submit", EDITABLE)
    if expect is not None:
        _check_unchanged(session, item, expect)
    wanted, before = tidied(form), read_form(session, item.id)
    names = [field.name for field in fields_of(Form)]
    changed = [name for name in names if getattr(wanted, name) != getattr(before, name)]
    if not changed:
        return None
    _keep_texts(session, item.id, wanted)
    for name, keep in (("activities", _keep_activities), ("indicators", _keep_indicators)):
        if name in changed:
            keep(session, item.id, wanted)
    if "goals" in changed:
        _keep_goals(session, item, wanted)
    session.flush()
    told = {"changed": changed}
    return record(session, item.office_id, "proposal", [item.code], told, hand, by=by, item_id=item.id)


def _check_unchanged(session: Session, item: Item, expected: int) -> None:
    newer = session.exec(
        select(Entry.at, Person.name_th)
        .join(Person, col(Person.id) == col(Entry.actor_id))
        .where(Entry.item_id == item.id, Entry.kind == "proposal", col(Entry.seq) > expected)
        .order_by(col(Entry.seq).desc())
    ).first()
    if newer is not None:
        at, name = newer
        raise ContentChanged(item.code, name, at)


def _activities(session: Session, item_id: int) -> list[FormActivity]:
    found = session.exec(
        select(Activity.title, Activity.months)
        .where(Activity.item_id == item_id)
        .order_by(col(Activity.number))
    )
    return [FormActivity(title, _months(months)) for title, months in found]


def _months(text: str) -> tuple[int, ...]:
    return tuple(int(month) for month in text.split(",") if month)


def _indicators(session: Session, item_id: int) -> list[FormIndicator]:
    found = session.exec(
        select(Indicator.name, Indicator.target, Indicator.method, Indicator.tool)
        .where(Indicator.item_id == item_id)
        .order_by(col(Indicator.number))
    )
    return [FormIndicator(*row) for row in found]


def _keep_texts(session: Session, item_id: int, form: Form) -> None:
    row = session.get(Proposal, item_id) or Proposal(item_id=item_id)
    for name in TEXTS:
        setattr(row, name, getattr(form, name))
    session.add(row)


def _keep_activities(session: Session, item_id: int, form: Form) -> None:
    session.exec(delete(Activity).where(col(Activity.item_id) == item_id))
    session.add_all(
        Activity(item_id=item_id, number=number, title=each.title, months=",".join(map(str, each.months)))
        for number, each in enumerate(form.activities, start=1)
    )


def _keep_indicators(session: Session, item_id: int, form: Form) -> None:
    session.exec(delete(Indicator).where(col(Indicator.item_id) == item_id))
    session.add_all(
        Indicator(item_id=item_id, number=number, **_columns(each))
        for number, each in enumerate(form.indicators, start=1)
    )


def _columns(indicator: FormIndicator) -> dict[str, Any]:
    return {field.name: getattr(indicator, field.name) for field in fields_of(FormIndicator)}


def _keep_goals(session: Session, item: Item, form: Form) -> None:
    kept = session.exec(
        select(Goal.kind, Goal.code, Goal.id).where(
            Goal.office_id == item.office_id, Goal.fiscal_year == item.fiscal_year
        )
    )
    ids = {(kind, code): goal_id for kind, code, goal_id in kept}
    unknown = [goal for goal in form.goals if goal not in ids]
    if unknown:
        raise BadInput("goals", "unknown", " ".join(unknown[0])[:80])
    session.exec(delete(Alignment).where(col(Alignment.item_id) == item.id))
    session.add_all(Alignment(item_id=item.id, goal_id=ids[goal]) for goal in form.goals)
