"""Lists and figures of an office that has little: what is missing is left out, nothing stumbles over it."""

import datetime
from dataclasses import replace

import pytest
from conftest import LONG_AGO, NOW, make_office
from issued_paper import draft, hand, issued
from retention_desk import show

from states.compile import shipped_definition
from states.model import Label
from states.workdays import Calendar
from workflow import comments, disclosures, publication
from workflow.changes import Hand, authority
from workflow.development.content import Content, save_content
from workflow.development.publishing import give_years_their_strategies
from workflow.development.reading import serving
from workflow.development.strategies import strategies_in
from workflow.errors import BadInput, NotAllowed, UnknownItem
from workflow.models import Attestation, Goal, Item, Obligation, Person, StoredFile
from workflow.moments import bangkok_date
from workflow.papers import registers
from workflow.papers.readers import settle_readers
from workflow.paths.owing import Owed, _differs, owed_at
from workflow.permissions import Authority
from workflow.proposals.merging import arrived_merged
from workflow.proposals.opening import _moved
from workflow.publication import _after_publishing
from workflow.queries import viewer
from workflow.reports.acceleration import below
from workflow.reports.parts import parts
from workflow.schools.answering import _owed
from workflow.schools.sight import schools_visible_to
from workflow.search import search
from workflow.sheets.paper_tables import _budget
from workflow.sheets.people import PeoplePreview, save_people
from workflow.sheets.rows import CellError

TODAY = bangkok_date(NOW)


def refused(act, *args, **more) -> tuple[str, str]:
    with pytest.raises(BadInput) as caught:
        act(*args, **more)
    return caught.value.name, caught.value.problem


def test_whoever_has_no_post_sees_no_school(session, office):
    nobody = Person(office_id=office.id, username="x.t1", name_th="ก", is_service=False, active_from=LONG_AGO)
    session.add(nobody)
    session.flush()
    with pytest.raises(NotAllowed) as caught:
        schools_visible_to(viewer(session, nobody.id, NOW))
    assert caught.value.denial.code == "not_active"


def test_nothing_is_looked_for_by_nothing(session, office):
    office.open(session, "project", "P1")
    who = viewer(session, office.people["plan_director"], NOW)
    for words in ("", "   ", "...", "\u200b"):
        assert search(session, who, words).nothing
    assert not search(session, who, "P1").nothing


def test_a_school_is_told_what_else_it_owes(session, office):
    plan = office.open(session, "school_plan", "SP1")
    session.add(
        Obligation(
            office_id=office.id,
            item_id=plan.id,
            school_id=office.schools["S001"],
            code="D-SG-03",
            turn=1,
            owed_by="school_officer",
            due_on=TODAY,
            opened_seq=1,
            opened_at=NOW,
            formula="by",
            calendar_version="v",
        )
    )
    session.flush()
    (told,) = _owed(session, office.id, 2561)[office.schools["S001"]]
    assert (told.code, told.item, told.due_on) == ("D-SG-03", "SP1", TODAY)


def test_an_annual_report_has_no_quarter_to_be_below_target_in(session, office):
    assert below(session, office.open(session, "annual_report", "AR1")) == {}


def test_who_answers_for_a_project_without_an_owner(session, office):
    """Those of its group; nobody of another office writes anything."""
    report = office.open(session, "quarterly_report", "Q1")
    report.state = "follow_up"
    project = office.open(session, "project", "P1")
    session.flush()
    mine = parts(session, report, Hand(office.people["project_owner"], NOW))
    theirs = parts(session, report, Hand(office.people["project_owner@ADM"], NOW))
    assert (mine.answers(project), theirs.answers(project)) == (True, False)
    project.owner_id = office.people["clerk"]
    assert not mine.answers(project)
    other = make_office(session, "T2")
    stranger = parts(session, report, Hand(other.people["plan_director"], NOW))
    assert (stranger.hers, stranger.gathers, stranger.answers(project)) == ((), False, False)


def test_a_budget_under_names_nobody_knows_is_shown_as_it_is():
    assert _budget("งบลับ", "ค่าลับ") == ("งบลับ", "ค่าลับ")
    assert _budget("operating", "ค่าลับ")[1] == "ค่าลับ"


def test_a_day_that_was_not_set_moves_to_no_other_year():
    assert _moved(None, 2562) is None
    assert _moved(datetime.date(2018, 2, 28), 2562) == datetime.date(2019, 2, 28)


def test_a_path_on_which_nothing_is_published_has_no_public_state():
    assert _after_publishing(shipped_definition("project", "modern_default")) == frozenset()
    plan = shipped_definition("annual_plan", "modern_default")
    after = _after_publishing(plan)
    assert "published" in after
    assert not after & {plan.initial, "drafting"}
    first = next(move for move in plan.transitions if move.target == "published")
    back = replace(first, sources=("published",), target="drafting", send_back=True)
    again = replace(first, sources=("published",), target="published")
    assert _after_publishing(replace(plan, transitions=(*plan.transitions, back, again))) == after


def test_a_word_that_names_no_paper_merges_nothing(session, office):
    item = office.open(session, "project", "P1")
    by = Hand(office.people["plan_director"], NOW)
    nobody = Authority(0, "plan_director", None, None, "own")
    assert arrived_merged(session, item, by, nobody) is None
    session.add(
        Attestation(
            item_id=item.id,
            code="merge_target",
            value="P404",
            item_version=1,
            entry_seq=1,
            attested_by=by.by,
            attested_at=NOW,
        )
    )
    session.flush()
    assert arrived_merged(session, item, by, nobody) is None


def test_a_comment_calls_so_many_and_no_more(session, office, monkeypatch):
    item = office.open(session, "project", "P1")
    monkeypatch.setattr(comments, "MOST_CALLED", 1)
    both = "@plan_officer.t1 @clerk.t1 ดูด้วย"
    by = Hand(office.people["plan_director"], NOW)
    assert refused(comments.write, session, item, both, by) == ("comment", "too_many_called")
    assert comments.write(session, item, "@clerk.t1 ดูด้วย", by).id


def test_strategies_have_names_of_a_length_and_a_plan_gives_each_year_its_own_once(session, office):
    assert refused(strategies_in, f"S1 {'ก' * 301}") == ("strategies", "length")
    plan = office.open(session, "development_plan", "DP1")
    officer = Hand(office.people["plan_officer"], NOW)
    save_content(session, plan, Content(2562, 2563, strategies="S1 คุณภาพ\nS2 ครู"), officer)
    session.add_all(
        Goal(office_id=office.id, fiscal_year=2562, kind="strategy", code=code, name_th=code)
        for code in ("S1", "S2")
    )
    session.flush()
    by = authority(session, office.id, officer, ("plan_officer",))
    assert give_years_their_strategies(session, plan, officer, by) == 2  # of the second year alone
    broken = Content(2562, 2563, strategies="S1 ก\nS1 ข")
    assert serving(session, office.id, broken, 2562, TODAY) == []


def test_a_value_beside_a_salt_that_is_none_any_more_is_not_told():
    spoilt = disclosures.Disclosure(salt="no salt", value="ก")
    assert disclosures._said(spoilt, "0" * 64) == disclosures.STRANGE


def test_a_paper_that_is_not_out_is_closed_by_no_reader(session, office):
    assert settle_readers(session, 4711, NOW) is None
    assert settle_readers(session, draft(session, office, NOW).id, NOW) is None


def test_a_register_of_a_year_that_was_never_begun_has_no_gaps(session, office):
    assert registers.unexplained(session, office.id, "outgoing", 2561) == ()
    clerk = hand(office, "clerk", NOW)
    assert refused(registers.begin_at, session, office.id, "outgoing", 2018, 5, clerk) == (
        "year",
        "wrong_era",
    )


def test_a_number_that_was_not_voided_is_not_restored(session, office):
    paper = issued(session, office, NOW)
    item = session.get_one(Item, paper.item_id)
    before = registers.number_of(session, item.id)
    assert before is not None
    by = Authority(0, "clerk", None, None, "own")
    registers.restored_with_paper(session, item, hand(office, "clerk", NOW), by)
    assert registers.number_of(session, item.id) == before
    registers.restored_with_paper(session, draft(session, office, NOW), hand(office, "clerk", NOW), by)


def test_a_book_that_was_destroyed_by_order_is_no_longer_given_out(session, office, tmp_path, monkeypatch):
    item = office.open(session, "annual_plan", "AP1")
    sha256 = show(session, office, tmp_path, item, b"%PDF-1.7 the plan")
    book = publication.Published(
        "annual_plan", "แผน", "AP1", 2561, Label("ก", "a"), TODAY, ("plan.pdf", sha256, 5)
    )
    monkeypatch.setattr(publication, "published", lambda *_: [book, replace(book, book=None), book])
    assert publication.public_book(session, office.id, sha256) == ("plan.pdf", "application/pdf")
    session.get_one(StoredFile, sha256).destroyed_at = NOW
    session.flush()
    with pytest.raises(UnknownItem):
        publication.public_book(session, office.id, sha256)


def test_a_list_of_people_with_mistakes_opens_no_account(session, office):
    wrong = CellError("บุคลากร", 3, "A", "empty", "")
    preview = PeoplePreview((), (wrong,))
    admin = Hand(office.people["system_admin"], NOW)
    assert refused(save_people, session, office.id, preview, admin) == ("file", "workbook_rows")


def test_what_each_group_owes_is_owed_by_those_that_have_not_sent_theirs(session, office):
    item = office.open(session, "quarterly_report", "Q1")
    groups = tuple(office.groups.values())
    owed = Owed(Calendar("v", {}), TODAY, groups, frozenset({(item.id, groups[0])}))
    duty = next(iter(shipped_definition("quarterly_report", "modern_default").duties))
    assert owed.owing(replace(duty, each="group"), item) == groups[1:]
    assert owed.owing(replace(duty, each=""), item) == (item.group_id,)
    assert not _differs(duty, replace(duty, each="reader", owed_by="clerk"))
    assert not _differs(None, duty)
    assert _differs(duty, replace(duty, each="", owed_by="nobody"))


def test_where_nobody_comes_and_where_all_has_ended_nothing_is_owed():
    plan = shipped_definition("annual_plan", "modern_default")
    assert owed_at(plan, "nowhere") == frozenset()
    assert owed_at(plan, "cancelled") == frozenset()
    assert owed_at(plan, plan.initial) == frozenset(plan.opening_duties)
