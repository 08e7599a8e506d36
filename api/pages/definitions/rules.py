"""Deadlines as an office says them, and as fields that it may change."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from api.pages.words import Words
from states import thai
from states.due_rules import (
    AfterEnd,
    AfterOpening,
    By,
    DayCount,
    Occurrences,
    QuarterEnd,
    Window,
    parse_rule,
)
from states.fiscal import YearDay, parse_year_day
from states.thai import arabic_digits
from states.workdays import Roll
from workflow.errors import BadInput

_MOST_DAYS = 366


@dataclass(frozen=True, slots=True)
class DayField:
    """One day of the fiscal year that may be changed: its place in the rule, day and month."""

    name: str
    day: int
    month: int


@dataclass(frozen=True, slots=True)
class RuleFields:
    """What of a rule may be changed: its days of the year, and its number of days."""

    days: tuple[DayField, ...]
    plus_days: int | None
    counts_working: bool


def rule_words(rule: Mapping[str, object], t: Words) -> str:
    """The rule in a sentence: `ภายใน 31 ต.ค. ถ้าตรงวันหยุดเลื่อนเป็นวันทำการถัดไป`."""
    read = parse_rule(rule)
    said = _said(read, t)
    if read.roll is not Roll.NONE:
        said += " " + t(f"defs_roll_{read.roll.value}")
    return said


def _said(rule: Any, t: Words) -> str:
    if isinstance(rule, By):
        return t("defs_rule_by", day=_day(rule.by, t))
    if isinstance(rule, Window):
        return t("defs_rule_window", opens=_day(rule.opens, t), closes=_day(rule.closes, t))
    if isinstance(rule, Occurrences):
        return t("defs_rule_occurrences", days=", ".join(_day(each, t) for each in rule.each))
    count = t("defs_days_working" if rule.days is DayCount.WORKING else "defs_days", count=rule.plus_days)
    if isinstance(rule, QuarterEnd):
        return t("defs_rule_quarter", count=count)
    if isinstance(rule, AfterEnd):
        said = t("defs_rule_end", count=count)
        return said + (" " + t("defs_rule_latest", day=_day(rule.latest, t)) if rule.latest else "")
    assert isinstance(rule, AfterOpening)
    return t("defs_rule_opening", count=count)


def _day(day: YearDay, t: Words) -> str:
    name = (thai.month_name if t.preferences.thai else thai.month_name_en)(day.month, short=True)
    said = f"{t.digits(day.day)} {name}"
    return f"{said} {t('defs_next_year')}" if day.after_end else said


def fields_of(rule: Mapping[str, object]) -> RuleFields:
    """What an office may change in a rule of this sort."""
    read: Any = parse_rule(rule)
    days = tuple(DayField(str(place), each.day, each.month) for place, each in enumerate(_days(read)))
    plus = None if isinstance(read, By | Window | Occurrences) else read.plus_days
    return RuleFields(days, plus, read.days is DayCount.WORKING)


def _days(rule: Any) -> tuple[YearDay, ...]:
    if isinstance(rule, By):
        return (rule.by,)
    if isinstance(rule, Window):
        return (rule.opens, rule.closes)
    if isinstance(rule, Occurrences):
        return rule.each
    latest: YearDay | None = getattr(rule, "latest", None)
    return (latest,) if latest else ()


def typed_rule(code: str, rule: Mapping[str, object], typed: Mapping[str, str]) -> dict[str, object]:
    """The rule with what was typed in its fields; raises BadInput for what is no day or no number."""
    read: Any = parse_rule(rule)
    days = [_typed_day(code, place, each, typed) for place, each in enumerate(_days(read))]
    if isinstance(read, By):
        return replace(read, by=days[0]).to_mapping()
    if isinstance(read, Window):
        return replace(read, opens=days[0], closes=days[1]).to_mapping()
    if isinstance(read, Occurrences):
        return replace(read, each=tuple(days)).to_mapping()
    read = replace(read, plus_days=_number(code, read.plus_days, typed))
    if days:
        read = replace(read, latest=days[0])
    found: dict[str, object] = read.to_mapping()
    return found


def _number(code: str, before: int, typed: Mapping[str, str]) -> int:
    text = arabic_digits(typed.get(f"plus:{code}", str(before))).strip()
    if not text.isdecimal() or int(text) > _MOST_DAYS:
        raise BadInput("defs_plus", "out_of_range", text[:20])
    return int(text)


def _typed_day(code: str, place: int, before: YearDay, typed: Mapping[str, str]) -> YearDay:
    day = arabic_digits(typed.get(f"day:{code}:{place}", str(before.day))).strip()
    month = typed.get(f"month:{code}:{place}", str(before.month))
    try:
        found = YearDay(int(day), int(month))
        # October to December stays in the year it was meant in; other months have one place only.
        return parse_year_day(str(replace(found, after_end=before.after_end and found.month >= 10)))
    except (ValueError, IndexError):
        raise BadInput("defs_day", "out_of_range", f"{day}/{month}"[:20]) from None


def same_rule(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """Whether two mappings say the same, in whatever words."""
    return parse_rule(one) == parse_rule(other)
