"""Changes, complaints and steps of a definition in the reader's words: no name of a program on a page."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Protocol

from api.pages.definitions.rules import rule_words
from api.pages.words import Words
from states.catalogue import catalogue
from states.difference import Change
from states.due_rules import BadRule
from states.filling import filled, marks
from states.findings import WORDS, Finding
from states.model import Definition, Duty, Label, Transition


@dataclass(frozen=True, slots=True)
class ChangeTold:
    """One change: what it is about, what is gone and what has come, in words."""

    what: str
    where: str
    gone: tuple[str, ...]
    come: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FindingTold:
    """One complaint in words, and the shortest way to see it: the names of its steps in order."""

    text: str
    way: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StepTold:
    """One step of a path as a row of a table."""

    name: str
    sources: tuple[str, ...]
    target: str
    who: tuple[str, ...]
    needs: tuple[tuple[str, bool], ...]  # what, and whether it is hard
    documents: tuple[str, ...]
    notices: tuple[str, ...]
    opens: tuple[str, ...]
    settles: tuple[str, ...]
    back: bool


@dataclass(frozen=True, slots=True)
class DutyTold:
    """One deadline: its name, when, and who owes it."""

    code: str
    name: str
    when: str
    who: str
    ladder: str


def steps_told(definition: Definition, t: Words) -> list[StepTold]:
    return [_step(definition, move, t) for move in definition.transitions]


def _step(definition: Definition, move: Transition, t: Words) -> StepTold:
    return StepTold(
        t.label(move.label),
        tuple(state_name(definition, name, t) for name in move.sources),
        state_name(definition, move.target, t),
        tuple(_role(name, t) for name in move.by if name != "system" or len(move.by) == 1),
        tuple((_guard(use.name, t), use.strength.value == "hard") for use in move.guards),
        tuple(t.document(code) for code in move.documents),
        tuple(_notice(code, t) for code in move.notices),
        tuple(_duty_name(definition, code, t) for code in move.opens),
        tuple(_duty_name(definition, code, t) for code in move.settles),
        move.send_back,
    )


def duties_told(definition: Definition, t: Words) -> list[DutyTold]:
    return [_duty(duty, t) for duty in definition.duties]


def _duty(duty: Duty, t: Words) -> DutyTold:
    known = catalogue().ladders.get(duty.ladder)
    who = t(f"defs_each_{duty.each}") if duty.each else _role(duty.owed_by, t)
    return DutyTold(duty.code, t.label(duty.label), when(duty, t), who, t.label(known.label) if known else "")


def when(duty: Duty, t: Words) -> str:
    """Its rule in a sentence; that it cannot be read, where it cannot."""
    try:
        return rule_words(duty.rule, t)
    except BadRule:
        return t("defs_rule_unreadable")


def route_told(definition: Definition, t: Words) -> list[str]:
    return [_asked(f"{step.body}:{step.action}", t) for step in definition.route]


def _asked(written: str, t: Words) -> str:
    body, _, action = written.partition(":")
    return f"{body_name(body, t)} ({t('defs_action_' + action)})"


def body_name(code: str, t: Words) -> str:
    known = catalogue().bodies.get(code)
    return t.label(known.label) if known else code


def state_name(definition: Definition, name: str, t: Words) -> str:
    known = definition.by_state.get(name)
    return t.label(known.label) if known else name


def _role(name: str, t: Words) -> str:
    return t.role(name) if name in catalogue().roles else name


def _guard(name: str, t: Words) -> str:
    known = catalogue().guards.get(name)
    return t.label(known.label) if known else name


def _duty_name(definition: Definition, code: str, t: Words) -> str:
    known = definition.duty.get(code)
    return t.label(known.label) if known else code


def changes_told(changes: Iterable[Change], old: Definition, new: Definition, t: Words) -> list[ChangeTold]:
    names = _Names(old, new, t)
    return [
        ChangeTold(
            t(f"defs_change_{change.what}"),
            names.where(change),
            tuple(names.value(change, each, old) for each in change.gone),
            tuple(names.value(change, each, new) for each in change.come),
        )
        for change in changes
    ]


class _Names:
    """What the names in a change are called."""

    def __init__(self, old: Definition, new: Definition, t: Words) -> None:
        self.old, self.new, self.t = old, new, t

    def where(self, change: Change) -> str:
        if change.what == "setting":
            return self.t(f"defs_setting_{change.name}")
        said = self.t.label(change.where)
        return f"{said}: {_guard(change.name, self.t)}" if change.what == "strength" else said

    def value(self, change: Change, name: str, definition: Definition) -> str:
        """One of the names that are gone or have come, as people say it."""
        if change.what == "deadline_rule":
            return when(definition.duty[change.name], self.t)
        said = _SAID.get(change.what)
        return said(definition, name, self.t) if said else name


def _notice(name: str, t: Words) -> str:
    """Its subject, without what only a certain paper fills in."""
    known = catalogue().notices.get(name)
    if known is None:
        return name
    text = known.label.in_language(t.language)
    return t.digits(filled(text, dict.fromkeys(marks(text), "")).strip(" :,“”"))


def _apart(definition: Definition, name: str, t: Words) -> str:
    return " + ".join(trigger_name(definition, each, t) for each in name.split(" + "))


def setting_words(value: str, t: Words) -> str:
    """`True`, `None` and lists as people say them."""
    plain = {"True": t("yes"), "False": t("no"), "None": t("defs_undecided")}
    parts = [
        t(f"defs_channel_{each}") if t.has(f"defs_channel_{each}") else each for each in value.split(" – ")
    ]
    return plain.get(value, t.digits(", ".join(parts)))


def trigger_name(definition: Definition, trigger: str, t: Words) -> str:
    found = next((move.label for move in definition.transitions if move.trigger == trigger), None)
    return t.label(found) if found else trigger


# What the names in a change of a sort are called.
_SAID: Final[Mapping[str, Callable[[Definition, str, Words], str]]] = {
    "route": lambda definition, name, t: _asked(name, t),
    "roles": lambda definition, name, t: _role(name, t),
    "deadline_owner": lambda definition, name, t: _role(name, t),
    "guards": lambda definition, name, t: _guard(name, t),
    "documents": lambda definition, name, t: t.document(name),
    "notices": lambda definition, name, t: _notice(name, t),
    "from": state_name,
    "to": state_name,
    "must_pass": state_name,
    "state_body": lambda definition, name, t: body_name(name, t),
    "deadline_opens": _duty_name,
    "deadline_settles": _duty_name,
    "strength": lambda definition, name, t: t(f"defs_{name}"),
    "separation": _apart,
    "setting": lambda definition, name, t: setting_words(name, t),
}


def findings_told(findings: Sequence[Finding], definition: Definition | None, t: Words) -> list[FindingTold]:
    return [_finding(each, definition, t) for each in findings]


def _finding(finding: Finding, definition: Definition | None, t: Words) -> FindingTold:
    name, where = _called(finding.name, definition, t), _called(finding.where, definition, t)
    said = WORDS[finding.code][1 if t.language == "en" else 0].format(name=name, where=where)
    steps = tuple(
        trigger_name(definition, each, t) if definition else each for each in finding.counterexample
    )
    return FindingTold(t.digits(said), steps)


def _called(name: str, definition: Definition | None, t: Words) -> str:
    """What a name in a complaint is called, whatever it names."""
    if not name:
        return ""
    if definition is not None:
        if name in definition.by_state:
            return f"“{state_name(definition, name, t)}”"
        if name in definition.triggers:
            return f"“{trigger_name(definition, name, t)}”"
        if name in definition.duty:
            return f"“{_duty_name(definition, name, t)}”"
    label = _known().get(name)
    return f"“{t.label(label)}”" if label else f"“{name}”"


class _Labelled(Protocol):
    """Whatever of the catalogue has a name for people."""

    @property
    def label(self) -> Label: ...


@lru_cache(maxsize=1)
def _known() -> Mapping[str, Label]:
    words = catalogue()
    sorts: Sequence[Mapping[str, _Labelled]] = (
        words.roles,
        words.bodies,
        words.guards,
        words.documents,
        words.notices,
        words.deadlines,
    )
    return {name: entry.label for sort in sorts for name, entry in sort.items()}


def walked(definition: Definition, way: Sequence[str]) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """The states and the (state, step) pairs along the triggers of `way`, as far as they lead."""
    here = definition.initial
    states, steps = [here], []
    for trigger in way:
        move = definition.moves.get((here, trigger))
        if move is None:
            break
        steps.append((here, trigger))
        here = move.target
        states.append(here)
    return tuple(states), tuple(steps)
