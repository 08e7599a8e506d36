"""A log held against a definition: each deviation is named, the case goes on, and nothing is made up."""

import datetime

import pytest
from arriving_desk import DECLARATION, write_csv
from conftest import SmallOffice
from sqlmodel import Session

from states.load import Unreadable
from workflow.arriving.importing import conformance, source
from workflow.arriving.mapping import kept_mapping
from workflow.arriving.reasons import WORDS, Reason
from workflow.errors import BadInput, DefinitionRefused, UnknownPerson

AT = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
MAPPING = """
kind: old_declarations
definition: {file: declaration.yaml}
activities:
  Submit: submit
  Resubmit: submit_again
  Check: check
  Approve: approve
  Reject: send_back
  Request: {trigger: request, documents: [signed_scan_or_esign]}
  Pay: {trigger: pay, facts: {no_open_commitments: "ok"}}
roles: {owner: project_owner, officer: plan_officer, head: area_director, finance: finance_officer}
nobody: [SYSTEM]
reason_from: note
"""
GOOD = (
    ("Submit", "ann", "owner"),
    ("Check", "bob", "officer"),
    ("Approve", "cid", "head"),
    ("Request", "dee", "finance"),
    ("Pay", "dee", "finance"),
)


def case(*events, name="1", first=1):
    """Rows of a case, one a day: activity, person, role, and what else was noted."""
    return [
        (name, activity, f"2018-03-{day:02}T09:00:00+07:00", who, role, *(more or [""]))
        for day, (activity, who, role, *more) in enumerate(events, start=first)
    ]


@pytest.fixture
def fits(session: Session, office: SmallOffice, tmp_path):
    """Says how these rows fit the mapping: the deviations, and how many events were taken."""
    (tmp_path / "declaration.yaml").write_text(DECLARATION, encoding="utf-8")

    def found(rows, mapping=MAPPING):
        path = write_csv(tmp_path / "log.csv", rows)
        log = source(path, kept_mapping(mapping).named(""), mapping, folder=tmp_path, at=AT)
        told = conformance(session, office.id, log, at=AT)
        return [(str(reason), activity, detail) for reason, activity, detail, _ in told.listed()], told

    return found


def test_a_case_that_follows_the_path_fits_wholly(fits):
    deviations, told = fits(case(*GOOD))
    assert deviations == []
    assert (told.cases, told.fitting, told.ended, told.events, told.accepted) == (1, 1, 1, 5, 5)
    assert (told.fitness, dict(told.unjudged)) == (1, {})


@pytest.mark.parametrize(
    ("events", "deviation"),
    [
        ((("Dance", "ann", "owner"), *GOOD), ("unknown_activity", "Dance", "")),
        ((GOOD[0], GOOD[3], *GOOD[1:]), ("not_open", "Request", "submitted")),
        ((*GOOD, ("Submit", "ann", "owner")), ("after_end", "Submit", "paid")),
        ((("Submit", "bob", "officer"), *GOOD), ("wrong_role", "Submit", "officer")),
        ((("Submit", "eve", "clown"), *GOOD), ("wrong_role", "Submit", "clown")),
        ((("Submit", "eve", ""), *GOOD), ("wrong_role", "Submit", "no_role")),
        ((*GOOD[:2], ("Approve", "bob", "head"), *GOOD[2:]), ("separated", "Approve", "check")),
        ((*GOOD[:1], ("Reject", "bob", "officer", ""), *GOOD[1:]), ("reason_missing", "Reject", "")),
        ((("", "ann", "owner"), *GOOD), ("no_activity", "", "")),
        ((("x" * 301, "ann", "owner"), *GOOD), ("no_activity", "x" * 301, "")),
    ],
)
def test_one_event_too_many_is_kept_apart_with_the_reason_and_the_case_goes_on(fits, events, deviation):
    deviations, told = fits(case(*events))
    assert deviations == [deviation]
    assert (told.accepted, told.ended, told.fitting) == (5, 1, 0)


def test_a_reason_that_the_log_gives_counts(fits):
    events = (
        *GOOD[:1],
        ("Reject", "bob", "officer", "amount is wrong"),
        ("Resubmit", "ann", "owner"),
        *GOOD[1:],
    )
    assert fits(case(*events))[0] == []


def test_a_paper_or_fact_that_nobody_gave_is_missing(fits):
    bare = MAPPING.replace("{trigger: request, documents: [signed_scan_or_esign]}", "request")
    assert set(fits(case(*GOOD), bare)[0]) == {
        ("document_missing", "Request", "signed_scan_or_esign"),
        ("not_open", "Pay", "approved"),
    }
    bare = MAPPING.replace('{trigger: pay, facts: {no_open_commitments: "ok"}}', "pay")
    assert fits(case(*GOOD), bare)[0] == [("guard", "Pay", "no_open_commitments")]


def test_what_is_not_to_be_asked_is_not_asked(fits):
    events = (("Submit", "x", "clown"), ("Reject", "x", ""), ("Resubmit", "x", ""), ("Check", "x", ""))
    events = (*events, ("Approve", "x", ""), ("Request", "x", ""), ("Pay", "x", ""))
    bare = MAPPING.replace("{trigger: request, documents: [signed_scan_or_esign]}", "request")
    assert fits(case(*events), bare + "check: []\n")[0] == []
    only = {
        ("separated", "Approve", "check"),
        ("not_open", "Request", "checked"),
        ("not_open", "Pay", "checked"),
    }
    assert set(fits(case(*events), bare + "check: [separation]\n")[0]) == only


def test_a_name_that_is_nobodys_is_never_the_same_person(fits):
    events = [(activity, "SYSTEM", role) for activity, _, role in GOOD]
    assert fits(case(*events))[0] == []
    events = [(activity, "", role) for activity, _, role in GOOD]
    assert fits(case(*events))[0] == []
    events = [(activity, "one", role) for activity, _, role in GOOD]
    assert ("separated", "Approve", "check") in fits(case(*events))[0]


def test_a_person_of_the_office_has_the_posts_she_held_that_day(fits, office: SmallOffice):
    people = "people: {bob: plan_officer.t1, cid: area_director.t1}\n"
    told = MAPPING.replace("head: area_director, ", "").replace("officer: plan_officer, ", "")
    assert fits(case(*GOOD), told + people)[0] == []
    assert set(fits(case(*GOOD), told)[0]) == {
        ("wrong_role", "Check", "officer"),
        ("wrong_role", "Approve", "head"),
        ("not_open", "Request", "submitted"),
        ("not_open", "Pay", "submitted"),
    }
    with pytest.raises(UnknownPerson):
        fits(case(*GOOD), told + "people: {bob: nobody.t1}\n")


def test_times_are_asked_before_anything_else(fits):
    rows = case(*GOOD)
    late = ("1", "Check", "2030-01-01T00:00:00Z", "bob", "officer", "")
    early = ("1", "Check", "2018-02-01T00:00:00Z", "bob", "officer", "")
    never = ("1", "Check", "some day", "bob", "officer", "")
    nought = ("1", "Check", "0001-01-01T00:00:00Z", "bob", "officer", "")
    found = fits([*rows[:1], late, early, never, nought, rows[0], *rows[1:]])[0]
    assert found == [
        ("no_time", "Check", ""),
        ("in_future", "Check", ""),
        ("duplicate", "Submit", ""),
        ("out_of_order", "Check", ""),
    ]


def test_a_guard_that_asks_todays_rows_is_not_judged_of_the_past_but_counted(fits):
    mapping = """
kind: old_memos
definition: {kind: memo}
activities: {Go: propose}
check: [guards]
"""
    deviations, told = fits([*case(("Go", "x", "")), *case(("Go", "y", ""), name="2")], mapping)
    assert (deviations, told.accepted, dict(told.unjudged)) == ([], 2, {"fields_complete": 2})


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (("Submit: submit", "Submit: fly"), ("trigger", "unknown")),
        (("kind: old_declarations", "kind: memo"), ("kind", "log_kind_taken")),
        (("kind: old_declarations", "kind: Old!"), ("kind", "shape")),
        (("kind: old_declarations", "th: x"), ("kind", "empty")),
        (("{file: declaration.yaml}", "{kind: cake}"), ("kind", "unknown")),
        (("{file: declaration.yaml}", "{kind: memo, profile: x}"), ("profile", "unknown")),
    ],
)
def test_a_mapping_with_a_fault_is_refused(fits, change, problem):
    with pytest.raises(BadInput) as caught:
        fits(case(*GOOD), MAPPING.replace(*change))
    assert (caught.value.name, caught.value.problem) == problem


@pytest.mark.parametrize(
    "change",
    [
        ("roles:", "rolls:"),
        ("owner: project_owner", "owner: pirate"),
        ("no_open_commitments", "moon_phase"),
        ("[signed_scan_or_esign]", "[napkin]"),
        ("{file: declaration.yaml}", "{file: ../../../etc/passwd}"),
    ],
)
def test_a_mapping_that_cannot_be_meant_is_unreadable(fits, change):
    with pytest.raises(Unreadable):
        fits(case(*GOOD), MAPPING.replace(*change))


def test_a_definition_with_a_fault_is_refused(fits, tmp_path):
    (tmp_path / "declaration.yaml").write_text(DECLARATION.replace(", end: done", ""), encoding="utf-8")
    with pytest.raises(DefinitionRefused):
        fits(case(*GOOD))


def test_every_reason_has_its_words():
    assert set(WORDS) == set(Reason)
