"""The form that opens beneath a project in the plan's table, as it stands or as it was typed."""

from dataclasses import dataclass, field
from typing import Final

from api.pages.plan.seat import Seat
from states.baht import money
from states.catalogue import catalogue
from states.thai import medium_date
from workflow.models import Fund
from workflow.money.plan_edit import PROPOSED, last_edit
from workflow.money.plan_table import PlanRow
from workflow.money.queries import names_of

_SPARE: Final = 2  # empty lines below those there are
MOST_LINES: Final = 40
QUARTERS: Final = ("q1", "q2", "q3", "q4")


@dataclass(frozen=True, slots=True)
class EditForm:
    """The row's form as it stands or as it was typed; `now` is what was kept meanwhile, by field."""

    code: str
    proposed: bool
    texts: dict[str, str]
    seen: int
    lines: int
    in_force: int
    funds: dict[str, str]
    subs: list[tuple[str, str]]
    problem: str = ""
    wrong: str = ""
    now: dict[str, str] = field(default_factory=dict)

    @staticmethod
    def of(place: Seat, row: PlanRow) -> "EditForm":
        """As the project stands."""
        proposed = row.state in PROPOSED
        texts = _texts(row, proposed)
        return EditForm(
            *(row.code, proposed, texts, last_edit(place.session, row.item_id)),
            *(len(row.lines) + _SPARE, sum(line.in_force for line in row.lines)),
            *(names_of(place.session, Fund, place.office_id), all_subs(place)),
        )


def _texts(row: PlanRow, proposed: bool) -> dict[str, str]:
    texts = {name: money(row.planned[at]) if row.planned else "" for at, name in enumerate(QUARTERS)}
    texts["starts_on"] = medium_date(row.starts_on) if row.starts_on else ""
    texts["ends_on"] = medium_date(row.ends_on) if row.ends_on else ""
    if proposed:
        for number, line in enumerate(row.lines):
            texts[f"fund:{number}"] = line.fund
            texts[f"sub:{number}"] = f"{line.category} {line.sub}"
            texts[f"amount:{number}"] = money(line.in_force)
    return texts


def all_subs(place: Seat) -> list[tuple[str, str]]:
    """Every item of every category, as `category sub`."""
    label = place.words.label
    return [
        (f"{code} {sub}", f"{label(each.label)}: {label(entry.label)}")
        for code, each in catalogue().categories.items()
        for sub, entry in each.subs.items()
    ]
