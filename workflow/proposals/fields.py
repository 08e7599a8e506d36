"""The proposal form as a value: its fields in the order of the paper form, and how they are tidied."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from states.model import Label
from workflow.errors import BadInput
from workflow.facts import limited
from workflow.proposals.months import MONTHS

NATURES: Final = ("new", "continuing")
LONGEST_TEXT: Final = 10_000
LONGEST_NAME: Final = 500
MOST_ACTIVITIES: Final = 60
MOST_INDICATORS: Final = 30
MOST_GOALS: Final = 60


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of the paper form: its number there (DOMAIN 3.7), its names, and how long it may be.

    A limit of 0 marks what is no text of the form's own: the item's dates and owner, lists, the budget.
    """

    number: int
    label: Label
    limit: int = 0


# Three fields share number 11 (เป้าหมาย): for whom, how many, how well.
FIELDS: Final = {
    "work_plan": FormField(2, Label("แผนงาน", "Work plan"), LONGEST_NAME),
    "goals": FormField(3, Label("กลยุทธ์และมาตรฐานที่สนอง", "Strategy and standard served")),
    "owner": FormField(6, Label("ผู้รับผิดชอบ", "Owner")),
    "nature": FormField(7, Label("ลักษณะโครงการ", "New or continuing"), 20),
    "dates": FormField(8, Label("ระยะเวลาดำเนินการ", "Dates")),
    "rationale": FormField(9, Label("หลักการและเหตุผล", "Rationale"), LONGEST_TEXT),
    "objectives": FormField(10, Label("วัตถุประสงค์", "Objectives"), LONGEST_TEXT),
    "target_group": FormField(11, Label("กลุ่มเป้าหมาย", "Target group"), LONGEST_TEXT),
    "quantity": FormField(11, Label("เป้าหมายเชิงปริมาณ", "Quantity target"), LONGEST_TEXT),
    "quality": FormField(11, Label("เป้าหมายเชิงคุณภาพ", "Quality target"), LONGEST_TEXT),
    "activities": FormField(12, Label("กิจกรรม", "Activities")),
    "lines": FormField(13, Label("งบประมาณ", "Budget")),
    "indicators": FormField(14, Label("ตัวชี้วัดความสำเร็จ", "Success indicators")),
    "risks": FormField(15, Label("ความเสี่ยงและการบริหารความเสี่ยง", "Risks"), LONGEST_TEXT),
    "evaluation": FormField(16, Label("การประเมินผล", "Evaluation"), LONGEST_TEXT),
    "expected": FormField(17, Label("ผลที่คาดว่าจะได้รับ", "Expected results"), LONGEST_TEXT),
}
TEXTS: Final = tuple(name for name, field in FIELDS.items() if field.limit)


@dataclass(frozen=True, slots=True)
class FormActivity:
    """One activity; `months` of the fiscal year, 1 for October to 12 for September."""

    title: str
    months: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class FormIndicator:
    """How success is measured: what, how much, by which method and with which tool."""

    name: str
    target: str = ""
    method: str = ""
    tool: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """Everything a proposal says of itself; title, group, owner and dates are the item's own.

    `nature` is "new", "continuing" or empty; `goals` are (kind, code) of what the project serves.
    """

    work_plan: str = ""
    nature: str = ""
    rationale: str = ""
    objectives: str = ""
    target_group: str = ""
    quantity: str = ""
    quality: str = ""
    risks: str = ""
    evaluation: str = ""
    expected: str = ""
    activities: tuple[FormActivity, ...] = ()
    indicators: tuple[FormIndicator, ...] = ()
    goals: tuple[tuple[str, str], ...] = ()


def tidied(form: Form) -> Form:
    """`form` as it is kept: no blanks at the ends, months in order; raises BadInput, TooLong."""
    texts = {name: tidy(name, getattr(form, name), FIELDS[name].limit) for name in TEXTS}
    if texts["nature"] not in ("", *NATURES):
        raise BadInput("nature", "unknown", texts["nature"])
    for name, most in (
        ("activities", MOST_ACTIVITIES),
        ("indicators", MOST_INDICATORS),
        ("goals", MOST_GOALS),
    ):
        if len(getattr(form, name)) > most:
            raise BadInput(name, "out_of_range", str(len(getattr(form, name))))
    return replace(
        form,
        **texts,
        activities=tuple(map(_activity, form.activities)),
        indicators=tuple(map(_indicator, form.indicators)),
        goals=tuple(sorted(set(form.goals))),
    )


def tidy(name: str, text: str, limit: int) -> str:
    """`text` composed (NFC), lines ended by a newline, no blanks at its ends; raises TooLong, BadInput."""
    if "\x00" in text:
        raise BadInput(name, "nul_character")  # PostgreSQL cannot store it
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return limited(name, composed.strip(), limit)


def _activity(activity: FormActivity) -> FormActivity:
    title = _named("activities", activity.title)
    return FormActivity(title, _months(activity.months))


def _months(months: Iterable[int]) -> tuple[int, ...]:
    wrong = [month for month in months if month not in MONTHS]
    if wrong:
        raise BadInput("months", "out_of_range", str(wrong[0]))
    return tuple(sorted(set(months)))


def _indicator(indicator: FormIndicator) -> FormIndicator:
    rest = (tidy("indicators", text, LONGEST_NAME) for text in _measures(indicator))
    return FormIndicator(_named("indicators", indicator.name), *rest)


def _measures(indicator: FormIndicator) -> tuple[str, str, str]:
    return indicator.target, indicator.method, indicator.tool


def _named(name: str, text: str) -> str:
    found = tidy(name, text, LONGEST_NAME)
    if not found:
        raise BadInput(name, "empty")
    return found
