"""Judges an event by a given definition: who may, what must be apart, which reasons and papers a step needs.

What a guard would ask of today's rows was not there then: such a guard is not judged, and counted.
"""

import datetime
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from msgspec import Struct

from states.fiscal import fiscal_year_of
from states.model import Definition, Strength, Transition
from workflow.arriving.log import Event
from workflow.arriving.mapping import Meaning, Written
from workflow.arriving.reasons import Reason
from workflow.arriving.standing import Standing
from workflow.errors import Denial
from workflow.facts import Fact, canonical_facts
from workflow.guards import ask
from workflow.history import Head
from workflow.moments import bangkok_date
from workflow.permissions import IMPORTED, Actor, Authority, Performed, Whose, may
from workflow.situation import Given, ItemNow, Reading, Situation
from workflow.weighing import Closed, LooksFurther, alone


class Judged(Struct, frozen=True):
    """Why a step would have been refused, or the reason that was given for it."""

    refusal: Reason | None = None
    detail: str = ""
    reason: str = ""


@dataclass
class Judge:
    """Weighs the steps of one log. `powers` gives the authorities of a mapped person on a Bangkok date."""

    office_id: int
    given: Definition
    mapping: Written
    people: Mapping[str, int]
    powers: Callable[[int, datetime.date], tuple[Authority, ...]]
    unjudged: Counter[str] = field(default_factory=Counter)
    _numbers: dict[str, int] = field(default_factory=dict)
    _facts: dict[str, dict[str, str]] = field(default_factory=dict)
    _alone: int = 0

    def weigh(self, event: Event, trigger: str, at: Standing) -> Judged:
        """The event as the step `trigger` from where the case stands; what it gave is known from then on."""
        assert event.at is not None
        move = self.given.moves[at.state, trigger]
        meaning = self.mapping.meaning(event.activity) or Meaning(trigger=trigger)
        actor = self._actor(event, move, bangkok_date(event.at))
        whose = Whose(self.office_id, self.given.kind, None, None, None)
        answer = may(actor, whose, move, self.given, lambda: at.performed if self._asks("separation") else ())
        if isinstance(answer, Denial):
            separated = answer.code == "separated"
            detail = answer.other_trigger if separated else self._role(event) or answer.code
            return Judged(Reason.SEPARATED if separated else Reason.WRONG_ROLE, detail)
        given = self._given(event, meaning)
        situation = self._situation(event, move, answer, at, given, actor)
        refused = self._missing(situation)
        if refused is not None:
            return refused
        self._remember(Performed(trigger, actor.person_id), given, at)
        return Judged(reason=given.reason)

    def recall(self, event: Event, trigger: str, at: Standing) -> None:
        """A step that was taken in before, as if it had been weighed now."""
        meaning = self.mapping.meaning(event.activity) or Meaning(trigger=trigger)
        self._remember(Performed(trigger, self._number(event)), self._given(event, meaning), at)

    def _remember(self, step: Performed, given: Given, at: Standing) -> None:
        at.performed.append(step)
        at.facts += [Fact(name, value, at.steps) for name, value in given.facts.items()]
        at.documents += [(code, at.steps) for code in given.documents]

    def _asks(self, check: str) -> bool:
        return check in self.mapping.check

    def _role(self, event: Event) -> str:
        return event.attributes.get(self.mapping.role, ("", ""))[1]

    def _actor(self, event: Event, move: Transition, on: datetime.date) -> Actor:
        """Who did it, with the role the log names and the posts a mapped person held that day.

        Where nothing was told of roles, or they are not to be asked, everybody has the step's own.
        """
        told = self._asks("roles") and (self.mapping.roles or self.mapping.people)
        if not told:
            return Actor(self._number(event), self.office_id, False, True, (_authority(move.by[0]),))
        held: tuple[Authority, ...] = ()
        person = self.people.get(event.resource)
        if person is not None:
            held = self.powers(person, on)
        role = self.mapping.roles.get(self._role(event))
        if role is not None:
            held = (*held, _authority(role))
        return Actor(self._number(event), self.office_id, False, True, held)

    def _number(self, event: Event) -> int:
        """The same for the same person; one that names nobody is somebody else each time."""
        if not event.resource or event.resource in self.mapping.nobody:
            self._alone -= 1
            return self._alone
        person = self.people.get(event.resource)
        return person or self._numbers.setdefault(event.resource, 10**9 + len(self._numbers))

    def _given(self, event: Event, meaning: Meaning) -> Given:
        reason = event.attributes.get(self.mapping.reason_from, ("", ""))[1] or meaning.reason
        if event.activity not in self._facts:
            self._facts[event.activity] = canonical_facts(dict(meaning.facts))
        return Given(
            reason=reason,
            facts=self._facts[event.activity],
            documents=frozenset(meaning.documents),
            justifications=meaning.justifications,
        )

    def _situation(
        self,
        event: Event,
        move: Transition,
        authority: Authority,
        at: Standing,
        given: Given,
        actor: Actor,
    ) -> Situation:
        assert event.at is not None
        on, year = bangkok_date(event.at), fiscal_year_of(bangkok_date(event.at))
        item = ItemNow(
            *(self.office_id, self.given.kind, None, None, None, 0, "", "", year.be, None),
            *(at.state, at.steps, "", None, year.end, on, at.last or event.at),
        )
        cursor: Any = Closed()
        reading = Reading(cursor, item, Head(), 0, actor)
        # What would be read when first asked for lies ready.
        reading.facts, reading.parent_facts = tuple(at.facts), ()
        reading.documents, reading.performed = tuple(at.documents), tuple(at.performed)
        return alone(reading, self.given, move, authority, on, given)

    def _missing(self, situation: Situation) -> Judged | None:
        """The first thing the step lacks, of those that are to be asked: its reason, papers, other guards."""
        move, justified = situation.move, situation.given.justifications
        if self._asks("reason") and move.needs_reason and not situation.given.reason.strip():
            return Judged(Reason.REASON_MISSING)
        if self._asks("documents"):
            for code in move.documents:
                if not situation.has_document(code):
                    return Judged(Reason.DOCUMENT_MISSING, code)
        for use in move.guards if self._asks("guards") else ():
            if use.name == "reason_given" or (use.strength is Strength.SOFT and justified.get(use.name)):
                continue
            try:
                if ask(situation, use) is not None:
                    return Judged(Reason.GUARD, use.name)
            except LooksFurther:
                self.unjudged[use.name] += 1
        return None


def _authority(role: str) -> Authority:
    """The role as the log tells it: of the whole office, for the log does not say whose."""
    return Authority(0, role, None, None, IMPORTED)
