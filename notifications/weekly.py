"""What a director is told once a week: what waits, what is late, what falls due, and how the money stands."""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from sqlalchemy import ColumnElement, false, or_
from sqlmodel import Session, col, func, select

from notifications.announcing import duty_name, own_name
from notifications.gathering import Gathered
from notifications.models import Notice
from notifications.phrases import Phrases
from notifications.told import Told, item_link
from states.catalogue import catalogue
from states.filling import filled, one_line
from states.fiscal import fiscal_year_of, quarter_of
from states.thai import percent
from workflow import definitions
from workflow.models import Item, Obligation, PaperRow
from workflow.moments import bangkok_date
from workflow.money.amounts import line_amounts
from workflow.money.figures import TargetNow
from workflow.money.pace import ALL, targets
from workflow.waiting import Power, powers_of, waits_for

WEEKLY = "weekly_summary"
_LISTED = 10


@dataclass(frozen=True, slots=True)
class Span:
    """What is late (up to the day before today) or falls due this week: how much, and the first of it, each
    with whether its item is an official paper."""

    counts: dict[int | None, int]
    first: Sequence[tuple[Obligation, Item, bool]]

    @property
    def count(self) -> int:
        return sum(self.counts.values())


def summaries(
    session: Session, notices: Sequence[Notice], known: Gathered, say: Phrases, base_url: str
) -> dict[int, Told]:
    """The weekly summaries in words, by the notice's id: how things stand today, of earlier weeks nothing.

    Figures of today under the name of an earlier week would mislead.
    """
    lasting = [each for each in notices if _of_this_week(each, known)]
    readers = {(notice.person_id, notice.office_id) for notice in lasting}
    money = {office: _money(session, office, known.on, say) for office in {office for _, office in readers}}
    told = {
        (person, office): _summary(session, person, office, money[office], known, say, base_url)
        for person, office in readers
    }
    past = replace(_bare(base_url), body=say("past_week"))
    return {
        notice.id: replace(
            told[notice.person_id, notice.office_id] if _of_this_week(notice, known) else past,
            subject=_subject(notice, say),
        )
        for notice in notices
    }


def _of_this_week(notice: Notice, known: Gathered) -> bool:
    return _monday(bangkok_date(notice.written_at)) == _monday(known.on)


def headline(notice: Notice, say: Phrases) -> Told:
    """The summary by its subject alone."""
    return replace(_bare(""), subject=_subject(notice, say))


def _bare(base_url: str) -> Told:
    return Told(
        code=WEEKLY,
        subject="",
        body="",
        link=f"{base_url}/",
        due_on=None,
        urgent=False,
        item_code="",
    )


def with_something(session: Session, office_id: int, people: Collection[int], on: datetime.date) -> set[int]:
    """Those whose summary of the week of `on` has anything in it; that of the whole office always has."""
    powers = powers_of(session, set(people), on)
    sunday = _monday(on) + datetime.timedelta(days=6)
    return {
        person
        for person in people
        if any(power.scope == "office" for power in powers[person])
        or _waiting(session, office_id, powers[person])
        or _span(session, office_id, powers[person], col(Obligation.due_on) <= sunday).count
    }


def _subject(notice: Notice, say: Phrases) -> str:
    """The summary of the week in which the notice was written, Monday to Friday."""
    monday = _monday(bangkok_date(notice.written_at))
    week = f"{say.short_date(monday)} - {say.short_date(monday + datetime.timedelta(days=4))}"
    return filled(say.label(catalogue().notices[WEEKLY].label), {"week": week})


def _monday(day: datetime.date) -> datetime.date:
    return day - datetime.timedelta(days=day.weekday())


def _summary(
    session: Session,
    person_id: int,
    office_id: int,
    money: Sequence[str],
    known: Gathered,
    say: Phrases,
    base_url: str,
) -> Told:
    hers, words = known.powers[person_id], catalogue().notices[WEEKLY]
    sunday = _monday(known.on) + datetime.timedelta(days=6)
    late = _span(session, office_id, hers, col(Obligation.due_on) < known.on)
    due = _span(session, office_id, hers, col(Obligation.due_on).between(known.on, sunday))
    figures = {
        "day": say.date(known.on),
        "waiting": str(_waiting(session, office_id, hers)),
        "late": str(late.count),
        "due": str(due.count),
    }
    body = (
        filled(say.label(words.say), figures),
        _by_group(late, known, say) if any(power.scope == "office" for power in hers) else "",
        *money,
    )
    return replace(
        _bare(base_url),
        body="\n".join(line for line in body if line),
        urgent=words.urgent,
        lines=(
            *_lines(session, "late_line", late, known, say, base_url),
            *_lines(session, "due_line", due, known, say, base_url),
        ),
    )


def _waiting(session: Session, office_id: int, hers: tuple[Power, ...]) -> int:
    query = select(func.count()).where(Item.office_id == office_id, waits_for(session, office_id, hers))
    return session.exec(query).one()


def _span(session: Session, office_id: int, hers: Sequence[Power], when: ColumnElement[bool]) -> Span:
    """What of the office is open within her bounds, with a due date as `when` asks."""
    bounds = or_(false(), *(power.reaches(Obligation.group_id, Obligation.school_id) for power in hers))
    open_then = (Obligation.office_id == office_id, Obligation.outcome == "", bounds, when)
    counted = select(Obligation.group_id, func.count()).where(*open_then).group_by(col(Obligation.group_id))
    first = (
        select(Obligation, Item, col(PaperRow.item_id).is_not(None))
        .join(Item, col(Item.id) == col(Obligation.item_id))
        .outerjoin(PaperRow, col(PaperRow.item_id) == col(Item.id))
        .where(*open_then)
        .order_by(col(Obligation.due_on), col(Obligation.id))
        .limit(_LISTED)
    )
    return Span(dict(session.exec(counted).all()), session.exec(first).all())


def _by_group(late: Span, known: Gathered, say: Phrases) -> str:
    """`เกินกำหนดรายกลุ่ม: กลุ่มอำนวยการ 2 เรื่อง, ทั้งเขต 1 เรื่อง`, the most first."""
    named = [
        (own_name(group.name_th, group.name_en, say) if group else say("whole_office"), count)
        for group_id, count in late.counts.items()
        for group in [known.groups.get(group_id or 0)]
    ]
    named.sort(key=lambda each: (-each[1], each[0]))
    groups = ", ".join(f"{name} {say.count(count)}" for name, count in named)
    return say("late_by_group", groups=groups) if named else ""


def _lines(
    session: Session, key: str, span: Span, known: Gathered, say: Phrases, base_url: str
) -> list[tuple[str, str]]:
    lines = []
    for duty, item, paper in span.first:
        told = say(
            key,
            left=say.left(duty.due_on, known.on),
            due=say.short_date(duty.due_on),
            duty=duty_name(duty, definitions.by_hash(session, item.definition_hash), say),
            title=one_line(item.title),
            code=item.code,
        )
        lines.append((told[:1].upper() + told[1:], item_link(base_url, item.code, paper=paper)))
    rest = span.count - len(lines)
    return [*lines, (say("more", count=say.count(rest)), f"{base_url}/")] if rest > 0 else lines


def _money(session: Session, office_id: int, on: datetime.date, say: Phrases) -> list[str]:
    """What was spent by the end of the last quarter against its target, and the target of this one."""
    year, quarter = fiscal_year_of(on).be, quarter_of(on).number
    lines = line_amounts(session, office_id, year, on)
    found = targets(session, office_id, year, on, lines)
    by_quarter = {each.quarter: each for each in found if each.scope == ALL}
    before, now = by_quarter.get(quarter - 1), by_quarter.get(quarter)
    return [
        *([_reached(before, say)] if before and before.reached is not None else []),
        *([say("money_ahead", quarter=quarter, target=_share(now.hundredths))] if now and lines else []),
    ]


def _reached(target: TargetNow, say: Phrases) -> str:
    return say(
        "money_reached",
        quarter=target.quarter,
        reached=_share(target.reached or 0),
        target=_share(target.hundredths),
        verdict=say("money_below" if target.below else "money_met"),
    )


def _share(hundredths: int) -> str:
    return percent(Decimal(hundredths).scaleb(-2))
