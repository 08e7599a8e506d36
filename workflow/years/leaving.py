"""What a fiscal year leaves to the next: results, problems and suggestions, open projects, carried money."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from states.baht import money, percent
from workflow import definitions
from workflow.models import CarryOver, Indicator, Item, ProjectLine
from workflow.money.amounts import CANCELLED, IN_PLAN, LineNow, line_amounts
from workflow.money.figures import sum_of
from workflow.reports.problems import carried
from workflow.years.base import Fact


@dataclass(frozen=True, slots=True)
class _Year:
    """The year that is left: its projects in the plan by key, and their lines on the day asked."""

    projects: dict[int, Item]
    lines: dict[int, list[LineNow]]


def facts_left(session: Session, office_id: int, fiscal_year: int, on: datetime.date) -> tuple[Fact, ...]:
    """What a fiscal year (B.E.) leaves, as far as it is known on a Bangkok date; nothing said twice."""
    year = _year(session, office_id, fiscal_year, on)
    found = [
        *_results(session, year),
        *_told(session, office_id, fiscal_year),
        *_open(session, year),
        *_carried(session, office_id, fiscal_year, on),
    ]
    return tuple(dict.fromkeys(found))


def _year(session: Session, office_id: int, fiscal_year: int, on: datetime.date) -> _Year:
    lines: dict[int, list[LineNow]] = defaultdict(list)
    for line in line_amounts(session, office_id, fiscal_year, on):
        lines[line.item_id].append(line)
    projects = session.exec(
        select(Item)
        .where(
            Item.office_id == office_id,
            Item.kind == "project",
            Item.fiscal_year == fiscal_year,
            col(Item.state).in_((*IN_PLAN, CANCELLED)),
        )
        .order_by(col(Item.code))
    )
    return _Year({each.id: each for each in projects if each.state in IN_PLAN or each.id in lines}, lines)


def _results(session: Session, year: _Year) -> Iterator[Fact]:
    """One for each project that was in the plan: its money, and what its indicators came to."""
    measured: dict[int, list[Indicator]] = defaultdict(list)
    rows = session.exec(
        select(Indicator)
        .where(col(Indicator.item_id).in_(year.projects))
        .order_by(col(Indicator.item_id), col(Indicator.number))
    )
    for row in rows:
        measured[row.item_id].append(row)
    for item in year.projects.values():
        lines = year.lines.get(item.id, [])
        text = "\n".join([_money(lines), *map(_measured, measured[item.id])])
        yield _fact("result", item, text, sum_of(lines).disbursed)


def _money(lines: Sequence[LineNow]) -> str:
    if not lines:
        return "ไม่มีรายการงบประมาณ"
    total = sum_of(lines)
    share = f" (ร้อยละ {percent(total.per_cent)})" if total.per_cent is not None else ""
    return f"วงเงิน {money(total.in_force)} บาท เบิกจ่าย {money(total.disbursed)} บาท{share}"


def _measured(row: Indicator) -> str:
    target, result = row.target or "ไม่ได้กำหนด", row.result or "ยังไม่มีผล"
    return f"ตัวชี้วัด {row.number}. {row.name}: เป้าหมาย {target} ผล {result}"


def _told(session: Session, office_id: int, fiscal_year: int) -> Iterator[Fact]:
    """What reports say stood in the way, and suggest: under the project it is about, or the report itself."""
    of_year = select(Item).where(Item.office_id == office_id, Item.fiscal_year == fiscal_year)
    papers = {item.code: item for item in session.exec(of_year)}
    for each in carried(session, office_id, fiscal_year):
        yield _fact(each.kind, papers[each.project or each.source], each.text)


def _open(session: Session, year: _Year) -> Iterator[Fact]:
    """The projects of the plan that have not ended under their own definitions, and where they stand."""
    for item in year.projects.values():
        definition = definitions.by_hash(session, item.definition_hash)
        if not definition.is_end(item.state):
            yield _fact("open_project", item, definition.by_state[item.state].label.th)


def _carried(session: Session, office_id: int, fiscal_year: int, on: datetime.date) -> Iterator[Fact]:
    """What may still be paid of each project's money, with the papers that allow it: one fact a project."""
    found = session.exec(
        select(CarryOver, Item)
        .join(ProjectLine, col(ProjectLine.id) == col(CarryOver.line_id))
        .join(Item, col(Item.id) == col(ProjectLine.item_id))
        .where(
            Item.office_id == office_id,
            CarryOver.fiscal_year == fiscal_year,
            CarryOver.effective_on <= on,
        )
        .order_by(col(Item.code), col(CarryOver.id))
    )
    rows: dict[int, list[CarryOver]] = defaultdict(list)
    items: dict[int, Item] = {}
    for row, item in found:
        rows[item.id].append(row)
        items[item.id] = item
    for item_id, item in items.items():
        yield _fact("carry_over", item, _papers(rows[item_id]), sum(row.amount for row in rows[item_id]))


def _papers(rows: Iterable[CarryOver]) -> str:
    return "อนุมัติตาม " + ", ".join(dict.fromkeys(row.approval for row in rows))


def _fact(kind: str, item: Item, text: str, amount: int | None = None) -> Fact:
    return Fact(kind, item.id, item.code, item.title, text.strip(), amount)
