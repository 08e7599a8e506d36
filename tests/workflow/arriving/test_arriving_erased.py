"""People of a log can be erased at their request as those of the office can, and the chain still holds."""

import json
from pathlib import Path

import pytest
from arriving_desk import (
    AT,
    DECLARATION,
    MAPPING,
    WRITTEN,
    entries_of,
    event,
    take,
    take_declarations,
    trace,
    write_csv,
    xes,
)
from conftest import SmallOffice
from sqlmodel import Session, col, select

from notifications.erasing import erase_person
from workflow import disclosures, history
from workflow.arriving.forgetting import forget
from workflow.arriving.mapping import kept_mapping
from workflow.arriving.persons import PREFIX, by_name, prefix
from workflow.arriving.quarantine import kept, logs, retry
from workflow.changes import Hand
from workflow.database import Database
from workflow.disclosures import ERASED
from workflow.erasure import Erased
from workflow.errors import BadInput, ErasedAlready, NotAllowed
from workflow.eventlogs.events import Log
from workflow.eventlogs.narrowing import narrowed
from workflow.models import Disclosure, Entry, Person, QuarantinedEvent

ORDER = "คำขอที่ 7/2569"
KIND = "old_declarations"


@pytest.fixture
def hand(office: SmallOffice) -> Hand:
    return Hand(office.people["system_admin"], AT)


@pytest.fixture
def taken(database: Database, office: SmallOffice, hand: Hand, tmp_path: Path) -> None:
    take_declarations(database, office, hand, tmp_path)


def named(session: Session, office: SmallOffice, name: str) -> Person:
    (found,) = by_name(session, office.id, name)
    return found


def erase(database: Database, office: SmallOffice, hand: Hand, name: str) -> Erased:
    with database.write() as session:
        return erase_person(session, named(session, office, name).id, ORDER, hand)


def who_did(session: Session, office: SmallOffice) -> dict[str, str]:
    """By activity who did it, as readers of the history are told."""
    rows = [each for _, *steps in entries_of(session, office.id, KIND).values() for each in steps]
    told = disclosures.read(session, rows)
    events = [told[each.office_id, each.seq]["event"] for each in rows]
    return {each["activity"]: each["resource"] for each in events}


def exported(session: Session, office: SmallOffice) -> list[str]:
    asked = narrowed(session, office.id, kind=KIND)
    log = Log(session, asked, lambda _kind, label: label, AT.date())
    return [each.resource for each in log.in_order()]


def said_anywhere(session: Session, name: str) -> list[str]:
    """Where the database still says a name in plain words."""
    texts = {
        "entry": " ".join(session.exec(select(Entry.details))),
        "apart": " ".join(session.exec(select(QuarantinedEvent.event))),
        "beside": json.dumps(session.exec(select(Disclosure.value)).all()),
        "person": json.dumps(session.exec(select(Person.name_th)).all()),
    }
    return [where for where, text in texts.items() if f'"{name}"' in text]


def test_entries_commit_to_who_did_it_and_readers_are_told(
    taken: None, database: Database, office: SmallOffice
) -> None:
    with database.read() as session:
        assert said_anywhere(session, "ann") == ["beside", "person"]
        assert said_anywhere(session, "dee") == ["apart", "beside", "person"]
        assert who_did(session, office) == {"Submit": "ann", "Approve": "bob"}
        assert sorted(exported(session, office)) == sorted(["ann", "ann", "bob"])


def test_whoever_is_erased_is_left_in_no_entry_and_no_event_kept_apart(
    taken: None, database: Database, office: SmallOffice, hand: Hand
) -> None:
    done = erase(database, office, hand, "bob")
    assert (done.values, done.papers_left) == (4, 0)  # her name, one step, two events kept apart
    with database.read() as session:
        assert said_anywhere(session, "bob") == []
        assert who_did(session, office) == {"Submit": "ann", "Approve": ERASED}
        assert sorted(exported(session, office)) == sorted(["ann", "ann", ERASED])
        apart = [(each.activity, each.resource) for _, each in kept(session, office.id)]
        assert apart == [("Money asked", "cid"), ("Pay", "dee"), ("Sent home", ""), ("Sent home", "")]
        assert history.verify(session, office.id).holds
        account = session.exec(select(Person.id).where(Person.username == done.account)).one()
    with pytest.raises(ErasedAlready), database.write() as session:
        erase_person(session, account, ORDER, hand)


def test_what_was_kept_apart_of_whoever_was_erased_is_still_taken_in_by_a_better_mapping(
    taken: None, database: Database, office: SmallOffice, hand: Hand
) -> None:
    erase(database, office, hand, "ann")
    erase(database, office, hand, "bob")
    better = kept_mapping(
        MAPPING.replace("{Submit:", '{"Money asked": request, "Sent home": send_back, Submit:')
    )
    with database.write() as session:
        told = retry(session, office.id, logs(session, office.id)[0].id, better, hand, "13/2569")
    assert told.accepted == 3
    with database.read() as session:
        assert said_anywhere(session, "ann") == said_anywhere(session, "bob") == []
        assert history.verify(session, office.id).holds


SEPARATED = """
kind: old_declarations
definition: {file: declaration.yaml}
check: [separation]
activities: {Submit: submit, Check: check}
"""


@pytest.mark.parametrize(
    ("approver", "erased", "accepted"), [("bob", (), 0), ("cid", (), 1), ("cid", ("bob", "cid"), 1)]
)
def test_two_who_were_erased_are_not_the_same_person_at_two_steps(
    database: Database,
    office: SmallOffice,
    hand: Hand,
    tmp_path: Path,
    approver: str,
    erased: tuple[str, ...],
    accepted: int,
) -> None:
    (tmp_path / "declaration.yaml").write_text(DECLARATION, encoding="utf-8")
    steps = (("Submit", "ann"), ("Check", "bob"), ("Approve", approver))
    rows = [("1", name, f"2018-03-0{day}", who, "") for day, (name, who) in enumerate(steps, start=1)]
    path = write_csv(tmp_path / "log.csv", rows)
    take(database, office, hand, path, kept_mapping(SEPARATED), text=SEPARATED)
    for name in erased:
        erase(database, office, hand, name)
    better = kept_mapping(SEPARATED.replace("Check: check", "Check: check, Approve: approve"))
    with database.write() as session:
        assert retry(session, office.id, logs(session, office.id)[0].id, better, hand).accepted == accepted


def test_one_person_of_the_office_is_left_out_of_what_her_mapping_kept_apart(
    database: Database, office: SmallOffice, hand: Hand, tmp_path: Path
) -> None:
    rows = [("1", "A", "no time", "Resource21", ""), ("1", "A", "no time", "cid", "", "as Resource21 said")]
    path = write_csv(tmp_path / "log.csv", [*rows, ("1", "A", "2018-03-01", "cid", "")])
    text = "kind: old_receipts\npeople: {Resource21: plan_director.t1}\n"
    take(database, office, hand, path, kept_mapping(text), text=text)
    with database.write() as session:
        assert forget(session, session.get_one(Person, office.people["plan_director"])) == 1
        assert [each.resource for _, each in kept(session, office.id)] == ["", "cid"]


def test_the_same_name_is_the_same_person_within_one_kind_and_her_account_does_not_tell_it(
    database: Database, office: SmallOffice, hand: Hand, tmp_path: Path
) -> None:
    for name, kind in (("first", "one"), ("second", "one"), ("third", "two")):
        path = write_csv(
            tmp_path / f"{name}.csv",
            [(name, "A", "2018-01-12", "ann", ""), (name, "B", "2018-01-12", " ann", "")],
        )
        take(database, office, hand, path, WRITTEN.model_copy(update={"kind": kind}))
    with database.read() as session:
        one, two = by_name(session, office.id, "ann")
        for each, kind in ((one, "one"), (two, "two")):
            start, lot = prefix(office.id, kind), each.username.removeprefix(prefix(office.id, kind))
            assert each.username.startswith(start)
            assert len(bytes.fromhex(lot)) == 8
        steps = select(Entry.actor_id).where(Entry.kind == "step")
        assert sorted(session.exec(steps)) == [one.id] * 4 + [two.id] * 2


def test_who_names_nobody_is_told_in_plain_words(
    database: Database, office: SmallOffice, hand: Hand, tmp_path: Path
) -> None:
    path = tmp_path / "log.xes"
    day = "2018-01-12T09:00:00+07:00"
    path.write_text(xes(trace("1", event("A", day, "SYSTEM"), event("B", day))), encoding="utf-8")
    take(database, office, hand, path, WRITTEN.model_copy(update={"nobody": ("SYSTEM",)}))
    with database.read() as session:
        query = select(Entry.details).where(Entry.kind == "step").order_by(col(Entry.seq))
        assert [json.loads(each)["event"]["resource"] for each in session.exec(query)] == ["SYSTEM", ""]


def test_what_a_log_itself_calls_a_commitment_is_told_as_it_is(
    database: Database, office: SmallOffice, hand: Hand, tmp_path: Path
) -> None:
    path = tmp_path / "log.xes"
    more = '<string key="commitment" value="x"/>'
    path.write_text(xes(trace("1", event("A", "2018-01-12T09:00:00+07:00", "ann", more))), encoding="utf-8")
    take(database, office, hand, path)
    with database.read() as session:
        entry = session.exec(select(Entry).where(Entry.kind == "step")).one()
        told = disclosures.read_one(session, entry)["event"]
        assert (told["resource"], told["attributes"]) == ("ann", {"commitment": ["string", "x"]})


def test_accounts_of_the_service_and_whoever_may_not_are_refused_as_before(
    taken: None, database: Database, office: SmallOffice, hand: Hand
) -> None:
    with database.read() as session:
        own = select(Person.id).where(col(Person.is_service), ~col(Person.username).startswith(PREFIX))
        service = session.exec(own).one()
    with pytest.raises(BadInput), database.write() as session:
        erase_person(session, service, ORDER, hand)
    with pytest.raises(NotAllowed):
        erase(database, office, Hand(office.people["plan_officer"], AT), "bob")
