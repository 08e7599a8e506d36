"""Personal data can be erased at her request, and the record still verifies; what is bound stays."""

import datetime
import json
from pathlib import Path

import pytest
from conftest import NOW, SmallOffice
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from notifications.erasing import erase_person
from notifications.models import Contact, Message
from workflow import disclosures, history
from workflow.accounts import issue_code
from workflow.changes import Hand
from workflow.database import Database
from workflow.disclosures import ERASED, STRANGE, Personal, commitment, committed
from workflow.errors import BadInput, ErasedAlready, NotAllowed, StillBound
from workflow.meetings.bodies import NewMember, add_member, end_membership
from workflow.models import Body, Disclosure, Entry, Member, Occupancy, OneTimeCode, Person
from workflow.people import Appointment, NewPerson, add_people, appoint, change_person

NAME, NEW_NAME, ORDER = "นางสาวตัวอย่าง สมมุติ", "นางตัวอย่าง สมมุติ", "คำขอที่ 1/2561"
YESTERDAY = (NOW - datetime.timedelta(days=1)).date()


@pytest.fixture
def hand(office: SmallOffice) -> Hand:
    return Hand(office.people["system_admin"], NOW)


@pytest.fixture
def she(session: Session, office: SmallOffice, hand: Hand) -> Person:
    """Somebody who was given a name, another one, a seat and an address, and has left."""
    [number] = add_people(session, office.id, [NewPerson("u.one", NAME)], hand).values()
    change_person(session, number, {"name_th": NEW_NAME}, hand)
    body = Body(office_id=office.id, code="B", name_th="คณะ", internal=True, valid_from=YESTERDAY)
    session.add(body)
    session.add(Contact(person_id=number, channel="email", address="her@example.org", since=NOW))
    session.flush()
    new = NewMember(NEW_NAME, person_id=number, valid_from=YESTERDAY)
    member = add_member(session, body.id, "ที่ 1", new, hand)
    end_membership(session, member.id, YESTERDAY, hand)
    issue_code(session, number, "first", hand)
    person = session.get_one(Person, number)
    person.active_from, person.active_to = YESTERDAY, YESTERDAY
    session.add(person)
    session.flush()
    return person


def entries(session: Session, office: SmallOffice, kind: str) -> list[Entry]:
    query = select(Entry).where(Entry.office_id == office.id, Entry.kind == kind)
    return list(session.exec(query.order_by(col(Entry.seq))))


def told(session: Session, office: SmallOffice, kind: str) -> list[dict[str, object]]:
    return [disclosures.read_one(session, each) for each in entries(session, office, kind)]


def test_history_commits_to_a_name_and_readers_still_read_it(
    session: Session, office: SmallOffice, she: Person
) -> None:
    rows = [each for each in entries(session, office, "person") if each.subject == "person:u.one"]
    assert [NAME in each.details or NEW_NAME in each.details for each in rows] == [False, False]
    assert [disclosures.read_one(session, each) for each in rows] == [
        {"added": "person", "name_th": NAME},
        {"changed": {"name_th": [NAME, NEW_NAME]}},
    ]
    assert told(session, office, "member")[-1]["members"] == [[NEW_NAME, "member"]]


def test_values_of_more_entries_than_one_statement_takes_are_all_read(
    session: Session, office: SmallOffice, she: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    hiding = [each for each in entries(session, office, "person") if "commitment" in each.details]
    assert len(hiding) > 1
    whole = disclosures.read(session, hiding)
    texts = disclosures.texts(session, office.id, {each.seq: each.details for each in hiding})
    monkeypatch.setattr(disclosures, "_AT_ONCE", 1)
    assert disclosures.read(session, hiding) == whole
    assert disclosures.texts(session, office.id, {each.seq: each.details for each in hiding}) == texts
    assert ERASED not in json.dumps([*whole.values(), *texts.values()], ensure_ascii=False)


def test_after_erasure_nothing_of_her_is_left_but_what_is_record_and_the_chain_holds(
    session: Session, office: SmallOffice, she: Person, hand: Hand
) -> None:
    before = history.verify(session, office.id)
    done = erase_person(session, she.id, ORDER, hand)
    after = history.verify(session, office.id)
    assert (before.holds, after.holds, after.entries) == (True, True, before.entries + 1)
    assert (she.username, she.name_th) == (f"erased-{she.id}", f"บุคคลที่ถูกลบข้อมูล {she.id}")
    assert (done.account, done.name_th, done.values) == (she.username, she.name_th, 5)
    for table in (Disclosure, Contact, OneTimeCode):
        assert session.exec(select(table).where(table.person_id == she.id)).all() == []  # type: ignore[attr-defined]
    [member] = session.exec(select(Member).where(Member.person_id == she.id)).all()
    assert member.name_th == she.name_th
    assert told(session, office, "member")[-1]["members"] == [[ERASED, "member"]]
    [entry] = entries(session, office, "erased")
    assert (entry.subject, entry.actor_id) == (f"erased:{she.username}", hand.by)
    assert json.loads(entry.details) == {
        "order_no": ORDER,
        "values": 5,
        "entries_left": done.entries_left,
        "papers_left": 0,
    }


def test_entries_that_say_who_are_counted(
    session: Session, office: SmallOffice, she: Person, hand: Hand
) -> None:
    """Two of her account, one of the code issued to her; and one from before values were kept apart."""
    history.append(
        session,
        history.Record(
            office_id=office.id,
            kind="person",
            at="2018-01-12T02:00:00.000000Z",
            effective_on="2018-01-12",
            subject="person:another",
            actor_id=hand.by,
            capacity="own",
            details=history.details({"name_th": NEW_NAME}),
        ),
    )
    assert erase_person(session, she.id, ORDER, hand).entries_left == 4


def test_what_waits_to_be_sent_to_her_is_not_sent(
    session: Session, office: SmallOffice, she: Person, hand: Hand
) -> None:
    message = Message(
        office_id=office.id,
        person_id=she.id,
        channel="email",
        kind="digest",
        day=YESTERDAY,
        token="t",
        next_at=NOW,
        made_at=NOW,
    )
    session.add(message)
    session.flush()
    erase_person(session, she.id, ORDER, hand)
    session.refresh(message)
    assert message.state == "cancelled"


def test_it_is_done_once(session: Session, she: Person, hand: Hand) -> None:
    erase_person(session, she.id, ORDER, hand)
    with pytest.raises(ErasedAlready):
        erase_person(session, she.id, ORDER, hand)


def test_nobody_who_is_still_bound(session: Session, office: SmallOffice, hand: Hand) -> None:
    with pytest.raises(StillBound) as refused:
        erase_person(session, office.people["clerk"], ORDER, hand)
    assert refused.value.posts == ("ตำแหน่ง clerk",)
    assert refused.value.duties == ("บัญชียังใช้ได้ · the account is in force",)


def test_a_seat_and_a_later_post_bind(session: Session, office: SmallOffice, she: Person, hand: Hand) -> None:
    member = session.exec(select(Member).where(Member.person_id == she.id)).one()
    member.valid_to = None
    she.active_to = None
    session.add_all([member, she])
    session.flush()
    position = office.positions["clerk"]
    held = session.exec(select(Occupancy).where(Occupancy.position_id == position)).one()
    held.valid_to = YESTERDAY
    session.add(held)
    session.flush()
    appoint(session, office.id, [Appointment(position, she.id, NOW.date(), None, "ที่ 9")], hand)
    she.active_to = YESTERDAY
    session.add(she)
    session.flush()
    with pytest.raises(StillBound) as refused:
        erase_person(session, she.id, ORDER, hand)
    assert refused.value.posts == ("ตำแหน่ง clerk", "คณะ")


def test_who_may_and_on_what_order(session: Session, office: SmallOffice, she: Person, hand: Hand) -> None:
    with pytest.raises(NotAllowed):
        erase_person(session, she.id, ORDER, Hand(office.people["clerk"], NOW))
    with pytest.raises(BadInput):
        erase_person(session, she.id, "  ", hand)
    with pytest.raises(BadInput):
        erase_person(session, office.people["system"], ORDER, hand)


def test_a_refused_erasure_takes_nothing_away(database: Database, office: SmallOffice) -> None:
    hand = Hand(office.people["system_admin"], NOW)
    with database.write() as session:
        [number] = add_people(session, office.id, [NewPerson("u.two", NAME)], hand).values()
    with pytest.raises(StillBound), database.write() as session:
        erase_person(session, number, ORDER, hand)
    with database.read() as session:
        assert session.get_one(Person, number).name_th == NAME
        assert [row.value for row in session.exec(select(Disclosure))] == [NAME]


def test_a_value_that_was_exchanged_is_not_told(session: Session, office: SmallOffice, she: Person) -> None:
    for row in session.exec(select(Disclosure).where(Disclosure.person_id == she.id)):
        row.value = "นายอื่น"
        session.add(row)
    session.flush()
    assert told(session, office, "member")[-1]["members"] == [[STRANGE, "member"]]


def test_the_salt_hides_that_two_values_are_the_same() -> None:
    one, other = (committed({"name": Personal(NAME)}) for _ in range(2))
    assert one[0] != other[0]
    assert one[0]["name"]["commitment"] == commitment(one[1][0].salt, NAME)


def test_a_commitment_worked_out() -> None:
    """As docs/history-format.md has it."""
    assert (
        commitment("000102030405060708090a0b0c0d0e0f", "สมชาย")
        == "462abb7903fbc259645f46b71de9552b4ebeef080d6a694976dc4ef56fe75e52"
    )


plain = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.text(max_size=4), plain, max_size=4))
def test_what_is_not_personal_stays_as_it_is(values: dict[str, object]) -> None:
    assert committed(values) == (values, [])


@given(st.text(min_size=1, max_size=4), st.text(min_size=1, max_size=9), plain)
def test_each_value_has_its_own_place(key: str, value: str, beside: object) -> None:
    said, kept = committed({"a": beside, "b": [{key: Personal(value)}, Personal(value)]})
    assert said["a"] == beside
    assert [each.value for each in kept] == [value, value]
    assert len({each.path for each in kept}) == 2
    assert [commitment(each.salt, value) for each in kept] == [
        said["b"][0][key]["commitment"],
        said["b"][1]["commitment"],
    ]


def test_nothing_of_it_is_left_in_the_gaps_of_the_file(
    database: Database, office: SmallOffice, hand: Hand
) -> None:
    if not database.is_sqlite:
        pytest.skip("a file is SQLite's")
    kept_in = Path(str(database.url.database))
    with database.write() as session:
        [number] = add_people(session, office.id, [NewPerson("u.one", NAME)], hand).values()
        session.add(Contact(person_id=number, channel="email", address="her@example.org", since=NOW))
        person = session.get_one(Person, number)
        person.active_from, person.active_to = YESTERDAY, YESTERDAY
        session.add(person)
    _written_through(database)
    assert b"her@example.org" in kept_in.read_bytes()
    with database.write() as session:
        erase_person(session, number, ORDER, hand)
    _written_through(database)
    assert b"her@example.org" not in kept_in.read_bytes()


def _written_through(database: Database) -> None:
    with database.engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        assert driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone() == (0, 0, 0)
