"""What a person can do with an item now: the one answer behind buttons, lists and the engine."""

import datetime

from msgspec import Struct
from sqlmodel import Session

from states.catalogue import catalogue
from states.model import Definition, Label, Strength, Transition
from workflow import definitions, permissions
from workflow.errors import Denial, Missing
from workflow.guards import ask
from workflow.permissions import Authority
from workflow.situation import Given, Reading, Situation, read


class Offer(Struct, frozen=True):
    """One step that starts where the item stands: who may, and everything still missing.

    `denial` where this person may not take it; `missing` is listed for everybody.
    """

    move: Transition
    authority: Authority | None
    denial: Denial | None
    missing: tuple[Missing, ...]

    @property
    def status(self) -> str:
        """ready, missing (hers to take once supplied) or denied."""
        if self.denial is not None:
            return "denied"
        return "missing" if self.missing else "ready"


def offers(
    session: Session, item_id: int, *, by: int, at: datetime.datetime, on: datetime.date
) -> tuple[Offer, ...]:
    """Every step out of the item's present state, in the definition's order. Changes nothing.

    `on` is the Bangkok date of `at`, on which authority is judged.
    """
    reading = read(session, item_id, by, on, lock=False)
    definition = definitions.by_hash(session, reading.item.definition_hash)
    return tuple(
        offer(session, reading, definition, move, on=on, given=Given())
        for move in definition.leaving(reading.item.state)
    )


def offer(
    session: Session,
    reading: Reading,
    definition: Definition,
    move: Transition,
    *,
    on: datetime.date,
    given: Given,
    inherited: Authority | None = None,
) -> Offer:
    """One step weighed; `inherited` is the authority of the parent's step, for children that move with it."""
    answer = inherited or permissions.may(
        reading.actor, reading.item, move, definition, lambda: reading.performed
    )
    authority, denial = (None, answer) if isinstance(answer, Denial) else (answer, None)
    situation = Situation(session, reading, definition, move, authority, on, given)
    return Offer(move, authority, denial, missing(situation))


def missing(situation: Situation) -> tuple[Missing, ...]:
    """All guards and documents that do not hold, less the soft ones that are justified in writing."""
    unmet = [ask(situation, use) for use in situation.move.guards]
    papers = [_paper(code) for code in situation.move.documents if not situation.has_document(code)]
    justified = situation.given.justifications
    return tuple(
        each
        for each in (*unmet, *papers)
        if each is not None and not (each.strength is Strength.SOFT and justified.get(each.code, "").strip())
    )


def _paper(code: str) -> Missing:
    return Missing(
        code=code,
        label=Label(f"แนบเอกสาร: {_document(code).th}", f"Attach the document: {_document(code).en}"),
        strength=Strength.HARD,
        supplied_by=(),
        facts={code: "text"},
    )


def _document(code: str) -> Label:
    return catalogue().documents[code].label
