"""What the plan's table is asked for in its address: filters, order, columns, page, the row being edited."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import Depends, Query

from api.plain_text import PlainText
from workflow.money.plan_table import PlanFilter, PlanRow

PAGE: Final = 100
Short = Annotated[PlainText, Query(max_length=80)]

SORTS: Final[dict[str, Callable[[PlanRow], Any]]] = {
    "code": lambda row: row.code,
    "title": lambda row: row.title,
    "group": lambda row: (row.group, row.code),
    "state": lambda row: (row.state, row.code),
    "in_force": lambda row: row.total.in_force,
    "disbursed": lambda row: row.total.disbursed,
    "share": lambda row: -1 if row.total.hundredths is None else row.total.hundredths,
    "left": lambda row: row.total.left,
}
BY: Final = ("", "fund", "category", "quarter")


@dataclass(frozen=True, slots=True)
class AskedPlan:
    """The table's address, read; `by` adds a column for each fund, category or quarter."""

    q: str = ""
    group: str = ""
    fund: str = ""
    category: str = ""
    goal: str = ""
    state: str = ""
    late: str = ""
    all: str = ""
    sort: str = "code"
    by: str = ""
    page: int = 1
    edit: str = ""

    @property
    def wanted(self) -> PlanFilter:
        return PlanFilter(
            *(self.group, self.fund, self.category, self.goal, self.state),
            *(bool(self.late), self.q, bool(self.all)),
        )

    @property
    def narrowed(self) -> bool:
        return self.wanted not in (PlanFilter(), PlanFilter(proposals=True))

    def query(self, **changes: Any) -> str:
        """The address of the same table with something changed, empty words left out."""
        told = {name: changes.get(name, getattr(self, name)) for name in _PLAIN}
        return urlencode({name: value for name, value in told.items() if value != _PLAIN[name]})

    def ordered(self, rows: Sequence[PlanRow]) -> list[PlanRow]:
        """The rows in the order asked for: a minus before it turns it round."""
        name = self.sort.removeprefix("-")
        return sorted(rows, key=SORTS[name], reverse=self.sort.startswith("-"))


_PLAIN: Final = asdict(AskedPlan())


def asked_plan(
    q: Annotated[PlainText, Query(max_length=200)] = "",
    group: Short = "",
    fund: Short = "",
    category: Short = "",
    goal: Short = "",
    state: Short = "",
    late: Short = "",
    every: Annotated[PlainText, Query(alias="all", max_length=80)] = "",
    sort: Short = "code",
    by: Short = "",
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
    edit: Short = "",
) -> AskedPlan:
    """The address as it was typed; an order or column that there is none of is the usual one."""
    asked = AskedPlan(q, group, fund, category, goal, state, late, every, sort, by, page, edit)
    if sort.removeprefix("-") not in SORTS:
        asked = replace(asked, sort="code")
    return asked if by in BY else replace(asked, by="")


Asked = Annotated[AskedPlan, Depends(asked_plan)]
