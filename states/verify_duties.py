"""Checks the obligations of a definition: each can be computed, falls in its year, opens and is settled."""

import datetime
from collections.abc import Iterator, Mapping

from states.catalogue import Catalogue
from states.due import BadRule, Calendar, Due, Rule, due_dates, parse_rule
from states.findings import Finding
from states.fiscal import FiscalYear
from states.model import Definition, Duty
from states.paths import reachable_from

# A deadline that holds for these years holds for a working life: they meet every weekday pattern.
_YEARS = range(2560, 2589)
_PLAIN_CALENDAR = Calendar(version="weekends-only", holidays={})


def duty_findings(
    definition: Definition, words: Catalogue, ways: Mapping[str, tuple[str, ...]]
) -> Iterator[Finding]:
    """Complaints about deadlines, with the triggers after which each would be opened."""
    for duty in definition.duties:
        opened_at = [definition.initial] if duty.code in definition.opening_duties else []
        opened_at += [move.target for move in definition.transitions if duty.code in move.opens]
        for code, name, where in _complaints(definition, duty, words, opened_at):
            shown = where if code == "never_settled" else next(iter(opened_at), "")
            yield Finding(code, definition.kind, definition.profile, name, where, ways.get(shown, ()))
    for move in definition.transitions:
        for code in move.settles_on_parent:
            if code not in words.deadlines:
                source = next((each for each in move.sources if each in ways), None)
                way = (*ways[source], move.trigger) if source else ()
                yield Finding(
                    "unknown_deadline", definition.kind, definition.profile, code, move.trigger, way
                )


def _complaints(
    definition: Definition, duty: Duty, words: Catalogue, opened_at: list[str]
) -> Iterator[tuple[str, str, str]]:
    if duty.owed_by not in words.roles or not words.roles[duty.owed_by].acts:
        yield "unknown_role", duty.owed_by, duty.code
    if not opened_at:
        yield "never_opened", duty.code, ""
    settled_at = {move.target for move in definition.transitions if duty.code in move.settles}
    for state in opened_at if duty.each != "reader" else ():  # each reader answers for herself
        if state in definition.by_state and not settled_at & reachable_from(definition, state):
            yield "never_settled", duty.code, state
    if duty.code not in words.deadlines:
        yield "unknown_deadline", duty.code, ""
        return
    yield from _dates(duty)


def _dates(duty: Duty) -> Iterator[tuple[str, str, str]]:
    """The first year in which the deadline cannot be computed or falls outside its window."""
    try:
        rule = parse_rule(duty.rule)
        for be in _YEARS:
            year = FiscalYear(be)
            for due in _every_due(rule, year):
                if not year.start <= due.on <= year.window_end:
                    yield "deadline_outside_year", duty.code, due.on.isoformat()
                    return
    except BadRule as error:
        yield "deadline_unusable", duty.code, _fault(error)


def _fault(error: BadRule) -> str:
    """Where the rule goes wrong, as it is written in the file: the same in both languages."""
    if error.key is None:
        return ", ".join(f"{key}: {value}" for key, value in dict(error.value).items()) or "rule"  # type: ignore[call-overload]
    return f"{error.key}: {error.value}"


def _every_due(rule: Rule, year: FiscalYear) -> Iterator[Due]:
    """The due dates for each quarter, and for items that end on the first and on the last day."""
    ends: tuple[datetime.date, ...] = (year.start, year.end)
    for quarter in (1, 2, 3, 4):
        for ends_on in ends:
            yield from due_dates(
                rule,
                fiscal_year=year,
                quarter=quarter,
                ends_on=ends_on,
                opened_on=year.start,
                calendar=_PLAIN_CALENDAR,
            )
