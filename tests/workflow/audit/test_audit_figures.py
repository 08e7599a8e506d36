"""Days, deadlines, money and totals are those that a slow reckoning of the sample year gives."""

import datetime
from collections import Counter, defaultdict
from itertools import pairwise

import pytest
from audit_desk import WHOLE, Desk
from sqlmodel import Session, select

from workflow.audit.approving import APPROVING, ASSENTS
from workflow.days import day_in_time
from workflow.models import Entry, Item, LineChange, Obligation, ProjectLine
from workflow.moments import bangkok_date
from workflow.money.amounts import IN_PLAN

AT = datetime.datetime(2018, 12, 10, 3, tzinfo=datetime.UTC)


@pytest.fixture(name="desk", scope="module")
def auditors_desk(year: Session) -> Desk:
    return Desk(year, "auditor", AT)


def _story(desk: Desk, item: Item) -> list[Entry]:
    """The entries by which an item came to stand where it stood."""
    return sorted((e for e in desk.entries if e.item_id == item.id and e.to_state), key=lambda e: e.seq)


def test_days_in_each_state_and_rounds_of_return(desk: Desk) -> None:
    expected = {}
    for item in desk.items.values():
        seconds: Counter[str] = Counter()
        times: Counter[str] = Counter()
        returns: Counter[str] = Counter()
        story = _story(desk, item)
        for before, after in pairwise(story):
            state = after.from_state or before.to_state
            seconds[state] += int((after.at - before.at).total_seconds())
            times[state] += 1
            returns[state] += desk.sends_back(after)
        if story and not desk.definition(item.definition_hash).is_end(item.state):
            seconds[item.state] += int((AT - story[-1].at).total_seconds())
            times[item.state] += 1
        for state in times:
            days = round(seconds[state] / 86_400, 1)
            expected[item.code, state] = (times[state], days, returns[state], returns.total())
    rows = desk.paged("stays", 40, WHOLE)
    assert {(row[0], row[3].code): (row[4], row[5], row[7], row[8]) for row in rows} == expected
    assert sum(returns for _, _, returns, _ in expected.values()) > 0


def _settled(desk: Desk, duty: Obligation) -> datetime.date | None:
    if duty.outcome == "":
        return None
    entry = next(each for each in desk.entries if each.seq == duty.closed_seq)
    right = [e for e in desk.entries if e.kind == "corrected" and e.corrects == entry.seq]
    dated = max(right, key=lambda e: e.seq).effective_on if right else entry.effective_on
    return day_in_time(desk.session, entry, dated)


def _late(desk: Desk) -> dict[int, tuple[Obligation, datetime.date | None, int]]:
    today = bangkok_date(AT)
    found = {}
    for duty in desk.obligations:
        if duty.outcome == "cancelled" or duty.person_id is not None or duty.due_on >= today:
            continue
        settled = _settled(desk, duty)
        if settled is None or settled > duty.due_on:
            found[duty.id] = (duty, settled, ((settled or today) - duty.due_on).days)
    return found


def test_late_by_how_much(desk: Desk) -> None:
    late = sorted(_late(desk).values(), key=lambda each: (each[0].due_on, each[0].id), reverse=True)
    expected = [
        (desk.items[duty.item_id].code, duty.code, duty.due_on, settled, days) for duty, settled, days in late
    ]
    rows = desk.paged("late", 2, WHOLE)
    assert [(row[0], row[2].code, row[5], row[6], row[7]) for row in rows] == expected
    assert len(expected) > 3


@pytest.mark.parametrize("by", ["kind", "group", "duty"])
def test_lateness_summed(desk: Desk, by: str) -> None:
    sums: dict[str, list[int]] = defaultdict(list)
    still: Counter[str] = Counter()
    for duty, settled, days in _late(desk).values():
        item = desk.items[duty.item_id]
        group = str(duty.group_id or item.group_id or "")
        key = {"kind": item.kind, "group": group, "duty": duty.code}[by]
        sums[key].append(days)
        still[key] += settled is None
    told = {row[0].code: (row[1], row[2], row[3], row[4]) for row in desk.answer("late", by=by, **WHOLE).rows}
    assert told == {key: (len(days), still[key], sum(days), max(days)) for key, days in sums.items()}


def _state_by(desk: Desk, item_id: int, seq: int) -> str:
    story = _story(desk, desk.items[item_id])
    return next((entry.to_state for entry in reversed(story) if entry.seq <= seq), "")


def _amount(desk: Desk, entry: Entry, lines: list[ProjectLine], changes: list[LineChange]) -> int | None:
    """What the item was worth when the entry was recorded, line by line."""
    item = desk.items[entry.item_id or 0]
    if item.kind == "plan_amendment":
        mine = [each.change for each in changes if each.amendment_id == item.id and each.change > 0]
        return sum(mine) if mine else None
    children = [each for each in desk.items.values() if each.parent_id == item.id and each.kind == "project"]
    of = [item] if item.kind == "project" else children
    amounts = []
    for line in lines:
        project = next((each for each in of if each.id == line.item_id), None)
        if project is None:
            continue
        if _state_by(desk, project.id, entry.seq) in IN_PLAN:
            adopted = ("adopted", "circulated", "closed", "reported_to_board")
            amounts.append(
                line.original
                + sum(
                    each.change
                    for each in changes
                    if each.line_id == line.id and _state_by(desk, each.amendment_id, entry.seq) in adopted
                )
            )
        elif item.kind == "project":
            amounts.append(line.original if line.requested is None else line.requested)
    return sum(amounts) if amounts else None


@pytest.mark.parametrize(
    ("least", "kinds"),
    [("300,000", {"annual_plan", "project"}), ("0.01", {"annual_plan", "plan_amendment", "project"})],
)
def test_who_approved_above_an_amount(desk: Desk, least: str, kinds: set[str]) -> None:
    lines, changes = list(desk.session.exec(select(ProjectLine))), list(desk.session.exec(select(LineChange)))
    expected = []
    for entry in desk.entries:
        item = desk.items.get(entry.item_id or 0)
        answer = entry.trigger.startswith("record_") and entry.trigger.endswith(ASSENTS)
        if entry.kind != "step" or not (answer or entry.trigger in APPROVING) or item is None:
            continue
        if item.kind in ("project", "annual_plan", "plan_amendment"):
            amount = _amount(desk, entry, lines, changes)
            if amount is not None and amount >= int(float(least.replace(",", "")) * 100):
                expected.append((entry.seq, amount))
    rows = desk.paged("approvals", 25, {**WHOLE, "least": least})
    assert [(row[4].seq, row[9]) for row in rows] == expected
    assert {desk.items[e.item_id or 0].kind for e in desk.entries if e.seq in dict(expected)} == kinds


@pytest.mark.parametrize("by", ["trigger", "kind", "group", "month", "person"])
def test_totals_and_returns(desk: Desk, by: str) -> None:
    steps: Counter[str] = Counter()
    returns: Counter[str] = Counter()
    for entry in desk.entries:
        if entry.kind != "step":
            continue
        item = desk.items[entry.item_id or 0]
        key = {
            "trigger": entry.trigger,
            "kind": item.kind,
            "group": desk.groups[item.group_id].code if item.group_id else "",
            "month": entry.effective_on.isoformat()[:7],
            "person": desk.people[entry.actor_id].username,
        }[by]
        steps[key] += 1
        returns[key] += desk.sends_back(entry)
    rows = desk.paged("totals", 5, {**WHOLE, "by": by})
    told = {row[0] if by == "month" else row[0].code: (row[1], row[2]) for row in rows}
    assert told == {key: (count, returns[key]) for key, count in steps.items()}
    assert returns.total() > 0


def test_totals_of_a_group_count_its_items_alone(desk: Desk) -> None:
    mine = [e for e in desk.entries if e.kind == "step" and _is_of(desk, e, "SUP")]
    told = desk.answer("totals", group="SUP", **WHOLE).rows
    assert sum(row[1] for row in told) == len(mine)


def _is_of(desk: Desk, entry: Entry, code: str) -> bool:
    group = desk.items[entry.item_id or 0].group_id
    return group is not None and desk.groups[group].code == code
