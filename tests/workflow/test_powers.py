"""By which posts and orders somebody has a role: her own before others', each as far as it reaches."""

import datetime
from dataclasses import replace

import pytest

from workflow.errors import Denial, NotAllowed
from workflow.permissions import (
    Actor,
    Authority,
    Whose,
    acts,
    authorities,
    covering,
    empowered,
    in_force,
    in_scope,
    powers,
)

OFFICE, PERSON = 1, 7
OWN = Authority(11, "clerk", None, None, "own")
ACTING = Authority(12, "plan_director", None, None, "acting", "5/2561", frozenset(), 8)
LIMITED = Authority(13, "plan_director", None, None, "on_behalf", "6/2561", frozenset({"memo.sign"}), 9)
DAY = datetime.date(2018, 1, 12)


def actor(*held: Authority, active: bool = True) -> Actor:
    return Actor(PERSON, OFFICE, False, active, held)


def test_the_first_of_her_powers_is_taken_her_own_before_one_she_stands_in_for() -> None:
    mine = replace(OWN, position_id=20, role="plan_director")
    somebody = actor(LIMITED, ACTING, mine)
    assert empowered(somebody, OFFICE, ["plan_director"], "memo", "sign") == mine
    assert powers(somebody, OFFICE, ["plan_director"], "memo", "sign") == [mine, ACTING, LIMITED]
    assert powers(somebody, OFFICE, ["clerk"], "memo", "sign") == []


def test_of_two_posts_of_a_kind_the_older_comes_first() -> None:
    first, second = (replace(ACTING, position_id=number) for number in (3, 5))
    assert covering(actor(second, first), OFFICE, ["plan_director"]) == [first, second]


@pytest.mark.parametrize(
    ("kind", "trigger", "reaches"),
    [
        ("memo", "sign", True),
        ("memo", "issue", False),
        ("letter", "sign", False),
        ("", "", False),
    ],
)
def test_an_order_for_certain_steps_reaches_nothing_else(kind: str, trigger: str, *, reaches: bool) -> None:
    somebody = actor(OWN, LIMITED)
    found = [OWN, LIMITED] if reaches else [OWN]
    assert covering(somebody, OFFICE, ["plan_director"], kind, trigger) == found
    if reaches:
        assert empowered(somebody, OFFICE, ["plan_director"], kind, trigger) == LIMITED
        return
    with pytest.raises(NotAllowed) as refused:
        empowered(somebody, OFFICE, ["plan_director"], kind, trigger)
    assert refused.value.denial == Denial("no_role", ("plan_director",))


def test_without_subjects_an_order_reaches_everything_and_with_a_kind_all_its_steps() -> None:
    assert ACTING.covers("", "") is True
    papers = replace(LIMITED, subjects=frozenset({"memo"}))
    assert [papers.covers(kind, "sign") for kind in ("memo", "letter")] == [True, False]


def test_who_is_of_another_office_or_not_in_force_has_no_power_whatever_she_holds() -> None:
    for somebody, office_id, code in (
        (actor(OWN), OFFICE + 1, "other_office"),
        (actor(OWN, active=False), OFFICE, "not_active"),
        (actor(OWN, active=False), OFFICE + 1, "other_office"),
    ):
        with pytest.raises(NotAllowed) as refused:
            covering(somebody, office_id, ["clerk", "system"])
        assert refused.value.denial == Denial(code, ("clerk", "system"))


def test_a_role_that_only_reads_or_is_not_known_does_not_act() -> None:
    roles = ("clerk", "internal_auditor", "system_admin", "no_such_role")
    assert [acts(replace(OWN, role=role)) for role in roles] == [True, False, False, False]


def test_a_role_reaches_as_far_as_its_scope() -> None:
    item = Whose(OFFICE, "project", 3, 4, None)
    group, school, office = (
        replace(OWN, group_id=3, school_id=4, scope=scope) for scope in ("group", "school", "office")
    )
    assert [in_scope(each, item) for each in (group, school, office)] == [True, True, True]
    elsewhere = Whose(OFFICE, "project", 5, 6, None)
    assert [in_scope(each, elsewhere) for each in (group, school, office)] == [False, False, True]
    nobodys = Whose(OFFICE, "project", None, None, None)
    assert [in_scope(each, nobodys) for each in (group, school, office)] == [True, False, True]
    assert in_scope(replace(school, school_id=None), nobodys) is False


def test_authorities_are_made_of_rows_with_the_scope_of_their_role() -> None:
    held = [(11, "group_director", 3, None, None), (12, "school_officer", None, 4, "คำสั่งที่ 9")]
    orders = [(13, "no_such_role", None, None, "", "acting", " memo.sign , project ,, letter of 3 ", 8)]
    assert authorities(held, orders, is_service=False) == (
        Authority(11, "group_director", 3, None, "own", "", frozenset(), None, "group"),
        Authority(12, "school_officer", None, 4, "own", "คำสั่งที่ 9", frozenset(), None, "school"),
        Authority(
            *(13, "no_such_role", None, None, "acting", ""),
            frozenset({"memo.sign", "project", "letter of 3"}),
            *(8, "office"),
        ),
    )
    (service,) = authorities([(14, "system", None, None, "")], [], is_service=True)
    assert (service.capacity, service.scope) == ("system", "office")


@pytest.mark.parametrize(
    ("since", "until", "holds"),
    [
        (DAY, DAY, True),
        (DAY, None, True),
        (DAY + datetime.timedelta(days=1), None, False),
        (DAY - datetime.timedelta(days=9), DAY - datetime.timedelta(days=1), False),
        (DAY - datetime.timedelta(days=9), DAY + datetime.timedelta(days=1), True),
    ],
)
def test_both_days_of_a_span_are_in_force(
    since: datetime.date, until: datetime.date | None, *, holds: bool
) -> None:
    assert in_force(since, until, DAY) is holds
