"""Puts a refusal where it belongs on a form: which field, in which words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from api.pages.items.typed import Typed
from api.pages.words import Words
from api.words import explain
from states.model import Definition, Label
from workflow.errors import BadDate, BadEvidence, Missing, StepRefused, TooLong

# A step's own name after what people call it, and a date as programs write it.
_FOR_PROGRAMS: Final = re.compile(r"(?<=”) \([a-z][a-z0-9_]*\)| = \d{4}-\d\d-\d\d\b")
# What to do next in a form, where a program is told otherwise.
_ON_PAGES: Final = {
    "unreadable_date": Label(
        "กรอกวัน เดือน ปี พ.ศ. เช่น 15 ต.ค. 2561 หรือ 15/10/2561 แล้วส่งใหม่",
        "Type day, month and year, such as 15 Oct 2018 or 15/10/2561, and send it again.",
    ),
    "wrong_era": Label(
        "ตรวจปี แล้วกรอกเป็น พ.ศ. เช่น 2561", "Check the year: Buddhist Era, such as 2561, or Common Era, 2018."
    ),
    "retention_not_held": Label(
        "ตรวจรายการที่ระงับไว้บนหน้านี้ แล้วเลือกใหม่", "See what is held back on this page, and choose again."
    ),
    "evidence_not_yes_no": Label("เลือก “ใช่” หรือ “ไม่ใช่”", "Choose yes or no."),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the error summary; `anchor` is the id of the field it speaks of, or empty."""

    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Said:
    """A refusal in the reader's language: what happened, the particulars, what to do next."""

    title: str
    text: str
    next: str

    @property
    def line(self) -> str:
        return " ".join(part for part in (self.text or self.title, self.next) if part)


def said(error: Exception, language: str, definition: Definition | None = None) -> Said:
    """`error` in words; with the item's definition steps are called by name, without a program's word."""
    told = explain(error, definition)
    title, text, following = told.title_th, told.th, told.next_th
    if language == "en":
        title, text, following = told.title_en, told.en, told.next_en
    if told.code in _ON_PAGES:
        following = _ON_PAGES[told.code].in_language(language)
    return Said(title, _FOR_PROGRAMS.sub("", text), _FOR_PROGRAMS.sub("", following))


def lines_of(error: Exception, typed: Typed, words: Words) -> tuple[Sequence[Line], Mapping[str, str]]:
    """The lines of the summary, and the problem of each field by its evidence key, `on` or `reason`."""
    if isinstance(error, StepRefused):
        lines = [_missing(each, typed.trigger, words) for each in error.missing]
        return lines, {
            key: line.text for each, line in zip(error.missing, lines, strict=True) for key in _keys(each)
        }
    key, anchor = _field(error, typed)
    if not key:
        return (), {}
    text = said(error, words.language).line
    return (Line(text, anchor),), {key: text}


def _missing(missing: Missing, trigger: str, words: Words) -> Line:
    label = words.label(missing.label)
    text = f"{label}: {words.label(missing.detail)}" if missing.detail else label
    key = next(iter(_keys(missing)), "")
    if key == "reason":
        return Line(text, f"{trigger}-reason")
    if not key:
        return Line(text, f"{trigger}-need-{missing.code}")
    return Line(
        text, f"{trigger}-{'file' if key == missing.code and not _is_fact(missing) else 'fact'}-{key}"
    )


def _is_fact(missing: Missing) -> bool:
    """Guards name who can supply their facts; papers name nobody."""
    return bool(missing.supplied_by)


def _keys(missing: Missing) -> tuple[str, ...]:
    return ("reason",) if missing.code == "reason_given" else tuple(missing.facts)


def _field(error: Exception, typed: Typed) -> tuple[str, str]:
    """The field a refusal speaks of: its key and its id."""
    if isinstance(error, BadEvidence):
        where = "fact" if error.key in typed.facts else "file" if error.key in typed.files else "paper"
        return error.key, f"{typed.trigger}-{where}-{error.key}"
    if isinstance(error, BadDate):
        dated = next((key for key, text in typed.facts.items() if text[:80] == error.text), "")
        return (dated, f"{typed.trigger}-fact-{dated}") if dated else ("on", f"{typed.trigger}-on")
    if isinstance(error, TooLong) and error.name == "reason":
        return "reason", f"{typed.trigger}-reason"
    return "", ""
