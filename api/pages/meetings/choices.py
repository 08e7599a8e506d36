"""What the form of one entry offers: resolutions with the step each gives rise to, and what steps ask for."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, col, select

from api.pages.items.cards import Field
from api.pages.looker import Visit
from api.pages.meetings.shown import Line
from api.pages.words import Words
from states.catalogue import catalogue
from workflow import definitions
from workflow.decision import Offer, offers
from workflow.meetings.agenda import TOLD
from workflow.meetings.deciding import may_decide
from workflow.models import Body, Fund, Item, ProjectLine
from workflow.moments import bangkok_date

# Closing a meeting supplies these itself: attendance, resolution, reason, minutes and the committee's table.
_SUPPLIED: Final = frozenset(
    {
        *("quorum_met", "minutes_attached", "reason_given", "attendance_recorded", "resolutions_recorded"),
        *("minutes", "resolution_table", "attendance_list", "meeting_agenda", "merge_target_set"),
        *("every_proposal_decided", "approved_amounts_set"),
    }
)
_LEFT: Final = ("merged", "not_selected", "cancelled")


@dataclass(frozen=True, slots=True)
class Choice:
    """One resolution that can be chosen: its kind, the step it gives rise to, and where that leads."""

    value: str
    label: str
    target: str


@dataclass(frozen=True, slots=True)
class Amount:
    """A line of the project, in satang: what is asked for, and what is typed or kept as approved (baht)."""

    id: int
    fund: str
    category: str
    requested: int
    typed: str


@dataclass(frozen=True, slots=True)
class Offered:
    """Everything the form of an entry offers."""

    moving: tuple[Choice, ...]
    resting: tuple[Choice, ...]
    asked: tuple[Field, ...]
    amounts: tuple[Amount, ...]
    targets: tuple[tuple[int, str, str], ...]


def offered_for(visit: Visit, body: Body, line: Line, ask: Collection[str] = ()) -> Offered:
    """For an entry without a paper, or with one of another body, only resolutions that move nothing."""
    words = visit.words
    resting = tuple(
        Choice(f"{kind}:", words.label(entry.label), "") for kind, entry in catalogue().resolutions.items()
    )
    if line.paper is None or line.section == TOLD:
        return Offered((), resting, (), (), ())
    paper = visit.session.get_one(Item, line.paper.id)
    if not may_decide(visit.session, body, paper, paper.state):
        return Offered((), resting, (), (), ())
    hers = _hers(visit, paper)
    triggers = {each.move.trigger for each in hers}
    return Offered(
        moving=_moving(visit, paper, hers),
        resting=resting,
        asked=_asked(hers, line, words, ask),
        amounts=_amounts(visit.session, paper, line, words) if "include" in triggers else (),
        targets=_targets(visit.session, paper) if "merge" in triggers else (),
    )


def _hers(visit: Visit, paper: Item) -> list[Offer]:
    """The steps of the paper that a resolution can give rise to and that are hers to take."""
    fitting = catalogue().resolutions.values()
    found = offers(visit.session, paper.id, by=visit.person.id, at=visit.at, on=bangkok_date(visit.at))
    return [
        each
        for each in found
        if each.denial is None and any(words.fits(each.move.trigger) for words in fitting)
    ]


def _moving(visit: Visit, paper: Item, hers: Sequence[Offer]) -> tuple[Choice, ...]:
    words, definition = visit.words, definitions.by_hash(visit.session, paper.definition_hash)
    return tuple(
        Choice(
            f"{kind}:{each.move.trigger}",
            words.label(entry.label),
            words.label(definition.by_state[each.move.target].label),
        )
        for each in hers
        for kind, entry in catalogue().resolutions.items()
        if entry.fits(each.move.trigger)
    )


def _asked(hers: Sequence[Offer], line: Line, words: Words, ask: Collection[str]) -> tuple[Field, ...]:
    """What the steps still ask for, what is recorded already, and what closing was found to `ask` for."""
    kept = dict(line.decided.grounds.facts) if line.decided else {}
    shapes: dict[str, tuple[str, str]] = {}
    for offer in hers:
        for each in offer.missing:
            if each.code not in _SUPPLIED:
                step = words.label(offer.move.label)
                shapes |= {
                    key: (kind, f"{words.label(each.label)} ({step})") for key, kind in each.facts.items()
                }
    shapes |= {
        key: (catalogue().fact_kind(key) or "text", words.fact(key)) for key in kept if key not in shapes
    }
    shapes |= {
        key: (catalogue().fact_kind(key) or "text", words.fact(key))
        for key in ask
        if key not in shapes and (catalogue().fact_kind(key) or key in catalogue().documents)
    }
    return tuple(
        Field(f"fact-{key}", f"fact:{key}", label, kind, kept.get(key, ""))
        for key, (kind, label) in shapes.items()
    )


def category_name(category: str, sub: str, words: Words) -> str:
    """What the line's category and sub-item are called; as they stand where they are the office's own."""
    known = catalogue().categories.get(category)
    if known is None:
        return f"{category} {sub}".strip()
    below = known.subs.get(sub)
    return " ".join(words.label(each.label) for each in (known, below) if each is not None)


def _amounts(session: Session, paper: Item, line: Line, words: Words) -> tuple[Amount, ...]:
    kept = line.decided.grounds.approved if line.decided else {}
    found = session.exec(
        select(ProjectLine, Fund.name_th)
        .join(Fund, col(Fund.id) == col(ProjectLine.fund_id))
        .where(ProjectLine.item_id == paper.id)
        .order_by(col(ProjectLine.id))
    )
    return tuple(
        Amount(
            row.id,
            fund,
            category_name(row.category, row.sub, words),
            row.requested if row.requested is not None else row.original,
            baht(kept[row.id]) if row.id in kept else "",
        )
        for row, fund in found
    )


def baht(satang: int) -> str:
    """Plain figures for a field: 800.50."""
    return f"{satang // 100}.{satang % 100:02}"


def _targets(session: Session, paper: Item) -> tuple[tuple[int, str, str], ...]:
    """The projects of the plan into which this one can be merged."""
    found = session.exec(
        select(Item.id, Item.code, Item.title)
        .where(
            Item.office_id == paper.office_id,
            Item.kind == "project",
            Item.fiscal_year == paper.fiscal_year,
            Item.id != paper.id,
            col(Item.state).not_in(_LEFT),
        )
        .order_by(col(Item.code))
    )
    return tuple(found)
