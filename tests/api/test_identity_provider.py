"""Signing in by the office's identity provider, over a real connection, and everything that is not taken."""

import datetime
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from account_desk import PASSWORD, Accounts, account_desk, text  # noqa: F401  a fixture
from identity_provider_server import CLIENT, SECRET, IdentityProvider, identity_provider  # noqa: F401  a fixture
from joserfc.jwk import RSAKey
from sqlmodel import col, select

from workflow.accounts import identities
from workflow.accounts.identities import WantedProvider
from workflow.changes import Hand
from workflow.models import Entry, Identity, Person, SignInPolicy

ANSWER, LINK = "/sign-in/provider/answer", "/account/identities/link"


@pytest.fixture
def linked(desk: Accounts, provider: IdentityProvider) -> Accounts:
    """The office has the provider, and the clerk's account there is linked by its subject."""
    set_up(desk, provider)
    link(desk, provider, "clerk", subject="sub-1")
    return desk


def set_up(desk: Accounts, provider: IdentityProvider) -> None:
    provider.now = int(desk.at.timestamp())
    with desk.database.write() as session:
        wanted = WantedProvider(provider.issuer, CLIENT, SECRET, "บัญชีของสำนักงาน")
        identities.set_provider(session, desk.office.id, wanted, desk.app.state.vault, hand(desk))


def hand(desk: Accounts) -> Hand:
    return Hand(desk.office.people["system_admin"], desk.at)


def link(desk: Accounts, provider: IdentityProvider, who: str, **given: str) -> None:
    with desk.database.write() as session:
        identities.link(session, desk.office.people[who], provider.issuer, hand(desk), **given)


def come(client, provider: IdentityProvider, start: str = "/sign-in/provider?office=T1&to=/account"):
    """To the provider and back; the answer to the form that the last page sends."""
    away = client.get(start)
    assert away.status_code == 303
    back = provider.authorise(away.headers["location"])
    return send(client, back)


def begin_link(client, password: str = PASSWORD) -> str:
    """The provider's address on the page that answers her password."""
    page = text(client.post(LINK, data={"password": password}))
    return re.search(r'class="button main" href="(http://127[^"]+)"', page)[1]


def come_to_link(client, provider: IdentityProvider):
    return send(client, provider.authorise(begin_link(client)))


def send(client, back: str):
    page = client.get(back)
    assert page.status_code == 200
    told = {name: values[0] for name, values in parse_qs(urlsplit(back).query).items()}
    assert f'value="{told["code"]}"' in page.text
    return client.post(ANSWER, data=told)


def test_a_linked_account_comes_in_and_the_record_says_by_what(linked, provider):
    client = linked.browser()
    assert "บัญชีของสำนักงาน" in text(client.get("/sign-in"))
    answer = come(client, provider)
    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    assert "clerk.t1" in text(client.get("/account"))
    assert "khanton_visit" not in client.cookies
    with linked.database.read() as session:
        details = select(Entry.details).where(Entry.kind == "sign_in").order_by(col(Entry.seq))
        assert list(session.exec(details)) == ['{"way":"provider"}']


def test_nobody_is_let_in_before_the_form_is_sent(linked, provider):
    """No GET changes anything: the provider's redirect alone opens no session and takes no code."""
    client = linked.browser()
    back = provider.authorise(client.get("/sign-in/provider?office=T1").headers["location"])
    assert "data-go-on" in text(client.get(back))
    assert "khanton_session" not in client.cookies
    assert provider.tokens == 0


def test_a_second_factor_is_asked_after_the_provider_too(linked, provider):
    linked.rules(second_factor_roles=("clerk",))
    answer = come(linked.browser(), provider)
    assert answer.headers["location"] == "/sign-in/second-factor?to=/account"


def test_a_forged_state_another_browser_and_a_late_return_are_refused(linked, provider):
    client = linked.browser()
    back = provider.authorise(client.get("/sign-in/provider?office=T1").headers["location"])
    page = text(client.post(ANSWER, data={"code": "code-0", "state": "forged"}), 403)
    assert "ไม่ได้เริ่มจากที่นี่" in page
    assert send(client, back).status_code == 403  # the visit ended with the refusal
    back = provider.authorise(client.get("/sign-in/provider?office=T1").headers["location"])
    assert send(linked.browser(), back).status_code == 403
    linked.at += datetime.timedelta(minutes=11)
    assert send(client, back).status_code == 403
    assert provider.tokens == 0


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"iss": "https://elsewhere.example"},
        {"iss": None},
        {"aud": "another-client"},
        {"aud": ["another-client"]},
        {"aud": [CLIENT, "another-client"], "azp": "another-client"},
        {"aud": None},
        {"exp": 1},
        {"exp": None},
        {"iat": 4_000_000_000},
        {"sub": None},
        {"sub": ""},
    ],
    ids=str,
)
def test_an_id_token_with_a_wrong_claim_is_refused(linked, provider, claims):
    provider.claims = claims
    client = linked.browser()
    answer = come(client, provider)
    assert (answer.status_code, provider.tokens) == (403, 1)
    assert "คำตอบของผู้ให้บริการ" in answer.text
    assert "khanton_session" not in client.cookies


def test_an_id_token_signed_by_another_key_is_refused(linked, provider):
    provider.signing = RSAKey.generate_key(2048, {"kid": "k1"})
    assert come(linked.browser(), provider).status_code == 403


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://elsewhere.example"},
        {"token_endpoint": None},
        {"jwks_uri": "file:///etc/passwd"},
    ],
    ids=str,
)
def test_a_provider_that_says_it_is_another_is_refused(linked, provider, metadata):
    provider.metadata = metadata
    assert linked.browser().get("/sign-in/provider?office=T1").status_code == 403


def test_a_code_is_taken_once_and_with_its_verifier_only(linked, provider):
    client = linked.browser()
    back = provider.authorise(client.get("/sign-in/provider?office=T1").headers["location"])
    other = linked.browser()
    theirs = provider.authorise(other.get("/sign-in/provider?office=T1").headers["location"])
    state = parse_qs(urlsplit(theirs).query)["state"][0]
    assert other.post(ANSWER, data={"code": "code-0", "state": state}).status_code == 403
    assert send(client, back).status_code == 403  # the provider gave the code away already: it ended
    assert provider.tokens == 0


def test_a_provider_that_does_not_answer_leaves_the_password(linked, provider):
    with linked.database.write() as session:
        session.get_one(SignInPolicy, linked.office.id).issuer = "http://127.0.0.1:1"
    answer = linked.browser().get("/sign-in/provider?office=T1")
    assert answer.status_code == 502
    assert "เข้าสู่ระบบด้วยรหัสผ่าน" in answer.text


def test_who_is_not_linked_or_not_in_force_does_not_come_in(linked, provider):
    provider.subject = "sub-2"
    assert "ยังไม่ได้ผูกบัญชี" in text(come(linked.browser(), provider), 403)
    provider.subject = "sub-1"
    with linked.database.write() as session:
        session.get_one(Person, linked.office.people["clerk"]).active_to = datetime.date(2018, 1, 11)
    assert "ยังไม่ได้ผูกบัญชี" in text(come(linked.browser(), provider), 403)
    assert linked.browser().get("/sign-in/provider?office=NONE").status_code == 403


@pytest.mark.parametrize(("verified", "status"), [(True, 303), (False, 403), ("true", 403)])
def test_an_address_counts_only_where_the_provider_checked_it(desk, provider, verified, status):
    set_up(desk, provider)
    link(desk, provider, "clerk", email="Clerk@Office.example")
    provider.email, provider.email_verified = "clerk@office.EXAMPLE", verified
    assert come(desk.browser(), provider).status_code == status


def test_after_the_first_time_the_subject_counts_and_the_address_no_more(desk, provider):
    set_up(desk, provider)
    link(desk, provider, "clerk", email="clerk@office.example")
    provider.email, provider.email_verified = "clerk@office.example", True
    assert come(desk.browser(), provider).status_code == 303
    provider.subject = "whoever has the address now"
    assert come(desk.browser(), provider).status_code == 403
    provider.subject, provider.email = "sub-1", "new@office.example"
    assert come(desk.browser(), provider).status_code == 303


def test_she_links_her_own_account_after_signing_in_and_nobody_elses(desk, provider):
    set_up(desk, provider)
    client = desk.signed_in("clerk")
    answer = come_to_link(client, provider)
    assert answer.headers["location"] == "/account?done=linked#identities"
    assert "ผูกบัญชีแล้ว" in text(client.get("/account?done=linked"))
    assert come(desk.browser(), provider).status_code == 303
    page = text(come_to_link(desk.signed_in("plan_officer"), provider), 403)
    assert "ผูกกับผู้อื่นแล้ว" in page
    with desk.database.read() as session:
        row = session.exec(select(Identity)).one()
        assert (row.subject, row.person_id) == ("sub-1", desk.office.people["clerk"])
    assert client.post(f"/account/identities/{row.id}/unlink").status_code == 303
    assert come(desk.browser(), provider).status_code == 403


def test_a_link_begins_with_her_password_and_never_by_an_address_alone(desk, provider):
    """Whoever comes to a computer left open must not make a way in of her own."""
    set_up(desk, provider)
    client = desk.signed_in("clerk")
    assert f'method="post" action="{LINK}"' in text(client.get("/account"))
    assert client.get(LINK).status_code == 404
    for password in ("ผิดแน่นอน", ""):
        page = text(client.post(LINK, data={"password": password}), 403)
        assert 'href="#password"' in page
        assert "ผิดแน่นอน" not in page
    assert "khanton_visit" not in client.cookies
    with desk.database.write() as session:
        session.get_one(SignInPolicy, desk.office.id).issuer = "http://127.0.0.1:1"
    assert 'role="alert"' in text(client.post(LINK, data={"password": PASSWORD}), 502)
    assert desk.browser().post(LINK, data={"password": PASSWORD}).status_code == 303


def test_a_link_begun_by_somebody_who_signed_out_since_is_refused(desk, provider):
    set_up(desk, provider)
    client = desk.signed_in("clerk")
    back = provider.authorise(begin_link(client))
    client.post("/sign-out")
    desk.sign_in(client, "plan_officer")
    assert send(client, back).status_code == 403


def test_the_clients_secret_stands_sealed_in_the_database_and_on_no_page(linked, provider):
    page = text(linked.signed_in("system_admin").get("/settings/sign-in"))
    assert provider.issuer in page
    with linked.database.read() as session:
        row = session.exec(select(SignInPolicy)).one()
        entries = " ".join(session.exec(select(Entry.details)))
    assert row.sealed_client_secret
    assert not [each for each in (page, row.sealed_client_secret, entries) if SECRET in each]
