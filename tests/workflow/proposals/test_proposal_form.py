"""The proposal form: what it lacks, what is kept, who may write it and when."""

import datetime
import json
from dataclasses import replace
from typing import NamedTuple

import pytest
from conftest import NOW, SmallOffice, make_office
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from workflow.changes import Hand
from workflow.errors import BadInput, NotAllowed, NotOpenHere, TooLong
from workflow.models import Entry, Item
from workflow.proposals.fields import TEXTS, tidied
from workflow.proposals.form import Form, FormActivity, FormIndicator, gaps, lacking, read_form, save_form
from workflow.proposals.goals import add_goal

FULL = Form(
    rationale="นักเรียนอ่านไม่คล่อง",
    objectives="เพื่อให้อ่านคล่อง",
    target_group="ครู ป.1-3",
    quantity="ครู 180 คน",
    activities=(FormActivity("อบรม", (3, 4)),),
    indicators=(FormIndicator("ร้อยละของนักเรียนที่อ่านคล่อง", "ร้อยละ 80"),),
)


class Frame(NamedTuple):
    fiscal_year: int = 2561
    starts_on: datetime.date | None = datetime.date(2017, 12, 1)
    ends_on: datetime.date | None = datetime.date(2018, 8, 31)
    owner_id: int | None = 7


def missing(form: Form = FULL, item: Frame | None = None, lines: int | None = 100) -> list[tuple[str, str]]:
    return [(gap.field, gap.en) for gap in gaps(form, item or Frame(), lines)]


def test_a_full_form_lacks_nothing():
    assert missing() == []


@pytest.mark.parametrize(
    ("without", "expected"),
    [
        ({"rationale": ""}, [("rationale", "9. Rationale: not filled in")]),
        ({"objectives": ""}, [("objectives", "10. Objectives: not filled in")]),
        ({"target_group": ""}, [("target_group", "11. Target group: not filled in")]),
        (
            {"quantity": ""},
            [("quantity", "11. Quantity target: one in quantity or in quality is needed")],
        ),
        ({"quantity": "", "quality": "อ่านคล่อง"}, []),
        (
            {"activities": ()},
            [("activities", "12. Activities: at least one with its months is needed")],
        ),
        (
            {"activities": (FormActivity("อบรม"),)},
            [("activities", "12. Activities: at least one with its months is needed")],
        ),
        (
            {"activities": (FormActivity("อบรม", (3,)), FormActivity("สรุป", (1, 2, 11, 12)))},
            [("activities", "12. Activities: no. 2 is outside the project's dates (Oct, Nov, Sep)")],
        ),
        (
            {"indicators": (FormIndicator("ร้อยละ"),)},
            [("indicators", "14. Success indicators: at least one with its target is needed")],
        ),
    ],
)
def test_each_gap_of_the_form_is_named_with_its_field(without, expected):
    assert missing(replace(FULL, **without)) == expected


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        ({"owner_id": None}, [("owner", "6. Owner: not filled in")]),
        ({"starts_on": None}, [("dates", "8. Dates: not filled in")]),
        ({"ends_on": None}, [("dates", "8. Dates: not filled in")]),
        (
            {"ends_on": datetime.date(2017, 11, 30)},
            [("dates", "8. Dates: they end before they start")],
        ),
        (
            {"ends_on": datetime.date(2018, 10, 1)},
            [("dates", "8. Dates: they must lie in fiscal year 2561 B.E.")],
        ),
        (
            {"starts_on": datetime.date(2017, 9, 30)},
            [("dates", "8. Dates: they must lie in fiscal year 2561 B.E.")],
        ),
        ({"starts_on": datetime.date(2017, 10, 1), "ends_on": datetime.date(2018, 9, 30)}, []),
    ],
)
def test_each_gap_of_the_item_is_named(frame, expected):
    assert missing(item=Frame(**frame)) == expected


@pytest.mark.parametrize("lines", [None, 0])
def test_a_proposal_without_money_lines_lacks_its_budget(lines):
    assert missing(lines=lines) == [("lines", "13. Budget: no spending lines yet")]


def test_everything_missing_is_listed_at_once_in_the_order_of_the_paper_form():
    found = gaps(Form(), Frame(owner_id=None, starts_on=None), None)
    assert [gap.field for gap in found] == [
        *("owner", "dates", "rationale", "objectives", "target_group", "quantity"),
        *("activities", "lines", "indicators"),
    ]
    assert found[2].th == "ข้อ 9 หลักการและเหตุผล: ยังไม่ได้กรอก"


def project(session: Session, office: SmallOffice, state: str = "draft", **more: object) -> Item:
    item = office.open(session, "project", f"P-{state}", **more)
    item.state = state
    session.flush()
    return item


def hand(office: SmallOffice, name: str = "project_owner") -> Hand:
    return Hand(office.people[name], NOW)


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)
names = texts.filter(lambda text: text.strip())
months = st.lists(st.integers(1, 12), max_size=15).map(tuple)
forms = st.builds(
    Form,
    **{name: texts for name in TEXTS if name != "nature"},
    nature=st.sampled_from(["", "new", "continuing"]),
    activities=st.lists(st.builds(FormActivity, names, months), max_size=3).map(tuple),
    indicators=st.lists(st.builds(FormIndicator, names, texts, texts, texts), max_size=3).map(tuple),
    goals=st.lists(st.sampled_from([("strategy", "S1"), ("standard", "STD1")]), max_size=3).map(tuple),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=forms, second=forms)
def test_what_is_saved_is_read_back_and_saying_it_again_changes_nothing(session, office, first, second):
    with session.begin_nested() as again:
        for kind, code in (("strategy", "S1"), ("standard", "STD1")):
            add_goal(session, office.id, 2561, kind, code, f"ชื่อ {code}", hand(office, "plan_officer"))
        item = project(session, office)
        for form in (first, second):
            save_form(session, item, form, hand(office))
            session.expire_all()
            assert read_form(session, item.id) == tidied(form)
            assert save_form(session, item, form, hand(office)) is None
        again.rollback()


def test_one_entry_in_the_projects_own_story_names_the_fields_that_changed(session, office):
    item = project(session, office)
    save_form(session, item, FULL, hand(office))
    sealed = save_form(session, item, replace(FULL, risks="ฝนตก", quantity="ครู 90 คน"), hand(office))
    entry = session.exec(
        select(Entry).where(Entry.item_id == item.id).order_by(col(Entry.seq).desc())
    ).first()
    assert (entry.kind, entry.seq, entry.actor_id) == ("proposal", sealed.seq, office.people["project_owner"])
    assert json.loads(entry.details) == {"changed": ["quantity", "risks"]}


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("project_owner", True),
        ("group_director", True),
        ("plan_officer", True),
        ("plan_director", True),
        ("project_owner@ADM", False),
        ("group_director@ADM", False),
        ("clerk", False),
        ("area_director", False),
        ("internal_auditor", False),
        ("school_officer", False),
        ("system_admin", False),
    ],
)
def test_who_may_write_the_form(session, office, name, allowed):
    item = project(session, office)
    if allowed:
        save_form(session, item, FULL, hand(office, name))
        assert read_form(session, item.id) == FULL
    else:
        with pytest.raises(NotAllowed):
            save_form(session, item, FULL, hand(office, name))
        assert read_form(session, item.id) == Form()


def test_the_person_in_charge_may_write_whatever_her_post(session, office):
    item = project(session, office, owner_id=office.people["clerk"])
    save_form(session, item, FULL, hand(office, "clerk"))
    assert read_form(session, item.id) == FULL


def test_nobody_of_another_office_may_write(session, office):
    other = make_office(session, "T2")
    with pytest.raises(NotAllowed) as refused:
        save_form(session, project(session, office), FULL, hand(other, "plan_director"))
    assert refused.value.denial.code == "other_office"


@pytest.mark.parametrize("state", ["submitted", "under_screening", "in_plan", "closed", "cancelled"])
def test_the_form_stands_still_once_it_is_submitted(session, office, state):
    item = project(session, office, state)
    with pytest.raises(NotOpenHere):
        save_form(session, item, FULL, hand(office))
    assert read_form(session, item.id) == Form()


def test_a_returned_form_may_be_written(session, office):
    item = project(session, office, "returned")
    save_form(session, item, FULL, hand(office))
    assert read_form(session, item.id) == FULL


def test_only_projects_have_a_form(session, office):
    with pytest.raises(BadInput) as refused:
        save_form(session, office.open(session, "annual_plan", "AP"), FULL, hand(office, "plan_director"))
    assert (refused.value.name, refused.value.problem) == ("code", "not_a_project")


@pytest.mark.parametrize(
    ("change", "name", "problem"),
    [
        ({"nature": "old"}, "nature", "unknown"),
        ({"activities": (FormActivity(" ", (1,)),)}, "activities", "empty"),
        ({"activities": (FormActivity("ก", (13,)),)}, "months", "out_of_range"),
        ({"activities": (FormActivity("ก"),) * 61}, "activities", "out_of_range"),
        ({"indicators": (FormIndicator("ก"),) * 31}, "indicators", "out_of_range"),
        ({"indicators": (FormIndicator(""),)}, "indicators", "empty"),
        ({"goals": (("strategy", "S9"),)}, "goals", "unknown"),
        ({"risks": "a\x00b"}, "risks", "nul_character"),
    ],
)
def test_what_cannot_be_kept_is_refused_by_its_field(session, office, change, name, problem):
    item = project(session, office)
    with pytest.raises(BadInput) as refused:
        save_form(session, item, replace(FULL, **change), hand(office))
    assert (refused.value.name, refused.value.problem) == (name, problem)


@pytest.mark.parametrize(
    ("change", "limit"),
    [
        ({"rationale": "ก" * 10_001}, 10_000),
        ({"work_plan": "ก" * 501}, 500),
        ({"activities": (FormActivity("ก" * 501),)}, 500),
        ({"indicators": (FormIndicator("ก", tool="ก" * 501),)}, 500),
    ],
)
def test_texts_have_their_limits(session, office, change, limit):
    with pytest.raises(TooLong) as refused:
        save_form(session, project(session, office), replace(FULL, **change), hand(office))
    assert (refused.value.limit, refused.value.length) == (limit, limit + 1)


def test_what_a_project_lacks_counts_its_goals_only_where_the_office_keeps_them(session, office):
    item = project(session, office, starts_on=datetime.date(2017, 12, 1))
    save_form(session, item, FULL, hand(office))
    assert [gap.field for gap in lacking(session, item)] == ["owner", "lines"]
    add_goal(session, office.id, 2561, "strategy", "S1", "พัฒนาคุณภาพผู้เรียน", hand(office, "plan_officer"))
    assert [gap.field for gap in lacking(session, item)] == ["goals", "owner", "lines"]
    save_form(session, item, replace(FULL, goals=(("strategy", "S1"),)), hand(office))
    assert [gap.field for gap in lacking(session, item)] == ["owner", "lines"]
