"""A forgotten password: the same answer for every name, and a link by mail where one can arrive."""

import datetime
import re
from collections.abc import Iterator

import pytest
from account_desk import NEW, Accounts, account_desk, text  # noqa: F401  a fixture
from sqlmodel import select

from notifications.channels.email import EmailOptions
from notifications.channels.settings import ChannelSet, ChannelSettings
from notifications.models import Contact
from tests.notifications.smtp_server import Mode, SmtpServer
from workflow import accounts
from workflow.changes import Hand
from workflow.models import Entry, OneTimeCode, Person

LINK = re.compile(r"https://khanton\.example/reset/([0-9A-Z-]{19})")


@pytest.fixture
def post() -> Iterator[SmtpServer]:
    with SmtpServer() as running:
        yield running


@pytest.fixture
def mailing(desk: Accounts, post: SmtpServer) -> Accounts:
    """The office has a mail server, and the clerk an address."""
    values = {"host": "127.0.0.1", "port": post.port, "security": "none", "sender": "desk@khanton.example"}
    options = EmailOptions.model_validate(values)
    desk.app.state.channels.close()
    desk.app.state.channels = ChannelSet(ChannelSettings(common={"email": options}, offices={}))
    reach(desk, "clerk")
    return desk


def reach(desk: Accounts, who: str) -> None:
    with desk.database.write() as session:
        session.add(
            Contact(
                person_id=desk.office.people[who],
                channel="email",
                address=f"{who}@khanton.example",
                enabled=True,
                since=desk.at,
            )
        )


def public(desk: Accounts, address: str) -> None:
    """As the settings say that people reach the installation."""
    object.__setattr__(desk.app.state.settings, "public_url", address)


def ask(desk: Accounts, name: str, address: str = "10.0.0.5"):
    return desk.browser(address=address).post("/forgotten", data={"username": name})


def test_a_link_arrives_and_sets_the_password_once_within_half_an_hour(mailing, post):
    public(mailing, "https://khanton.example")
    assert ask(mailing, "clerk.t1").headers["location"] == "/forgotten?sent=true"
    (taken,) = post.taken
    assert taken.to == ("clerk@khanton.example",)
    body = taken.mail.get_body(("plain",)).get_content()
    code = LINK.search(body)[1]
    assert "สามสิบนาที" in body
    told = {"code": code, "password": NEW, "again": NEW}
    mailing.at += datetime.timedelta(minutes=29)
    assert mailing.browser().post("/reset", data=told).status_code == 303
    assert mailing.sign_in(mailing.browser(), "clerk", NEW).status_code == 303
    with mailing.database.read() as session:
        everything = " ".join(session.exec(select(Entry.details)))
    assert "code_mailed" in everything
    assert code not in everything


def test_a_link_is_too_old_after_half_an_hour(mailing, post):
    public(mailing, "https://khanton.example")
    ask(mailing, "clerk.t1")
    code = LINK.search(post.taken[0].mail.get_body(("plain",)).get_content())[1]
    mailing.at += datetime.timedelta(minutes=30)
    told = {"code": code, "password": NEW, "again": NEW}
    assert "รหัสนี้ใช้ไม่ได้" in text(mailing.browser().post("/reset", data=told), 401)


def test_the_answer_is_the_same_for_every_name_and_only_one_is_written_to(mailing, post):
    with mailing.database.write() as session:
        session.get_one(Person, mailing.office.people["external_auditor"]).active_to = datetime.date(
            2018, 1, 11
        )
    reach(mailing, "external_auditor")
    answers = [
        ask(mailing, name)
        for name in ("clerk.t1", "plan_officer.t1", "external_auditor.t1", "system.t1", "nobody", "")
    ]
    assert {(each.status_code, each.headers["location"], each.content) for each in answers} == {
        (303, "/forgotten?sent=true", b"")
    }
    assert [each.to for each in post.taken] == [("clerk@khanton.example",)]
    with mailing.database.read() as session:
        assert list(session.exec(select(OneTimeCode.person_id))) == [mailing.office.people["clerk"]]


def test_without_a_public_address_the_mail_holds_the_code_and_no_link(mailing, post):
    """What a browser says it has reached may be a trap: a link is made from the settings alone."""
    mailing.browser(base="http://evil.example").post("/forgotten", data={"username": "clerk.t1"})
    body = post.taken[0].mail.get_body(("plain",)).get_content()
    assert "http" not in body
    assert "evil" not in body
    assert re.search(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}", body)


def test_three_mails_an_hour_and_the_answer_stays_the_same(mailing, post):
    answers = [ask(mailing, "clerk.t1").headers["location"] for _ in range(5)]
    assert answers == ["/forgotten?sent=true"] * 5
    assert len(post.taken) == 3
    mailing.at += datetime.timedelta(hours=1)
    ask(mailing, "clerk.t1")
    assert len(post.taken) == 4


def test_blanks_and_capitals_around_a_name_give_no_further_mails(mailing, post):
    for name in ("clerk.t1", " clerk.t1", "clerk.t1\u3000", "\tclerk.t1 ", "Clerk.T1", "clerk.t1"):
        ask(mailing, name)
    assert len(post.taken) == 3


def test_a_mail_that_anybody_may_ask_for_leaves_the_code_that_was_handed_over(mailing, post):
    with mailing.database.write() as session:
        hand = Hand(mailing.office.people["system_admin"], mailing.at)
        issued = accounts.issue_code(session, mailing.office.people["clerk"], "first", hand)
    ask(mailing, "clerk.t1", "203.0.113.9")
    assert len(post.taken) == 1
    told = {"code": issued.code, "password": NEW, "again": NEW}
    assert mailing.browser().post("/first", data=told).status_code == 303


def test_a_mail_server_that_is_down_shows_nothing_to_who_asked(mailing, post):
    post.mode = Mode.NOBODY
    assert ask(mailing, "clerk.t1").headers["location"] == "/forgotten?sent=true"
    assert post.taken == []


def test_an_office_without_mail_answers_alike(desk):
    reach(desk, "clerk")
    assert ask(desk, "clerk.t1").headers["location"] == "/forgotten?sent=true"
    with desk.database.read() as session:
        assert list(session.exec(select(OneTimeCode.person_id))) == []
