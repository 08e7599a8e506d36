"""Replays a case as recorded past: the same machine says where each event leads, and what it refuses."""

import datetime

from msgspec import Struct

from states.machine import Graph, graph
from workflow.arriving.judging import Judge
from workflow.arriving.log import Case, Event
from workflow.arriving.reasons import Reason
from workflow.arriving.rules import Rules
from workflow.arriving.soundness import Sieve, sound
from workflow.arriving.standing import Standing


class Taken(Struct, frozen=True):
    """An event that fits: the step it was. `dwell` are the seconds since the event before, by the log."""

    event: Event
    trigger: str
    from_state: str
    to_state: str
    reason: str = ""
    dwell: int | None = None


class Apart(Struct, frozen=True):
    """An event that the definition would have refused, and why."""

    event: Event
    reason: Reason
    detail: str = ""


class Replayed(Struct, frozen=True):
    """What became of the events of one case."""

    case: Case
    taken: tuple[Taken, ...]
    apart: tuple[Apart, ...]
    state: str


class Replayer:
    """Holds cases of one log against its rules. `until` is the moment of the import."""

    def __init__(self, rules: Rules, judge: Judge | None, until: datetime.datetime) -> None:
        self._rules, self._judge, self._until = rules, judge, until
        self._graph: Graph = graph(rules.past)

    def replay(self, case: Case, standing: Standing | None = None) -> Replayed:
        """The case's events, each as the next step from where the ones taken before it led."""
        at = standing or Standing(self._rules.past.initial)
        sieve = Sieve(self._until, at.last)
        final = self._final(case)
        taken: list[Taken] = []
        apart: list[Apart] = []
        for event in case.events:
            fault = sieve.fault(event)
            step = Apart(event, fault) if fault else self._step(event, at, last=event.number == final)
            if isinstance(step, Apart):
                apart.append(step)
                continue
            taken.append(step)
            at.state, at.last, sieve.last = step.to_state, event.at, event.at
            at.steps += 1
        return Replayed(case, tuple(taken), tuple(apart), at.state)

    def _final(self, case: Case) -> int:
        """The number of the event with which an observed case ended."""
        if self._rules.observed is None:
            return 0
        return max((event.number for event in sound(case, self._until)), default=0)

    def _step(self, event: Event, at: Standing, *, last: bool) -> Taken | Apart:
        trigger = self._rules.trigger(event.activity, last=last)
        if trigger is None:
            return Apart(event, Reason.UNKNOWN_ACTIVITY)
        past = self._rules.past
        target = self._graph.target(at.state, trigger)
        if target is None:
            ended = past.is_end(at.state)
            return Apart(event, Reason.AFTER_END if ended else Reason.NOT_OPEN, at.state)
        given_reason = ""
        if self._judge is not None:
            judged = self._judge.weigh(event, trigger, at)
            if judged.refusal is not None:
                return Apart(event, judged.refusal, judged.detail)
            given_reason = judged.reason
        dwell = None if at.last is None or event.at is None else int((event.at - at.last).total_seconds())
        return Taken(event, trigger, at.state, target, given_reason, dwell)
