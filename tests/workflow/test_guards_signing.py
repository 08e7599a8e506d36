"""What the guards of memos and self-assessments hold and refuse, asked of real posts and orders."""

import datetime

import pytest
from conftest import NOW
from guard_desk import DAY, Desk, desk_of_the_small_office  # noqa: F401  a fixture

from workflow.engine import advance
from workflow.errors import BadEvidence
from workflow.models import Delegation
from workflow.permissions import Authority

NOBODY = "No post or order gives authority to sign this on 12 January 2018"


def _order(
    desk: Desk, position: str, subjects: str = "", *, ends: datetime.date = DAY, capacity: str = "acting"
) -> None:
    """The deputy director stands in for `position` from the beginning of the month until `ends`."""
    desk.session.add(
        Delegation(
            office_id=desk.office.id,
            position_id=desk.office.positions[position],
            person_id=desk.office.people["deputy_director"],
            capacity=capacity,
            subjects=subjects,
            order_no="1/2561",
            ordered_on=datetime.date(2018, 1, 1),
            valid_from=datetime.date(2018, 1, 1),
            valid_to=ends,
        )
    )


@pytest.mark.parametrize(
    ("position", "subjects", "ends", "answer"),
    [
        ("area_director", "", DAY, "holds"),
        ("area_director", "memo", DAY, "holds"),
        ("area_director", "project.authorise, memo.sign", DAY, "holds"),
        ("area_director", "memo.sign_as_deputy", DAY, NOBODY),
        ("area_director", "project", DAY, NOBODY),
        ("area_director", "", datetime.date(2018, 1, 11), NOBODY),
        ("plan_director", "", DAY, NOBODY),
    ],
)
@pytest.mark.parametrize("guard", ["signing_authority_valid", "delegation_covers_subject"])
def test_an_order_covers_a_subject_on_its_days(
    desk: Desk, guard: str, position: str, subjects: str, ends: datetime.date, answer: str
) -> None:
    memo = desk.item("memo")
    _order(desk, position, subjects, ends=ends)
    assert desk.says(guard, memo, by="deputy_director", trigger="sign") == answer


def test_a_person_acting_on_behalf_signs_as_one_acting_in_place(desk: Desk) -> None:
    memo = desk.item("memo")
    _order(desk, "area_director", capacity="on_behalf")
    assert desk.says("delegation_covers_subject", memo, by="deputy_director") == "holds"


def test_an_order_that_has_run_out_still_covers_the_day_of_signing(desk: Desk) -> None:
    memo = desk.item("memo")
    _order(desk, "area_director", ends=datetime.date(2018, 1, 5))
    answers = [
        desk.says("signing_authority_valid", memo, by="deputy_director", on=datetime.date(2018, 1, day))
        for day in (1, 5, 6)
    ]
    assert answers[:2] == ["holds", "holds"]
    assert answers[2] == "No post or order gives authority to sign this on 6 January 2018"


def test_the_area_director_signs_by_her_post_and_needs_no_delegation(desk: Desk) -> None:
    memo = desk.item("memo")
    assert desk.says("signing_authority_valid", memo, by="area_director") == "holds"
    assert desk.says("delegation_covers_subject", memo, by="area_director") == NOBODY


@pytest.mark.parametrize(
    ("deputy_step", "word", "answer"),
    [(True, None, "refuses"), (True, "no", "refuses"), (True, "yes", "holds"), (False, None, "holds")],
)
def test_the_deputy_is_passed_over_by_setting_or_by_record(
    desk: Desk, deputy_step: bool, word: str | None, answer: str
) -> None:
    facts = {"no_deputy_step": word} if word else {}
    assert desk.says("no_deputy_step", desk.item("memo"), facts=facts, deputy_step=deputy_step) == answer


@pytest.mark.parametrize(
    ("guard", "key"),
    [("number_assigned", "document_number"), ("outgoing_letter_numbered", "outgoing_number")],
)
@pytest.mark.parametrize(
    ("number", "fits"),
    [
        ("ศธ 04159/123", True),
        ("ที่ ศธ ๐๔๑๕๙/ว ๑๒", True),
        ("ศธ 04159/ว12", True),
        ("กนผ 12/2561", True),
        ("123", False),
        ("/123", False),
        (" /123", False),
        ("ศธ 04159/", False),
        ("ศธ 04159/ว", False),
        ("ศธ 04159/12ก", False),
        ("ศธ 04159/ด 12", False),
    ],
)
def test_a_letter_number_has_its_owner_and_its_register(
    desk: Desk, guard: str, key: str, number: str, fits: bool
) -> None:
    wrong = f"“{number.strip()}” is not a letter number such as ศธ 04159/123 or ศธ 04159/ว 12"
    assert desk.says(guard, desk.item("memo"), facts={key: number}) == ("holds" if fits else wrong)


def claims(levels: str) -> dict[str, str]:
    """The levels claimed of M1, M2 and M4: "3 1 0"; "-" where none is."""
    keys = ("claimed_level_m1", "claimed_level_m2", "claimed_level_m4")
    return {key: level for key, level in zip(keys, levels.split(), strict=True) if level != "-"}


WITHOUT, SILENT, WRONG = "Criteria without evidence", "Standards without a level claimed", "A level is 0 to 5"


@pytest.mark.parametrize(
    ("claimed", "shown", "below", "through"),
    [
        ("0 0 0", "", "holds", "holds"),
        ("1 1 1", "", "holds", f"{WITHOUT} (3): M1.1, M2.1, M4.1"),
        ("1 0 0", "M1.1", "holds", "holds"),
        ("2 0 1", "M1.1 M4.1", "holds", f"{WITHOUT} (1): M1.2"),
        ("3 0 0", "M1.1 M1.3", f"{WITHOUT} (1): M1.2", f"{WITHOUT} (1): M1.2"),
        ("0 3 0", "M2.1 M2.2 M2.3", "holds", "holds"),
        ("0 3 1", "M2.1 M2.2 M2.3", "holds", f"{WITHOUT} (1): M4.1"),
        ("5 0 0", "M1.1 M1.2 M1.3 M1.4", "holds", f"{WITHOUT} (1): M1.5"),
        ("๑ 0 0", "M1.1", "holds", "holds"),
        ("1 - 0", "M1.1", f"{SILENT} (1): M2", f"{SILENT} (1): M2"),
        ("- - -", "M1.1 M2.1 M4.1", "refuses", "refuses"),
        ("6 0 0", "M1.1", f"{WRONG} (1): M1", f"{WRONG} (1): M1"),
        ("2.5 7 0", "", f"{WRONG} (2): M1, M2", f"{WRONG} (2): M1, M2"),
    ],
)
def test_a_level_of_each_standard_stands_on_evidence_of_every_criterion_up_to_it(
    desk: Desk, claimed: str, shown: str, below: str, through: str
) -> None:
    """Of an office whose record is silent; each standard has its own claim."""
    assessment = desk.item("self_assessment")
    facts = claims(claimed)
    if shown:
        facts["criteria_evidence"] = ",".join(f"{code} แฟ้มที่ 1" for code in shown.split())
    assert desk.says("levels_cumulative", assessment, facts=facts) == below
    assert desk.says("evidence_per_level", assessment, facts=facts) == through


def test_ticking_levels_is_no_evidence(desk: Desk) -> None:
    """Evidence is of criteria; a list of levels is not taken."""
    with pytest.raises(BadEvidence):
        desk.says("evidence_per_level", desk.item("self_assessment"), facts={"evidenced_levels": "1,2,3"})


def _standing_in_for(person: int) -> Authority:
    return Authority(1, "plan_director", None, None, "acting", "1/2561", frozenset(), person)


@pytest.mark.parametrize(
    ("owner", "by", "principal", "answer"),
    [
        ("plan_officer", "plan_director", None, "holds"),
        ("plan_officer", "plan_officer", None, "refuses"),
        ("plan_officer", "deputy_director", "plan_officer", "refuses"),
        ("plan_officer", "deputy_director", "plan_director", "holds"),
        (None, "plan_director", None, "Whose assessment this is has not been recorded"),
    ],
)
def test_nobody_confirms_their_own_assessment(
    desk: Desk, owner: str | None, by: str, principal: str | None, answer: str
) -> None:
    people = desk.office.people
    assessment = desk.item("self_assessment", owner_id=people[owner] if owner else None)
    authority = _standing_in_for(people[principal]) if principal else None
    assert desk.says("not_own_assessment", assessment, by=by, authority=authority) == answer


def test_without_an_owner_whoever_scored_is_the_person_assessed(desk: Desk) -> None:
    assessment = desk.item("self_assessment")
    advance(
        desk.session,
        assessment.id,
        "score",
        by=desk.office.people["plan_officer"],
        at=NOW,
        evidence={**claims("0 0 0"), "evidence_list": "แฟ้มที่ 1"},
    )
    answers = [desk.says("not_own_assessment", assessment, by=by) for by in ("plan_officer", "plan_director")]
    assert answers == ["refuses", "holds"]
