"""What a person can do with an item now: every step out of where it stands, with all that is missing."""

import datetime

import pytest
from conftest import SmallOffice
from sqlmodel import Session

from states.model import Label, Strength
from workflow import attest
from workflow.decision import Offer, offers
from workflow.errors import Denial, Missing
from workflow.models import Item
from workflow.situation import read


@pytest.fixture
def plan(session: Session, office: SmallOffice) -> Item:
    return office.open(session, "annual_plan", "AP2561")


def told(session: Session, office: SmallOffice, item: Item, role: str, now: datetime.datetime) -> list[Offer]:
    return list(offers(session, item.id, by=office.people[role], at=now, on=now.date()))


def test_every_step_out_of_the_state_is_offered_in_the_definitions_order(
    session: Session, office: SmallOffice, plan: Item, now: datetime.datetime
) -> None:
    begin, cancel = told(session, office, plan, "plan_director", now)
    assert [each.move.trigger for each in (begin, cancel)] == ["open_proposals", "cancel"]
    assert begin.authority is not None
    assert (begin.authority.role, begin.denial) == ("plan_director", None)
    assert (cancel.authority, cancel.denial) == (None, Denial("no_role", ("area_director",)))


def test_a_step_is_ready_lacking_or_denied(
    session: Session, office: SmallOffice, plan: Item, now: datetime.datetime
) -> None:
    def stands(role: str) -> list[str]:
        return [each.status for each in told(session, office, plan, role, now)]

    assert stands("plan_director") == ["missing", "denied"]
    facts = {
        "appointment_order": "คำสั่งที่ 12/2560",
        "ceiling_notice": "ที่ 34/2560",
        "proposal_form": "แบบ ผ.1",
        "last_year_summary": "สรุปผลปี 2560",
        "policy_analysed": "บันทึกวิเคราะห์นโยบาย",
    }
    attest.attest(session, plan.id, by=office.people["plan_director"], at=now, facts=facts)
    assert stands("plan_director") == ["ready", "denied"]
    assert stands("clerk") == ["denied", "denied"]


def test_what_is_missing_is_told_to_whoever_may_not_take_the_step_as_well(
    session: Session, office: SmallOffice, plan: Item, now: datetime.datetime
) -> None:
    hers, theirs = (told(session, office, plan, role, now)[0].missing for role in ("plan_director", "clerk"))
    assert hers == theirs
    assert [each.code for each in hers] == [
        *("committee_appointed", "ceilings_set", "proposal_form_ready", "policy_analysed"),
        *("appointment_order", "ceiling_notice", "proposal_form", "last_year_summary"),
    ]


def test_a_document_that_is_missing_says_what_to_attach_and_how_to_vouch_for_it(
    session: Session, office: SmallOffice, plan: Item, now: datetime.datetime
) -> None:
    last = told(session, office, plan, "plan_director", now)[0].missing[-1]
    assert last == Missing(
        code="last_year_summary",
        label=Label(
            "แนบเอกสาร: สรุปผลการดำเนินงานปีที่ผ่านมา", "Attach the document: Summary of last year's results"
        ),
        strength=Strength.HARD,
        supplied_by=(),
        facts={"last_year_summary": "text"},
    )


def test_looking_holds_nobodys_chain(
    session: Session, office: SmallOffice, plan: Item, now: datetime.datetime
) -> None:
    """`lock=False` reads without FOR UPDATE; what is read is the same."""
    by, on = office.people["plan_director"], now.date()
    looked, held = (read(session, plan.id, by, on, lock=lock) for lock in (False, True))
    assert (looked.item, looked.head, looked.actor) == (held.item, held.head, held.actor)
