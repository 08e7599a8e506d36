"""Unsaved forms: private to the person, bounded, the newest wins, gone when saved or too old."""

import datetime

import pytest
from sqlmodel import func, select

from workflow.errors import BadInput, TooLong
from workflow.form_drafts import (
    KEPT,
    LONGEST,
    MOST,
    base_of,
    discard_draft,
    drafts_of,
    find_draft,
    keep_draft,
)
from workflow.models import FormDraft

FIELDS = (("rationale", "เพราะ <b>อ่าน</b> ไม่คล่อง"), ("month", "1"), ("month", "2"))


def test_a_draft_comes_back_as_typed_and_the_newest_takes_its_place(session, office, now):
    owner = office.people["project_owner"]
    keep_draft(session, owner, "proposal/P1/reason", FIELDS, base="b1", at=now)
    first = find_draft(session, owner, "proposal/P1/reason", now)
    assert first is not None
    assert (first.fields, first.base, first.saved_at) == (FIELDS, "b1", now)
    later = now + datetime.timedelta(seconds=2)
    keep_draft(session, owner, "proposal/P1/reason", FIELDS[:1], base="b2", at=later)
    second = find_draft(session, owner, "proposal/P1/reason", later)
    assert second is not None
    assert (second.fields, second.base, second.saved_at) == (FIELDS[:1], "b2", later)


def test_a_draft_is_private_to_the_person(session, office, now):
    owner, officer = office.people["project_owner"], office.people["plan_officer"]
    keep_draft(session, owner, "proposal/P1/reason", FIELDS, base="", at=now)
    assert find_draft(session, officer, "proposal/P1/reason", now) is None
    discard_draft(session, officer, "proposal/P1/reason")
    assert find_draft(session, owner, "proposal/P1/reason", now) is not None
    discard_draft(session, owner, "proposal/P1/reason")
    assert find_draft(session, owner, "proposal/P1/reason", now) is None


def test_a_draft_is_forgotten_after_sixty_days(session, office, now):
    owner = office.people["project_owner"]
    keep_draft(session, owner, "minutes/M1", FIELDS, base="", at=now)
    assert find_draft(session, owner, "minutes/M1", now + KEPT) is not None
    late = now + KEPT + datetime.timedelta(seconds=1)
    assert find_draft(session, owner, "minutes/M1", late) is None
    assert drafts_of(session, owner, "minutes/", late) == []
    keep_draft(session, owner, "minutes/M2", FIELDS, base="", at=late)
    assert session.exec(select(FormDraft.form)).all() == ["minutes/M2"]


def test_the_oldest_draft_makes_room(session, office, now):
    owner = office.people["project_owner"]
    for number in range(MOST + 3):
        at = now + datetime.timedelta(minutes=number)
        keep_draft(session, owner, f"proposal/P{number}/reason", FIELDS, base="", at=at)
    names = [each.form for each in drafts_of(session, owner, "proposal/", now)]
    assert names == [f"proposal/P{number}/reason" for number in range(MOST + 2, 2, -1)]
    assert session.exec(select(func.count()).select_from(FormDraft)).one() == MOST


def test_only_the_drafts_of_the_named_form_are_listed(session, office, now):
    owner = office.people["project_owner"]
    for name in ("proposal/P1/reason", "proposal/P10/reason", "proposal/P_/reason"):
        keep_draft(session, owner, name, FIELDS, base="", at=now)
    assert [each.form for each in drafts_of(session, owner, "proposal/P1/", now)] == ["proposal/P1/reason"]
    assert [each.form for each in drafts_of(session, owner, "proposal/P_/", now)] == ["proposal/P_/reason"]


def test_what_is_too_long_or_no_form_is_refused(session, office, now):
    owner = office.people["project_owner"]
    with pytest.raises(TooLong):
        keep_draft(session, owner, "proposal/P1/reason", (("a", "ก" * LONGEST),), base="", at=now)
    for form, fields, base in (
        ("", FIELDS, ""),
        ("Not A Form", FIELDS, ""),
        ("proposal/" + "P" * 300, FIELDS, ""),
        ("proposal/P1", FIELDS, "b" * 65),
        ("proposal/P1", (("a", "x\x00y"),), ""),
    ):
        with pytest.raises(BadInput):
            keep_draft(session, owner, form, fields, base=base, at=now)
    assert session.exec(select(FormDraft)).all() == []


def test_what_is_kept_has_another_base_when_anything_differs():
    assert base_of(["a", 1]) == base_of(["a", 1])
    assert len({base_of(each) for each in (["a"], ["b"], ["a", ""], [("a",)], [])}) == 5
