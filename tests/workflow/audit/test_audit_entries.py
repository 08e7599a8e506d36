"""Questions about entries answer what a reckoning of the whole record by hand answers."""

import datetime
from collections.abc import Callable

import pytest
from audit_desk import WHOLE, Desk, seqs
from sqlmodel import Session

from api.asked_history import ask
from api.pages.items.typed import typed_day
from workflow.audit.asked import Asked
from workflow.errors import BadInput
from workflow.models import Entry
from workflow.moments import bangkok_date

AT = datetime.datetime(2018, 12, 10, 3, tzinfo=datetime.UTC)
Keep = Callable[[Desk, Entry], bool]


@pytest.fixture(name="desk", scope="module")
def auditors_desk(year: Session) -> Desk:
    return Desk(year, "auditor", AT)


def _group(desk: Desk, entry: Entry, code: str) -> bool:
    item = desk.items.get(entry.item_id or 0)
    group = desk.groups.get(item.group_id or 0) if item else None
    return group is not None and group.code == code


def _kind(desk: Desk, entry: Entry, kind: str) -> bool:
    item = desk.items.get(entry.item_id or 0)
    return item is not None and item.kind == kind


def _named(desk: Desk, username: str) -> int:
    return next(each.id for each in desk.people.values() if each.username == username)


MARCH = (datetime.date(2018, 3, 1), datetime.date(2018, 3, 31))
CASES: tuple[tuple[dict[str, str], Keep], ...] = (
    (WHOLE, lambda _desk, _entry: True),
    (
        {"since": "1/3/2561", "until": "31/3/2561"},
        lambda _desk, entry: MARCH[0] <= bangkok_date(entry.at) <= MARCH[1],
    ),
    (
        {"effective_since": "1/3/2561", "effective_until": "31/3/2561"},
        lambda _desk, entry: MARCH[0] <= entry.effective_on <= MARCH[1],
    ),
    ({**WHOLE, "group": "SUP"}, lambda desk, entry: _group(desk, entry, "SUP")),
    ({**WHOLE, "kind": "plan_amendment"}, lambda desk, entry: _kind(desk, entry, "plan_amendment")),
    ({**WHOLE, "trigger": "authorise"}, lambda _desk, entry: entry.trigger == "authorise"),
    ({**WHOLE, "entry": "imported"}, lambda _desk, entry: entry.kind == "imported"),
    (
        {**WHOLE, "person": "plandir"},
        lambda desk, entry: _named(desk, "plandir") in (entry.actor_id, entry.principal_id),
    ),
    (
        {"item": "P001"},
        lambda desk, entry: entry.item_id is not None and desk.items[entry.item_id].code == "P001",
    ),
)


@pytest.mark.parametrize(("raw", "keep"), CASES, ids=[" ".join(sorted(case[0])) for case in CASES])
def test_the_entries_are_those_that_a_walk_over_the_record_keeps(
    desk: Desk, raw: dict[str, str], keep: Keep
) -> None:
    expected = [
        each.seq
        for each in desk.entries
        if each.kind not in ("sign_in", "sign_out") or "entry" in raw
        if keep(desk, each)
    ]
    answer = desk.answer("entries", **raw)
    assert expected
    assert (answer.count, answer.more) == (len(expected), False)
    assert [row[4].seq for row in desk.paged("entries", 37, raw)] == expected
    assert seqs(answer) == expected[:1000]


def test_a_row_tells_what_the_entry_says(desk: Desk) -> None:
    entries = {each.seq: each for each in desk.entries}
    for row in desk.answer("entries", **WHOLE, trigger="authorise").rows:
        entry = entries[row[4].seq]
        told = (row[0], row[1], row[2], row[5], row[6].capacity, row[7].code, row[8].code, row[9])
        item = desk.items[entry.item_id or 0]
        assert told == (
            *(entry.at, entry.effective_on, item.code, desk.people[entry.actor_id].name_th),
            *(entry.capacity, entry.from_state, entry.to_state, entry.reason),
        )
        assert row[4].label.th == "อนุมัติให้ดำเนินโครงการ"


def test_without_a_period_it_is_the_fiscal_year_of_the_day(desk: Desk) -> None:
    first = datetime.date(2018, 10, 1)
    expected = [e.seq for e in desk.entries if bangkok_date(e.at) >= first and not e.kind.startswith("sign_")]
    assert seqs(desk.answer("entries")) == expected


def test_what_one_person_did_is_asked_in_every_capacity(desk: Desk) -> None:
    chief = _named(desk, "director")
    expected = [
        each.seq
        for each in desk.entries
        if chief in (each.actor_id, each.principal_id) and not each.kind.startswith("sign_")
    ]
    assert seqs(desk.answer("person", person="director", **WHOLE)) == expected


@pytest.mark.parametrize("bounds", [(), ("since",), ("until",)])
def test_what_one_person_did_may_be_bounded_on_either_side_or_on_none(
    desk: Desk, bounds: tuple[str, ...]
) -> None:
    clerk = _named(desk, "plandir")
    period = dict(zip(("since", "until"), MARCH, strict=True))
    expected = [
        each.seq
        for each in desk.entries
        if clerk in (each.actor_id, each.principal_id)
        and not each.kind.startswith("sign_")
        and ("since" not in bounds or bangkok_date(each.at) >= MARCH[0])
        and ("until" not in bounds or bangkok_date(each.at) <= MARCH[1])
    ]
    asked = Asked(at=AT, person_id=clerk, **{name: period[name] for name in bounds})
    assert seqs(desk.asked("entries", asked)) == expected
    assert 0 < len(expected) < len(desk.entries)


def test_exceptions_are_corrections_imports_and_justifications(desk: Desk) -> None:
    kinds = {"corrected", "undone", "imported", "migrated", "unmigrated"}
    expected = [e.seq for e in desk.entries if e.kind in kinds or '"justifications":' in e.details]
    assert expected
    assert seqs(desk.answer("exceptions", **WHOLE)) == expected
    assert [row[4].seq for row in desk.paged("exceptions", 4, WHOLE)] == expected


@pytest.mark.parametrize(
    ("raw", "name", "problem"),
    [
        ({"person": "nobody.here"}, "person", "unknown"),
        ({"group": "XXX"}, "group", "unknown"),
        ({"item": "NONE"}, "item", "unknown"),
        ({"kind": "letter"}, "kind", "unknown"),
        ({"entry": "nothing"}, "entry", "unknown"),
        ({"least": "many"}, "least", "not_amount"),
        ({"duty": "D-QR-01"}, "duty", "unknown"),
        ({"since": "1/3/2561", "until": "1/2/2561"}, "until", "before_start"),
        ({"trigger": "x" * 201}, "trigger", "length"),
    ],
)
def test_a_filter_that_means_nothing_is_refused(
    desk: Desk, raw: dict[str, str], name: str, problem: str
) -> None:
    with pytest.raises(BadInput) as refused:
        desk.answer("entries", **raw)
    assert (refused.value.name, refused.value.problem) == (name, problem)


@pytest.mark.parametrize("token", ["x", "W10", "WyJwZXJzb24iLDEsMl0", "💥", "A" * 600])
def test_a_token_of_another_question_or_of_nobody_is_refused(desk: Desk, token: str) -> None:
    with pytest.raises(BadInput) as refused:
        ask(desk.session, desk.who, "entries", WHOLE, AT, typed_day, after=token)
    assert (refused.value.name, refused.value.problem) == ("after", "unknown")
