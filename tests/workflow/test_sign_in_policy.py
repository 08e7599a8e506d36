"""Sessions end when idle and in any case; an office says how soon, and from whom it asks more."""

import datetime

import pytest
from sqlmodel import col, select

from states.compile import shipped_definition
from states.source import shipped_kinds, shipped_profiles
from workflow import accounts
from workflow.accounts import policy, sessions
from workflow.accounts.final import final_triggers, retyped_triggers
from workflow.accounts.passwords import check_new_password
from workflow.accounts.policy import Policy
from workflow.accounts.sessions import Place
from workflow.changes import Hand
from workflow.errors import BadInput, NotAllowed
from workflow.models import Entry, Person, SignIn

MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def clerk(session, office) -> Person:
    return session.get_one(Person, office.people["clerk"])


@pytest.fixture
def admin(office, now) -> Hand:
    return Hand(office.people["system_admin"], now)


def test_a_session_ends_when_it_stands_idle_and_use_keeps_it(session, clerk, admin, office, now):
    policy.save(session, office.id, Policy(idle_minutes=30, absolute_hours=2), admin)
    token = accounts.start(session, clerk.id, at=now)
    assert accounts.caller_of(session, token, now + 29 * MINUTE).person_id == clerk.id
    assert accounts.caller_of(session, token, now + 30 * MINUTE) is None
    for minutes in (25, 50, 75, 100):
        sessions.seen(session, token, now + minutes * MINUTE)
    sessions.seen(session, token, now)  # an answer that was slower than a later one
    session.expire_all()
    assert accounts.caller_of(session, token, now + 119 * MINUTE).person_id == clerk.id
    assert accounts.caller_of(session, token, now + 120 * MINUTE) is None


def test_a_stricter_policy_holds_for_sessions_that_run_and_a_milder_one_lengthens_none(
    session, clerk, admin, office, now
):
    token = accounts.start(session, clerk.id, at=now, hours=10)
    policy.save(session, office.id, Policy(idle_minutes=24 * 60, absolute_hours=3), admin)
    session.expire_all()
    row = session.exec(select(SignIn)).one()
    assert (row.idle_minutes, row.expires_at) == (24 * 60, now + 180 * MINUTE)
    policy.save(session, office.id, Policy(idle_minutes=24 * 60, absolute_hours=100), admin)
    session.expire_all()
    assert accounts.caller_of(session, token, now + 180 * MINUTE) is None


def test_she_sees_her_sessions_and_ends_one_or_all_others(session, office, clerk, now):
    here = accounts.start(session, clerk.id, at=now, place=Place("Chrome · Windows", "10.0.0.1"))
    phone = accounts.start(session, clerk.id, at=now + MINUTE, place=Place("Chrome · Android", "10.0.0.2"))
    third = accounts.start(session, clerk.id, at=now + 2 * MINUTE)
    boss = accounts.start(session, office.people["area_director"], at=now)
    at = now + 3 * MINUTE
    listed = sessions.running(session, clerk.id, here, at)
    assert [(each.device, each.this) for each in listed] == [
        ("", False),
        ("Chrome · Android", False),
        ("Chrome · Windows", True),
    ]
    sessions.revoke(session, clerk, listed[1].name, at)
    assert accounts.caller_of(session, phone, at) is None
    for name in (
        listed[1].name,
        "",
        "%",
        sessions.running(session, office.people["area_director"], "", at)[0].name,
    ):
        with pytest.raises(BadInput):
            sessions.revoke(session, clerk, name, at)
    assert sessions.revoke_others(session, clerk, here, at) == 1
    assert [accounts.caller_of(session, token, at) is None for token in (here, third, boss)] == [
        False,
        True,
        False,
    ]
    entries = session.exec(
        select(Entry.details).where(Entry.kind == "account").order_by(col(Entry.seq))
    ).all()
    assert list(entries) == [
        '{"device":"Chrome · Android","did":"session_revoked"}',
        '{"count":1,"did":"other_sessions_revoked"}',
    ]


def test_only_who_sets_the_office_up_says_how_people_sign_in(session, office, admin, now):
    with pytest.raises(NotAllowed):
        policy.save(session, office.id, Policy(), Hand(office.people["area_director"], now))
    for wrong in (
        Policy(idle_minutes=4),
        Policy(idle_minutes=1441),
        Policy(absolute_hours=0),
        Policy(absolute_hours=169),
        Policy(second_factor_roles=("nobody",)),
        Policy(second_factor_roles=("system",)),
    ):
        with pytest.raises(BadInput):
            policy.save(session, office.id, wrong, admin)
    assert policy.save(session, office.id, policy.RECOMMENDED, admin) is True
    assert policy.save(session, office.id, policy.RECOMMENDED, admin) is False
    assert set(policy.of(session, office.id).second_factor_roles) == set(
        policy.RECOMMENDED.second_factor_roles
    )


def test_a_second_factor_is_asked_from_posts_and_from_who_stands_in(session, office, admin, now):
    on = now.date()
    everybody = [session.get_one(Person, id_) for name, id_ in office.people.items() if name != "system"]
    assert not [each for each in everybody if policy.asks_second_factor(session, each, on)]
    policy.save(session, office.id, Policy(second_factor_roles=("area_director", "system_admin")), admin)
    asked = [each.username for each in everybody if policy.asks_second_factor(session, each, on)]
    assert sorted(asked) == ["area_director.t1", "system_admin.t1"]


def test_final_approvals_are_those_of_the_director_and_the_board():
    found = {
        (profile, kind): sorted(final_triggers(shipped_definition(kind, profile)))
        for profile in shipped_profiles()
        for kind in shipped_kinds()
    }
    endorsed = ["record_board_endorsed", "record_board_endorsed_with_changes"]
    every = {
        "annual_plan": endorsed,
        "development_plan": endorsed,
        "expenditure_analysis": ["director_approve"],
        "memo": ["sign", "sign_as_deputy"],
        "plan_amendment": ["record_board_approved"],
        "project": ["authorise"],
    }
    expected = {
        (profile, kind): every.get(kind, []) for profile in shipped_profiles() for kind in shipped_kinds()
    }
    expected["uttaradit2_fy2561", "development_plan"] = ["director_approve_final"]
    assert found == expected


def test_the_password_is_typed_again_only_where_the_office_says_so(session, office, admin):
    item = office.open(session, "project", "P1")
    assert retyped_triggers(session, item) == frozenset()
    policy.save(session, office.id, Policy(retype_for_final=True), admin)
    assert retyped_triggers(session, item) == {"authorise"}


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("1234567", "length"),
        ("ก" * 201, "length"),
        ("Password123", "too_common"),
        ("๑๒๓๔๕๖๗๘", "too_common"),
        ("aaaaaaaaab", "too_common"),
        ("clerk.t1-2561", "like_username"),
        ("clerkt9999", "like_username"),
    ],
)
def test_what_everybody_tries_first_is_no_password(password, problem):
    with pytest.raises(BadInput) as refused:
        check_new_password(password, "clerk.t1")
    assert refused.value.problem == problem


def test_a_sentence_is_a_password():
    check_new_password("แมวสามตัวใต้ต้นมะม่วง", "clerk.t1")


def test_a_password_is_the_same_however_the_keyboard_composes_it(session, clerk, now):
    """The vowel am comes as one sign or as two; full-width letters from some telephones."""
    accounts.set_password(session, clerk.id, accounts.hash_password("น\u0e33ใจมาก๒๕๖๑"))
    assert accounts.check_password(session, clerk.username, "น\u0e4d\u0e32ใจมาก๒๕๖๑", now) == clerk
