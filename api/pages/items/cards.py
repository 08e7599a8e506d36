"""Prepares the steps that start where an item stands: what each needs, in fields to fill in."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from api.pages.items.typed import Typed
from api.pages.refusals import said
from api.pages.words import Words
from states.catalogue import catalogue
from states.main_path import Way
from states.model import Definition, Strength
from workflow.decision import Offer
from workflow.errors import Denial, Missing, NotAllowed
from workflow.models import Obligation
from workflow.timing import Ahead, comes_later


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to type or attach. `shape`: text, long, yes_no, date, number, list, fraction or file."""

    id: str
    name: str
    label: str
    shape: str
    value: str = ""
    problem: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Need:
    """One thing a step still lacks: what it is, who can help, and the fields that supply it."""

    code: str
    label: str
    detail: str
    soft: bool
    supplied_by: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One step as the page shows it; `tone`: main, on, back or end.

    `later` says that its time has not come.
    """

    trigger: str
    label: str
    target: str
    status: str
    missing: str
    tone: str
    denial: str
    denial_code: str
    who: str
    needs: tuple[Need, ...]
    reason: Field
    needs_reason: bool
    on: Field
    may_record: bool
    open: bool
    warning: str
    later: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """What was typed into one step's form and what was wrong with it, by field name."""

    typed: Typed | None = None
    problems: Mapping[str, str] = field(default_factory=dict)

    def of(self, trigger: str) -> "Form":
        """The same for the step it was typed for; empty for every other."""
        return self if self.typed is not None and self.typed.trigger == trigger else Form()


@dataclass(frozen=True, slots=True)
class Place:
    """Where the item stands, who looks, and what is owed on it."""

    definition: Definition
    state: str
    way: Way
    roles: frozenset[str]
    owed: Sequence[Obligation] = ()
    on: datetime.date = datetime.date.max


def cards(offers: Iterable[Offer], place: Place, words: Words, form: Form) -> list[Card]:
    """Hers before others', steps that lead on before steps back; the first of hers stands open."""
    made = [_card(each, place, words, form.of(each.move.trigger)) for each in offers]
    made.sort(key=lambda card: (card.status == "denied", _TONES.index(card.tone), card.status != "ready"))
    return made


_TONES = ("main", "on", "back", "end")


def _card(offer: Offer, place: Place, words: Words, form: Form) -> Card:
    move, typed = offer.move, form.typed
    trigger = move.trigger
    needs = tuple(_need(each, trigger, words, form) for each in offer.missing if each.code != "reason_given")
    reason = typed.reason if typed else ""
    fields = any(need.fields for need in needs)
    suppliers = {role for each in offer.missing for role in each.supplied_by}
    tone = _tone(offer, place)
    waits = tone == "main" and offer.missing
    later = comes_later(move, place.owed, place.on) if waits else None
    return Card(
        trigger=trigger,
        label=words.label(move.label),
        target=words.label(place.definition.by_state[move.target].label),
        status=offer.status,
        missing=" ".join(each.code for each in offer.missing),
        tone=tone,
        denial=denied(offer.denial, place, words) if offer.denial else "",
        denial_code=offer.denial.code if offer.denial else "",
        who=words.roles(move.by),
        needs=needs,
        reason=Field(
            f"{trigger}-reason",
            "reason",
            words("field_reason"),
            "long",
            reason,
            form.problems.get("reason", ""),
        ),
        needs_reason=move.needs_reason,
        on=Field(
            f"{trigger}-on",
            "on",
            words("field_on"),
            "date",
            typed.on if typed else "",
            form.problems.get("on", ""),
            words.digits(words("hint_on")),
        ),
        may_record=fields and (offer.denial is None or bool(suppliers & place.roles)),
        open=typed is not None or (offer.denial is None and tone == "main" and not later),
        warning=words("warning_end") if tone == "end" else "",
        later=_later(later, place, words) if later else "",
    )


def _later(later: Ahead, place: Place, words: Words) -> str:
    before = words.label(place.definition.duty[later.first.code].label)
    due, first = words.date(later.due_on), words.date(later.first.due_on)
    return words("step_later", due=due, duty=words.digits(before), first=first)


def _tone(offer: Offer, place: Place) -> str:
    move = offer.move
    if place.definition.is_end(move.target) and move.target not in place.way.left:
        return "end"
    if move.send_back:
        return "back"
    return "main" if place.way.leads_on(place.state, move) else "on"


def _need(missing: Missing, trigger: str, words: Words, form: Form) -> Need:
    paper = missing.code in catalogue().documents and missing.code in missing.facts
    made = (
        _paper_fields(missing.code, trigger, words, form)
        if paper
        else _fact_fields(missing, trigger, words, form)
    )
    if missing.strength is Strength.SOFT:
        made += (_justification(missing.code, trigger, words, form),)
    return Need(
        code=missing.code,
        label=words.label(missing.label),
        detail=words.label(missing.detail) if missing.detail else "",
        soft=missing.strength is Strength.SOFT,
        supplied_by=words.roles(missing.supplied_by) if missing.supplied_by else "",
        fields=made,
    )


def _fact_fields(missing: Missing, trigger: str, words: Words, form: Form) -> tuple[Field, ...]:
    typed = form.typed
    return tuple(
        Field(
            f"{trigger}-fact-{key}",
            f"fact:{key}",
            words.fact(key) if words.has(f"fact_{key}") else words("field_where_shown"),
            kind,
            typed.facts.get(key, "") if typed else "",
            form.problems.get(key, ""),
            words.digits(words(f"hint_{kind}")),
        )
        for key, kind in missing.facts.items()
    )


def _paper_fields(code: str, trigger: str, words: Words, form: Form) -> tuple[Field, ...]:
    paper = form.typed.papers.get(code, "") if form.typed else ""
    problem = form.problems.get(code, "")
    return (
        Field(
            f"{trigger}-file-{code}",
            f"file:{code}",
            words("field_file"),
            "file",
            "",
            problem,
            words.digits(words("hint_file")),
        ),
        Field(
            f"{trigger}-paper-{code}",
            f"paper:{code}",
            words("field_paper"),
            "text",
            paper,
            "",
            words.digits(words("hint_paper")),
        ),
    )


def _justification(code: str, trigger: str, words: Words, form: Form) -> Field:
    text = form.typed.justifications.get(code, "") if form.typed else ""
    return Field(
        f"{trigger}-justify-{code}",
        f"justify:{code}",
        words("field_justify"),
        "long",
        text,
        "",
        words.digits(words("hint_justify")),
    )


def denied(denial: Denial, place: Place, words: Words) -> str:
    """Why she may not, in words: what stands in the way, and who may."""
    told = said(NotAllowed(denial), words.language, place.definition)
    return told.next if denial.code == "no_role" else told.line
