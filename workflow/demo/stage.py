"""Where the sample year is played: each kind of happening knows how, every step goes through the engine."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import singledispatch

from sqlmodel import Session

from workflow import definitions, engine
from workflow.changes import Hand
from workflow.decision import offer
from workflow.demo.cast import Cast
from workflow.demo.invented import REASON, Scene, supply
from workflow.demo.sample import Meeting, Sample
from workflow.engine import Moved
from workflow.models import Item
from workflow.situation import Given, read


@dataclass
class Stage:
    """The office in which the year is played; `ids` are its papers by code."""

    session: Session
    sample: Sample
    cast: Cast
    ids: dict[str, int] = field(default_factory=dict)

    @property
    def plan(self) -> str:
        """The code of the year's annual plan."""
        return next(event.item for event in self.sample.events if event.kind == "annual_plan")

    def hand(self, by: str, at: datetime.datetime) -> Hand:
        """The person of an account, acting at a moment."""
        return Hand(self.cast.person(by), at)

    def item(self, code: str) -> Item:
        """The paper of this code, as it stands now."""
        row = self.session.get_one(Item, self.ids[code])
        self.session.refresh(row)
        return row


@singledispatch
def play(happening: object, stage: Stage) -> str:
    """Lets a happening take place; what it was, in a word. Raises whatever the engine refuses."""
    raise TypeError(f"nobody knows how to play {type(happening).__name__}")


def step(
    stage: Stage,
    code: str,
    trigger: str,
    hand: Hand,
    *,
    reason: str = "",
    known: Mapping[str, str] | None = None,
    meeting: Meeting | None = None,
    on: datetime.date | None = None,
) -> Moved:
    """One step of a paper. What guards and papers still miss beyond `known` is invented, and marked so."""
    wanted = ask(stage, code, trigger, hand, reason=reason, known=known, meeting=meeting)
    return engine.advance(
        stage.session,
        stage.ids[code],
        trigger,
        by=hand.by,
        at=hand.at,
        on=on,
        reason=wanted.reason,
        evidence=wanted.facts,
        justifications=wanted.justifications,
        synthetic=bool(wanted.facts or wanted.justifications),
    )


def ask(
    stage: Stage,
    code: str,
    trigger: str,
    hand: Hand,
    *,
    reason: str = "",
    known: Mapping[str, str] | None = None,
    meeting: Meeting | None = None,
) -> Given:
    """What a step asks for, `known` first; what is still missing is invented."""
    item = stage.item(code)
    definition = definitions.by_hash(stage.session, item.definition_hash)
    move = definition.moves[item.state, trigger]
    reading = read(stage.session, item.id, hand.by, hand.day)
    given = Given(reason=reason, facts=known or {})
    weighed = offer(stage.session, reading, definition, move, on=hand.day, given=given)
    scene = Scene(definition, tuple(stage.sample.groups), hand.day, meeting)
    facts, justifications = supply(weighed.missing, scene)
    return Given(
        reason=reason or (REASON if move.needs_reason else ""),
        facts={**facts, **(known or {})},
        justifications=justifications,
    )
