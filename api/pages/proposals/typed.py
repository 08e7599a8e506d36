"""A section of the proposal as the fields of its form, and read back from what was typed into them."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from api.pages.items.typed import typed_day
from states.thai import medium_date, money
from workflow.errors import BadDate, BadInput, Refused
from workflow.form_drafts import Fields
from workflow.money.lines import NewLine
from workflow.proposals.fields import FormActivity, FormIndicator
from workflow.proposals.months import MONTHS
from workflow.proposals.sections import SECTIONS, Kept
from workflow.sheets.cells import BadCell, read_amount

ROWS: Final = {"activities": "activity", "budget": "line", "indicators": "indicator"}
BLANK_ROWS: Final = 2
MOST_ROWS: Final = 400
_QUARTERS: Final = (1, 2, 3, 4)
_MEASURES: Final = ("indicator", "target", "method", "tool")


class Misread(Exception):
    """What is wrong with one field of a form: the refusal, and the field's name there."""

    def __init__(self, error: Refused, place: str) -> None:
        super().__init__(error, place)
        self.error = error
        self.place = place


@dataclass(frozen=True, slots=True)
class Filled:
    """The fields of a form by name, to fill it in with."""

    fields: Fields

    def __getitem__(self, name: str) -> str:
        return next((text for known, text in self.fields if known == name), "")

    def all(self, name: str) -> list[str]:
        return [text for known, text in self.fields if known == name]

    def rows(self, section: str, blank: int = BLANK_ROWS) -> range:
        """The numbers of the rows to show: those filled in, and some to go on with."""
        start = f"{ROWS[section]}-"
        numbers = [int(name.removeprefix(start)) for name, _ in self.fields if _numbered(name, start)]
        return range(1, min(MOST_ROWS, max(numbers, default=0) + blank) + 1)


def _numbered(name: str, start: str) -> bool:
    number = name.removeprefix(start)
    return name.startswith(start) and number.isascii() and number.isdecimal() and len(number) < 5


def fields_of(kept: Kept, section: str) -> Fields:
    """The section as its form shows it; `typed_into` reads the same section back."""
    return tuple(_FIELDS.get(section, _texts)(kept, section))


def _texts(kept: Kept, section: str) -> Iterator[tuple[str, str]]:
    for name in SECTIONS[section].fields:
        yield name, getattr(kept.form, name)


def _frame(kept: Kept, section: str) -> Iterator[tuple[str, str]]:
    yield "title", kept.title
    yield "owner", str(kept.owner_id or "")
    yield "starts_on", _day(kept.starts_on)
    yield "ends_on", _day(kept.ends_on)
    yield "work_plan", kept.form.work_plan
    yield "nature", kept.form.nature


def _goals(kept: Kept, section: str) -> Iterator[tuple[str, str]]:
    for kind, code in kept.form.goals:
        yield "goal", f"{kind}:{code}"


def _activities(kept: Kept, section: str) -> Iterator[tuple[str, str]]:
    for number, each in enumerate(kept.form.activities, start=1):
        yield f"activity-{number}", each.title
        for month in each.months:
            yield f"months-{number}", str(month)


def _indicators(kept: Kept, section: str) -> Iterator[tuple[str, str]]:
    for number, each in enumerate(kept.form.indicators, start=1):
        texts = (each.name, each.target, each.method, each.tool)
        for name, text in zip(_MEASURES, texts, strict=True):
            yield f"{name}-{number}", text


def _budget(kept: Kept, section: str) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(kept.lines, start=1):
        yield f"line-{number}", f"{line.category}/{line.sub}"
        yield f"fund-{number}", line.fund
        yield f"amount-{number}", baht(line.satang)
    for quarter, satang in zip(_QUARTERS, kept.plan or (), strict=False):
        yield f"quarter-{quarter}", baht(satang)


_FIELDS: Final[dict[str, Callable[[Kept, str], Iterator[tuple[str, str]]]]] = {
    "frame": _frame,
    "alignment": _goals,
    "activities": _activities,
    "indicators": _indicators,
    "budget": _budget,
}


def typed_into(fields: Fields, section: str, kept: Kept) -> Kept:
    """`kept` with the section as typed. Raises Misread."""
    by_name: dict[str, list[str]] = defaultdict(list)
    for name, text in fields:
        by_name[name].append(text)
    filled = {name: texts[0] for name, texts in by_name.items()}
    if section == "frame":
        return _typed_frame(filled, kept)
    if section == "budget":
        return _typed_budget(filled, kept)
    form: dict[str, Any]
    if section == "alignment":
        form = {"goals": tuple(_goal(text) for text in by_name["goal"])}
    elif section == "activities":
        form = {"activities": tuple(_typed_activities(filled, by_name))}
    elif section == "indicators":
        form = {"indicators": tuple(_typed_indicators(filled))}
    else:
        form = {name: filled.get(name, "") for name in SECTIONS[section].fields}
    return replace(kept, form=replace(kept.form, **form))


def _typed_frame(filled: dict[str, str], kept: Kept) -> Kept:
    owner = filled.get("owner", "")
    if owner and not (owner.isascii() and owner.isdecimal() and len(owner) < 10):
        raise Misread(BadInput("owner", "unknown", owner[:80]), "owner")
    form = replace(kept.form, work_plan=filled.get("work_plan", ""), nature=filled.get("nature", ""))
    return replace(
        kept,
        form=form,
        title=filled.get("title", kept.title),
        owner_id=int(owner) if owner else kept.owner_id,
        starts_on=_typed_day("starts_on", filled) or kept.starts_on,
        ends_on=_typed_day("ends_on", filled) or kept.ends_on,
    )


def _typed_day(name: str, filled: dict[str, str]) -> datetime.date | None:
    try:
        return typed_day(filled.get(name, ""))
    except BadDate as error:
        raise Misread(error, name) from error


def _goal(text: str) -> tuple[str, str]:
    kind, _, code = text.partition(":")
    return kind, code


def _numbers(filled: dict[str, str], start: str) -> list[int]:
    numbers = {int(name.removeprefix(start)) for name in filled if _numbered(name, start)}
    return sorted(numbers)


def _typed_activities(filled: dict[str, str], several: dict[str, list[str]]) -> Iterator[FormActivity]:
    for number in _numbers(filled, "activity-"):
        title, months = filled[f"activity-{number}"], several.get(f"months-{number}", [])
        if not title.strip() and not months:
            continue
        if not title.strip():
            raise Misread(BadInput("activities", "empty", ""), f"activity-{number}")
        wrong = [each for each in months if each not in {str(month) for month in MONTHS}]
        if wrong:
            raise Misread(BadInput("months", "out_of_range", wrong[0][:80]), f"activity-{number}")
        yield FormActivity(title, tuple(sorted({int(each) for each in months})))


def _typed_indicators(filled: dict[str, str]) -> Iterator[FormIndicator]:
    for number in _numbers(filled, "indicator-"):
        name, *rest = (filled.get(f"{part}-{number}", "") for part in _MEASURES)
        if not name.strip() and not any(text.strip() for text in rest):
            continue
        if not name.strip():
            raise Misread(BadInput("indicators", "empty", ""), f"indicator-{number}")
        yield FormIndicator(name, *rest)


def _typed_budget(filled: dict[str, str], kept: Kept) -> Kept:
    lines = tuple(_typed_lines(filled))
    typed = [_amount(filled, f"quarter-{quarter}") for quarter in _QUARTERS]
    plan = tuple(satang or 0 for satang in typed) if any(satang is not None for satang in typed) else ()
    return replace(kept, lines=lines, plan=plan)


def _typed_lines(filled: dict[str, str]) -> Iterator[NewLine]:
    for number in _numbers(filled, "line-"):
        what, fund = filled[f"line-{number}"], filled.get(f"fund-{number}", "")
        satang = _amount(filled, f"amount-{number}")
        if not what and not fund and satang is None:
            continue
        if not what:
            raise Misread(BadInput("sub", "empty", ""), f"line-{number}")
        if not fund:
            raise Misread(BadInput("fund", "empty", ""), f"fund-{number}")
        if satang is None:
            raise Misread(BadInput("amount", "empty", ""), f"amount-{number}")
        category, _, sub = what.partition("/")
        yield NewLine(fund, category, sub, satang)


def _amount(filled: dict[str, str], place: str) -> int | None:
    try:
        return read_amount(filled.get(place, ""))
    except BadCell as error:
        raise Misread(BadInput("amount", "unfit", error.shown[:80]), place) from error


def baht(satang: int) -> str:
    """`20,000` or `20,000.50`: as people type it, which the form's sums read again."""
    return money(satang).removesuffix(".00")


def _day(day: datetime.date | None) -> str:
    return medium_date(day) if day else ""
