"""A question narrowed to a paper, a group, a person or a time answers that part of its whole answer."""

import datetime
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from audit_desk import WHOLE, Desk
from sqlmodel import Session

from states.model import Label
from workflow.audit.answers import Coded, Page
from workflow.audit.asked import Asked
from workflow.audit.entries import state_coded, trigger_label
from workflow.audit.keyset import key_of, token
from workflow.audit.powers import powers_on
from workflow.errors import BadInput
from workflow.models import Item

AT = datetime.datetime(2018, 12, 10, 3, tzinfo=datetime.UTC)
Row = Sequence[Any]


@pytest.fixture(name="desk", scope="module")
def auditors_desk(year: Session) -> Desk:
    return Desk(year, "auditor", AT)


def _item(desk: Desk, row: Row) -> Item:
    return next(each for each in desk.items.values() if each.code == row[0])


def _group(desk: Desk, question: str, row: Row) -> str:
    """The name of the group that owes it, or whose paper it is."""
    key = _item(desk, row).group_id
    return row[4] if question == "late" else desk.groups[key].name_th if key else ""


def _parts(desk: Desk, question: str, rows: Sequence[Row]) -> dict[str, tuple[str, Callable[[Row], bool]]]:
    """A filter of each sort that keeps some rows, and what it keeps."""
    item, kind = min(row[0] for row in rows), _item(desk, rows[-1]).kind
    mine = [each for each in desk.groups.values() if each.office_id == desk.who.office_id]
    names = {_group(desk, question, row) for row in rows}
    group = next((each for each in mine if each.name_th in names), mine[0])
    found: dict[str, tuple[str, Callable[[Row], bool]]] = {
        "item": (item, lambda row: row[0] == item),
        "kind": (kind, lambda row: _item(desk, row).kind == kind),
        "group": (group.code, lambda row: _group(desk, question, row) == group.name_th),
    }
    if question == "late":
        duty = rows[0][2].code
        found["duty"] = (duty, lambda row: row[2].code == duty)
    return found


@pytest.mark.parametrize("question", ["stays", "separation", "late"])
def test_a_question_narrowed_is_that_part_of_its_whole_answer(desk: Desk, question: str) -> None:
    every = {"every_pair": "yes"} if question == "separation" else {}
    whole = desk.paged(question, 200, {**WHOLE, **every})
    for name, (text, keeps) in _parts(desk, question, whole).items():
        told = desk.paged(question, 200, {**WHOLE, **every, name: text})
        assert told == [row for row in whole if keeps(row)], name
        assert told or (question, name) == ("late", "group")  # in the sample the office itself was late


def test_one_persons_pairs_are_those_that_she_is_in(desk: Desk) -> None:
    whole = desk.paged("separation", 200, {**WHOLE, "every_pair": "yes"})
    person = next(each for each in desk.people.values() if each.name_th == whole[0][2])
    told = desk.paged("separation", 200, {**WHOLE, "every_pair": "yes", "person": person.username})
    assert told == [row for row in whole if row[2] == person.name_th]
    assert 0 < len(told) < len(whole)


@pytest.mark.parametrize("question", ["stays", "separation", "late"])
def test_without_a_time_it_is_the_whole_record(desk: Desk, question: str) -> None:
    pair = question == "separation"
    unbounded = desk.asked(question, Asked(at=AT, every_pair=pair))
    bounded = desk.answer(question, **WHOLE, **({"every_pair": "yes"} if pair else {}))
    assert (unbounded.rows, unbounded.count) == (bounded.rows, bounded.count)


@pytest.mark.parametrize(("since", "until"), [("1/4/2561", ""), ("", "31/3/2561")])
def test_half_a_time_bounds_one_side(desk: Desk, since: str, until: str) -> None:
    raw = {name: text for name, text in (("since", since), ("until", until)) if text}
    first = datetime.datetime(2018, 4, 1, tzinfo=datetime.timezone(datetime.timedelta(hours=7)))
    known = {row[0] for row in desk.paged("stays", 200, WHOLE)}  # what was put down as done never stayed
    moved = {e.item_id for e in desk.entries if e.to_state and (e.at >= first if since else e.at < first)}
    told = {row[0] for row in desk.paged("stays", 200, raw)}
    assert told == known & {desk.items[each].code for each in moved if each is not None}
    assert 0 < len(told) < len(known)


def test_approvals_up_to_an_amount(desk: Desk) -> None:
    """Who approved small sums: the entries of papers worth no more than that when they were recorded."""
    whole = desk.paged("approvals", 200, {**WHOLE, "least": "0.01"})
    told = desk.paged("approvals", 200, {**WHOLE, "least": "0.01", "most": "100,000"})
    assert told == [row for row in whole if row[9] <= 10_000_000]
    assert 0 < len(told) < len(whole)
    some = desk.answer("entries", **WHOLE, most="100,000")
    assert 0 < some.count < desk.answer("entries", **WHOLE).count


def test_a_state_that_its_path_does_not_know_is_told_by_its_code(desk: Desk) -> None:
    item = next(each for each in desk.items.values() if each.kind == "project")
    known = state_coded(desk.session, item.definition_hash, item.state)
    assert known is not None
    assert known.label == desk.definition(item.definition_hash).by_state[item.state].label
    for path in (item.definition_hash, ""):
        strange = state_coded(desk.session, path, "once_upon_a_time")
        assert strange == Coded("once_upon_a_time", Label("once_upon_a_time", "once_upon_a_time"))
    assert state_coded(desk.session, item.definition_hash, "") is None


def test_what_nobody_in_particular_was_authorised_to_do_is_nothing(desk: Desk) -> None:
    assert powers_on(desk.session, desk.who, Asked(at=AT), Page("", 10)).rows == ()


def test_a_step_that_left_the_path_keeps_the_name_it_has_there(desk: Desk) -> None:
    """An entry written by hand from another state, and one of a trigger that no path knows."""
    item = next(each for each in desk.items.values() if each.kind == "project")
    path = desk.definition(item.definition_hash)
    move = next(each for each in path.transitions if each.trigger == "submit")
    assert trigger_label(desk.session, item.definition_hash, "submit", "nowhere") == move.label
    assert trigger_label(desk.session, item.definition_hash, "conjure", "nowhere").th == "conjure"


MOMENT = datetime.datetime(2018, 1, 12, 2, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("kinds", "key"),
    [
        ((int,), ("1",)),
        ((int,), (True,)),
        ((int,), (2**63,)),
        ((str,), (5,)),
        ((str,), ("a\x00b",)),
        ((datetime.datetime,), ("2018-01-12T02:00:00",)),
        ((datetime.datetime,), ("1066-10-14T02:00:00+00:00",)),
        ((datetime.datetime,), ("yesterday",)),
        ((datetime.date,), ("2018-13-01",)),
        ((int, int), (1,)),
    ],
)
def test_a_token_made_up_to_reach_elsewhere_is_refused(kinds: tuple[type, ...], key: tuple[Any, ...]) -> None:
    with pytest.raises(BadInput):
        key_of("late", token("late", key), kinds)


def test_a_token_gives_back_what_it_was_made_of() -> None:
    key = (7, "ก", MOMENT, datetime.date(2018, 1, 12))
    kinds = (int, str, datetime.datetime, datetime.date)
    assert key_of("late", token("late", key), kinds) == key
