"""A log taken in becomes items and entries of the chain; what did not fit is kept, and may be tried again."""

import datetime
import json

import pytest
from arriving_desk import (
    AT,
    MAPPING,
    WRITTEN,
    entries_of,
    event,
    sequences_in,
    take,
    take_declarations,
    trace,
    xes,
)
from conftest import NOW, SmallOffice
from sqlmodel import Session, col, func, select

from states.model import Ending
from workflow import definitions, disclosures, history
from workflow.arriving import importing as importing_module
from workflow.arriving.importing import Importing, source
from workflow.arriving.mapping import kept_mapping
from workflow.arriving.persons import PREFIX
from workflow.arriving.quarantine import kept, logs, retry
from workflow.arriving.writing import Codes, satang_of
from workflow.changes import Hand
from workflow.errors import BadInput, NotAllowed
from workflow.models import (
    Credential,
    Entry,
    ImportedLog,
    Item,
    Obligation,
    OutboxRow,
    Person,
    QuarantinedEvent,
)

T = "2018-01-{:02}T23:30:00.000+00:00"


def small(tmp_path, names=("a", "b", "c")):
    """Three cases by two people and nobody; the last event falls on the next day in Bangkok."""
    more = '<string key="org:group" value="G1"/>'
    path = tmp_path / "small.xes"
    events = [
        event("รับ", T.format(1), "Ann", more),
        event("ตรวจ", T.format(2), "Bob"),
        event("จบ", T.format(3)),
    ]
    path.write_text(
        xes(*(trace(name, *events, more='<int key="n" value="7"/>') for name in names)), encoding="utf-8"
    )
    return path


@pytest.fixture
def hand(office: SmallOffice):
    return Hand(office.people["system_admin"], AT)


def test_each_case_becomes_an_item_and_each_event_an_entry(database, office, hand, tmp_path):
    doing = take(database, office, hand, small(tmp_path))
    assert (doing.told.cases, doing.told.accepted, doing.told.quarantined) == (3, 9, 0)
    with database.read() as session:
        assert sequences_in(session, office.id, "old_receipts") == {n: ["รับ", "ตรวจ", "จบ"] for n in "abc"}
        item = session.exec(select(Item).where(Item.code == "a")).one()
        assert (item.title, item.fiscal_year, item.version) == ("a", 2561, 4)
        assert (item.starts_on, item.ends_on) == (datetime.date(2018, 1, 2), datetime.date(2018, 1, 4))
        assert item.effective_on == datetime.date(2018, 1, 4)
        definition = definitions.by_hash(session, item.definition_hash)
        assert definition.by_state[item.state].ending is Ending.DONE
        opening, first, _, last = entries_of(session, office.id, "old_receipts")[item.id]
        told = json.loads(opening.details)
        assert told["case"] == {"name": "a", "attributes": {"n": ["int", "7"]}}
        assert disclosures.read_one(session, first) == {
            "event": {
                "time": T.format(1),
                "activity": "รับ",
                "resource": "Ann",
                "attributes": {"org:group": ["string", "G1"]},
            }
        }
        assert (first.capacity, first.at, first.effective_on) == ("imported", AT, datetime.date(2018, 1, 2))
        assert (first.dwell_seconds, last.dwell_seconds) == (None, 86_400)
        assert history.verify(session, office.id).holds


def test_nobody_is_told_and_nothing_falls_due(database, office, hand, tmp_path):
    with database.read() as session:
        before = [session.exec(select(func.count()).select_from(t)).one() for t in (Obligation, OutboxRow)]
    take(database, office, hand, small(tmp_path))
    with database.read() as session:
        after = [session.exec(select(func.count()).select_from(t)).one() for t in (Obligation, OutboxRow)]
    assert after == before


def test_the_people_of_a_log_have_no_account_and_no_post(database, office, hand, tmp_path):
    take(database, office, hand, small(tmp_path))
    with database.read() as session:
        found = session.exec(select(Person).where(col(Person.username).startswith(PREFIX))).all()
        assert sorted(each.name_th for each in found) == ["Ann", "Bob", "ไม่ระบุผู้ทำ"]
        assert all(each.is_service and each.active_to == hand.day for each in found)
        ids = [each.id for each in found]
        assert session.exec(select(Credential).where(col(Credential.person_id).in_(ids))).all() == []
        added = session.exec(select(Entry).where(Entry.kind == "person", Entry.actor_id == hand.by)).all()
        assert [json.loads(each.details)["count"] for each in added] == [3]


def test_who_brought_it_in_and_on_whose_order_stands_before_and_after_it(database, office, hand, tmp_path):
    path = small(tmp_path)
    take(database, office, hand, path)
    with database.read() as session:
        about = session.exec(select(Entry).where(Entry.kind == "import").order_by(col(Entry.seq))).all()
        told = [json.loads(each.details) for each in about]
        assert [each["did"] for each in told] == ["begun", "finished"]
        assert {(each.actor_id, each.order_no) for each in about} == {(hand.by, "12/2569")}
        assert {(each["file"], each["sha256"]) for each in told} == {
            ("small.xes", importing_module.fingerprint(path))
        }
        steps = session.exec(select(Entry.seq).where(Entry.capacity == "imported")).all()
        assert about[0].seq < min(steps)
        assert max(steps) < about[1].seq
        assert told[1]["accepted"] == 9


def test_the_same_file_again_changes_nothing(database, office, hand, tmp_path):
    path = small(tmp_path)
    take(database, office, hand, path)
    with database.read() as session:
        before = history.verify(session, office.id)
    again = take(database, office, hand, path)
    with database.read() as session:
        assert history.verify(session, office.id) == before
        assert len(session.exec(select(Item).where(Item.kind == "old_receipts")).all()) == 3
    assert (again.done, again.already) == (True, 3)


def test_an_import_that_broke_off_goes_on_where_it_ended(database, office, hand, tmp_path):
    path = small(tmp_path, [str(n) for n in range(7)])
    found = source(path, WRITTEN, at=AT)
    broken = Importing(found, office.id, hand)
    with database.write() as session:
        broken.begin(session)
    with database.write() as session:
        broken.go_on(session, 3)
    with pytest.raises(RuntimeError):
        _and_fail(database, lambda session: broken.go_on(session, 3))
    resumed = take(database, office, hand, path, batch=2)
    assert (resumed.already, resumed.told.cases, resumed.told.accepted) == (3, 7, 21)
    with database.read() as session:
        assert sequences_in(session, office.id, "old_receipts") == {
            str(n): ["รับ", "ตรวจ", "จบ"] for n in range(7)
        }
        assert history.verify(session, office.id).holds
        row = session.exec(select(ImportedLog)).one()
        assert (row.cases_done, row.events_accepted, row.finished_at) == (7, 21, AT)


def _and_fail(database, act):
    """Does it, and the machine goes off before the transaction ends."""
    with database.write() as session:
        act(session)
        raise RuntimeError("the machine went off")


def test_all_or_nothing(database, office, hand, tmp_path):
    with database.read() as session:
        before = history.verify(session, office.id)
    doing = Importing(source(small(tmp_path), WRITTEN, at=AT), office.id, hand)
    with pytest.raises(RuntimeError):
        _and_fail(database, lambda session: (doing.begin(session), doing.go_on(session, None)))
    with database.read() as session:
        assert history.verify(session, office.id) == before
        assert session.exec(select(Item).where(Item.kind == "old_receipts")).all() == []
        assert session.exec(select(ImportedLog)).all() == []


@pytest.mark.parametrize("role", ["plan_officer", "clerk", "internal_auditor", "area_director"])
def test_who_may_not_bring_a_history_in(database, office, tmp_path, role):
    doing = Importing(source(small(tmp_path), WRITTEN, at=AT), office.id, Hand(office.people[role], AT))
    with pytest.raises(NotAllowed), database.write() as session:
        doing.begin(session)


def test_a_mapping_may_not_change_on_the_way(database, office, hand, tmp_path):
    path = small(tmp_path)
    with database.write() as session:
        Importing(source(path, WRITTEN, at=AT), office.id, hand).begin(session)
    other = Importing(source(path, WRITTEN.model_copy(update={"th": "อื่น"}), at=AT), office.id, hand)
    with pytest.raises(BadInput) as caught, database.write() as session:
        other.begin(session)
    assert caught.value.problem == "log_mapping_changed"


def test_codes_are_safe_short_and_one_each():
    codes = Codes({"taken"})
    names = ["plain", "taken", "a/b", "x" * 41, "\u202e", " ", "plain"]
    made = [codes.code(name, "") for name in names]
    assert made[0] == "plain"
    assert len(set(made)) == len(made)
    assert all(code.strip() and len(code) <= 40 and code.isprintable() and "/" not in code for code in made)
    assert set(codes.made) == {"taken", "a/b", "x" * 41, "\u202e", " ", "plain"}
    again = Codes({"taken"})
    assert [again.code(name, "") for name in names] == made


@pytest.mark.parametrize(
    ("text", "satang"),
    [
        ("26.85120450862128", 2685),
        ("0.005", 1),
        ("1,234.5", 123450),
        ("-3", -300),
        ("x", None),
        ("NaN", None),
        ("1e99", None),
    ],
)
def test_amounts_of_a_log(text, satang):
    assert satang_of(text) == satang


@pytest.fixture
def taken(database, office, hand, tmp_path):
    return take_declarations(database, office, hand, tmp_path)


def test_what_does_not_fit_is_kept_word_for_word(taken, database, office):
    with database.read() as session:
        rows = [each for _, each in kept(session, office.id)]
        assert [(r.code, r.number, str(r.reason), r.detail, r.activity) for r in rows] == [
            ("OLD-1", 3, "unknown_activity", "", "Money asked"),
            ("OLD-1", 4, "not_open", "approved", "Pay"),
            ("OLD-2", 2, "unknown_activity", "", "Sent home"),
            ("OLD-3", 1, "unknown_activity", "", "Sent home"),
        ]
        assert json.loads(rows[2].event) == {
            "time": "2018-03-02T00:00:00+07:00",
            "activity": "Sent home",
            "resource": "bob",
            "attributes": {"note": ["string", "no receipt"]},
        }
        (log,) = logs(session, office.id)
        assert (log.cases, log.events, log.events_accepted) == (3, 7, 3)
        states = session.exec(select(Item.code, Item.state).where(Item.kind == "old_declarations")).all()
        assert sorted(states) == [("OLD-1", "approved"), ("OLD-2", "submitted"), ("OLD-3", "prepared")]
        assert history.verify(session, office.id).holds


def test_by_a_better_mapping_what_fits_now_is_taken_in(taken, database, office, hand):
    better = kept_mapping(
        MAPPING.replace("{Submit:", '{"Money asked": request, "Sent home": send_back, Submit:')
    )
    with database.write() as session:
        told = retry(session, office.id, logs(session, office.id)[0].id, better, hand, "13/2569")
    assert (told.events, told.accepted) == (4, 3)
    with database.read() as session:
        assert [(e.code, str(e.reason), e.detail) for _, e in kept(session, office.id)] == [
            ("OLD-3", "not_open", "prepared")
        ]
        assert sequences_in(session, office.id, "old_declarations") == {
            "1": ["Submit", "Approve", "Money asked", "Pay"],
            "2": ["Submit", "Sent home"],
            "3": [],
        }
        reasons = session.exec(select(Entry.reason).where(Entry.trigger == "send_back")).all()
        assert reasons == ["no receipt"]
        numbers = session.exec(
            select(QuarantinedEvent.taken_seq).where(col(QuarantinedEvent.taken_seq).is_not(None))
        )
        assert len(set(numbers)) == 3
        assert history.verify(session, office.id).holds
        assert logs(session, office.id)[0].events_accepted == 6
    with database.write() as session:
        assert retry(session, office.id, logs(session, office.id)[0].id, better, hand).accepted == 0


def test_only_ones_own_imports_are_tried_again(taken, database, office, hand):
    with pytest.raises(BadInput), database.write() as session:
        retry(session, office.id, 999, kept_mapping(MAPPING), hand)
    by = Hand(office.people["clerk"], NOW)
    with pytest.raises(NotAllowed), database.write() as session:
        retry(session, office.id, logs(session, office.id)[0].id, kept_mapping(MAPPING), by)


def test_a_kind_of_living_papers_cannot_be_taken(session: Session, office: SmallOffice, hand, tmp_path):
    living = source(small(tmp_path), WRITTEN, at=AT)
    definitions.publish(session, office.id, _living(living.rules.past), by=hand.by, at=AT)
    with pytest.raises(BadInput) as caught:
        Importing(living, office.id, hand).begin(session)
    assert caught.value.problem == "log_kind_taken"


def _living(past):
    """The same graph with somebody's hand on it."""
    import dataclasses

    moves = tuple(dataclasses.replace(move, by=("plan_officer",)) for move in past.transitions)
    return dataclasses.replace(past, profile="modern_default", transitions=moves)
