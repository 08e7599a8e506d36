"""A signature stands under what its signer read, in her own capacity and on her own day."""

import datetime
import re

import pytest
from issued_paper import before_the_director, draft
from json_desk import PASSWORD, Desk, desk_at_the_json_door  # noqa: F401  a fixture
from sqlmodel import Session, select

from papers.trying import shipped
from workflow import engine
from workflow.changes import Hand
from workflow.models import Delegation, PaperText
from workflow.papers import templates

API = "/api/v1"
ON_BEHALF = "ปฏิบัติราชการแทนตำแหน่ง area_director"


def stands_in(session: Session, desk: Desk, subjects: str) -> None:
    """The deputy signs for the director by an order of this month."""
    session.add(
        Delegation(
            office_id=desk.office.id,
            position_id=desk.office.positions["area_director"],
            person_id=desk.office.people["deputy_director"],
            capacity="on_behalf",
            subjects=subjects,
            order_no="7/2561",
            ordered_on=datetime.date(2018, 1, 1),
            valid_from=datetime.date(2018, 1, 1),
            valid_to=datetime.date(2018, 1, 31),
        )
    )


def before_the_deputy(session: Session, desk: Desk) -> str:
    item, people = draft(session, desk.office, desk.at), desk.office.people
    engine.advance(session, item.id, "propose", by=people["plan_officer"], at=desk.at)
    told = {"opinion": "เห็นควรลงนาม"}
    engine.advance(session, item.id, "pass_group", by=people["plan_director"], at=desk.at, evidence=told)
    return item.code


def signed_text(desk: Desk) -> str:
    with desk.database.read() as session:
        return session.exec(select(PaperText)).one().markup


@pytest.mark.parametrize("subjects", ["memo.sign_as_deputy", ""])
def test_a_deputy_s_signature_says_for_whom_by_the_order_for_just_that_step(
    desk: Desk, subjects: str
) -> None:
    with desk.database.write() as session:
        stands_in(session, desk, subjects)
        code = before_the_deputy(session, desk)
    wish = {"password": PASSWORD, "order": "อนุมัติ", "trigger": "sign_as_deputy"}
    done = desk.person("deputy_director").post(f"{API}/papers/{code}/sign", json=wish)
    assert done.status_code == 200, done.text
    assert ON_BEHALF in signed_text(desk)


def test_the_page_signs_in_the_same_capacity_on_the_day_typed(desk: Desk) -> None:
    """The order of 7/2561 is from January; in its form the deputy says that she signed within it."""
    with desk.database.write() as session:
        stands_in(session, desk, "memo.sign_as_deputy")
        code = before_the_deputy(session, desk)
    desk.at += datetime.timedelta(days=25)  # in February
    told = {"fact:order": "อนุมัติ", "password": PASSWORD, "on": "2018-01-20"}
    done = desk.person("deputy_director").post(
        f"/papers/{code}/sign/sign_as_deputy", data=told, follow_redirects=False
    )
    assert done.status_code == 303, done.text
    assert ON_BEHALF in signed_text(desk)


def test_a_template_saved_while_she_read_is_not_signed_unread(desk: Desk) -> None:
    """The page shows the paper anew, and what it shows then is what she signs."""
    with desk.database.write() as session:
        item = draft(session, desk.office, desk.at)
        before_the_director(session, desk.office, item, desk.at)
        code = item.code
    director, told = desk.person("area_director"), {"fact:order": "อนุมัติ", "password": PASSWORD}
    read = seen(director.get(f"/papers/{code}").text)
    desk.at += datetime.timedelta(minutes=1)
    with desk.database.write() as session:
        source = shipped("memo.html").replace("{% block sign %}", "{% block sign %}<p>อนุมัติเบิกจ่ายทันที</p>")
        hand = Hand(desk.office.people["plan_director"], desk.at)
        templates.save(session, desk.office.id, "memo.html", source, "", hand)
    refused = director.post(f"/papers/{code}/sign/sign", data=told | {"seen": read})
    assert refused.status_code == 409, refused.text
    with desk.database.read() as session:
        assert session.exec(select(PaperText)).all() == []
    assert "อนุมัติเบิกจ่ายทันที" in refused.text.replace("\N{NO-BREAK SPACE}", " ")
    done = director.post(
        f"/papers/{code}/sign/sign", data=told | {"seen": seen(refused.text)}, follow_redirects=False
    )
    assert done.status_code == 303, done.text
    assert "อนุมัติเบิกจ่ายทันที" in signed_text(desk)


def seen(page: str) -> str:
    """What the page's form says of the text it shows."""
    return re.findall('name="seen" value="([0-9a-f]{64})"', page)[0]
