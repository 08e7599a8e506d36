"""What the pages of a proposal show of it: its sections with what they lack, sums, names of fields."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from api.pages.proposals.typed import Filled
from api.pages.words import Words
from states.catalogue import catalogue
from states.thai import month_name, month_name_en
from workflow.form_drafts import Fields
from workflow.proposals.fields import FIELDS
from workflow.proposals.gaps import Gap
from workflow.proposals.months import MONTHS, calendar_month
from workflow.proposals.sections import SECTIONS, missing_by_section
from workflow.sheets.cells import BadCell, read_amount

MONTH_NAMES: Final = {
    "th": [(month, month_name(calendar_month(month), short=True)) for month in MONTHS],
    "en": [(month, month_name_en(calendar_month(month), short=True)) for month in MONTHS],
}


@dataclass(frozen=True, slots=True)
class Part:
    """A section in the list of sections: its name in the address, its heading, what it lacks."""

    name: str
    number: int
    label: str
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sums:
    """What the typed lines come to (satang): by category, altogether, and by quarter."""

    by_category: dict[str, int]
    total: int
    quarters: int

    @property
    def rest(self) -> int:
        """What the quarters leave unplanned."""
        return self.total - self.quarters


def parts_of(lacking: Iterable[Gap], words: Words) -> list[Part]:
    """Every section in the form's order."""
    missing = missing_by_section(lacking)
    return [
        Part(name, number, words.label(section.label), tuple(words.label(gap) for gap in missing[name]))
        for number, (name, section) in enumerate(SECTIONS.items(), start=1)
    ]


def sums_of(filled: Filled) -> Sums:
    """The sums of what is typed; what cannot be read counts nothing."""
    found: dict[str, int] = defaultdict(int)
    for number in filled.rows("budget", blank=0):
        category = filled[f"line-{number}"].partition("/")[0]
        found[category] += _satang(filled[f"amount-{number}"])
    by_category = {name: found[name] for name in catalogue().categories if found[name]}
    quarters = sum(_satang(filled[f"quarter-{quarter}"]) for quarter in (1, 2, 3, 4))
    return Sums(by_category, sum(found.values()), quarters)


def _satang(text: str) -> int:
    try:
        return read_amount(text) or 0
    except BadCell:
        return 0


_ROWS: Final = {
    "activity": "propose_row_activity",
    "months": "propose_row_months",
    "indicator": "propose_row_indicator",
    "target": "propose_row_target",
    "method": "propose_row_method",
    "tool": "propose_row_tool",
    "line": "propose_row_line",
    "fund": "propose_row_fund",
    "amount": "propose_row_amount",
    "quarter": "propose_row_quarter",
}
_PLAIN: Final = {"title": "propose_name", "starts_on": "propose_starts_on", "ends_on": "propose_ends_on"}


def field_names(fields: Fields, words: Words) -> dict[str, str]:
    """What each field of a form is called, rows with their number."""
    found = {name: words.label(field.label) for name, field in FIELDS.items()}
    found |= {name: words(key) for name, key in _PLAIN.items()} | {"goal": words.label(FIELDS["goals"].label)}
    for name, _ in fields:
        part, _, number = name.partition("-")
        if part in _ROWS and number.isascii() and number.isdecimal():
            found[name] = words(_ROWS[part], number=int(number))
    return found
