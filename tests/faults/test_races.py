"""Two people press at the same moment, a thousand times: one wins, the other is told what happened."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aftermath
import pytest
from conftest import SmallOffice, _post
from figures import Figures, figures, share  # noqa: F401  a fixture
from load_office import FUND, LoadOffice, furnish, line_words, project
from servers import Answer, Client, serving, sign_in
from sqlmodel import col, select

from workflow.database import Database
from workflow.meetings.together import mark_of_entry
from workflow.models import Cluster, Entry, Fund, Item, Resolution

QUICK, MANY = 20, 1_000
HALF_MINUTE = 30.0
Press = Callable[[], Answer]
AUTHORISING = {
    "interim_authority": "ให้ดำเนินการไปพลางก่อน",
    "tranche_available": "งวดที่ 1",
    "project_approval_memo": "บันทึกอนุมัติ",
}
SUBMITTING = {
    "proposal_complete": "ครบ",
    "lines_equal_total": "เท่ากัน",
    "indicators_aligned": "กลยุทธ์ที่ 1",
    "proposal_form": "แบบ ผ.1",
}


@dataclass
class Ring:
    """An office whose server listens, and people who press at once; each round has a paper of its own."""

    database: Database
    office: SmallOffice
    load: LoadOffice
    port: int
    tokens: dict[str, str]
    pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(2))
    clients: dict[str, Client] = field(default_factory=dict)

    def client(self, role: str) -> Client:
        return self.clients.setdefault(role, Client(self.port, self.tokens[role]))

    def both(self, first: Press, second: Press) -> tuple[Answer, Answer]:
        """Both are let go at the same moment."""
        start = threading.Barrier(2)

        def pressed(press: Press) -> Answer:
            start.wait(HALF_MINUTE)
            return press()

        one, other = self.pool.map(pressed, (first, second), timeout=2 * HALF_MINUTE)
        return one, other

    def advance(self, role: str, code: str, trigger: str, **more: Any) -> Press:
        wish = {"trigger": trigger, "reason": "พร้อมกัน", **more}
        return lambda: self.client(role).post(f"/api/v1/items/{code}/advance", wish)

    def papers(self, state: str, rounds: int) -> list[str]:
        """So many projects in a state, by code."""
        codes = [f"R{state[:2]}{number:04}" for number in range(rounds)]
        with self.database.write() as session:
            fund = session.exec(select(Fund).where(Fund.office_id == self.office.id)).one()
            for code in codes:
                project(session, self.office, code, state, fund.id)
        return codes

    def steps(self, code: str) -> list[str]:
        """What happened to an item since it was taken in, in the order in which it did."""
        with self.database.read() as session:
            query = select(Entry.kind, Entry.trigger).join(Item, col(Item.id) == col(Entry.item_id))
            mine = query.where(Item.code == code, Item.office_id == self.office.id, Entry.kind != "imported")
            return [trigger or kind for kind, trigger in session.exec(mine.order_by(col(Entry.seq)))]


@pytest.fixture
def ring(database: Database, office: SmallOffice, tmp_path: Path) -> Iterator[Ring]:
    with database.write() as session:
        cluster = session.exec(select(Cluster.id)).first() or 0
        for role, name in (
            ("group_director", "group_director@PLN"),
            ("committee_secretary", "committee_secretary@2"),
            ("project_owner", "project_owner@PLN"),
        ):
            office.groups.setdefault("2", office.groups["PLN"])
            _post(session, office, role, name, cluster)
        load = furnish(session, office, 2)
        tokens = {
            role: sign_in(session, person) for role, person in office.people.items() if role != "system"
        }
    url = database.url.render_as_string(hide_password=False)
    with serving(url, tmp_path / "data") as port:
        made = Ring(database, office, load, port, tokens)
        yield made
        made.pool.shutdown()
        for client in made.clients.values():
            client.hang_up()


def approve_and_approve(ring: Ring, rounds: int) -> Counter[str]:
    """The director and her deputy authorise the same project."""
    told: Counter[str] = Counter()
    for code in ring.papers("in_plan", rounds):
        press = [
            ring.advance(role, code, "authorise", evidence=AUTHORISING, expect_version=1)
            for role in ("area_director", "deputy_director")
        ]
        told[one_wins(*ring.both(*press))] += 1
        assert ring.steps(code) == ["authorise"]
    return told


def approve_and_reject(ring: Ring, rounds: int) -> Counter[str]:
    """One group director endorses what the other sends back."""
    told: Counter[str] = Counter()
    for code in ring.papers("submitted", rounds):
        endorse = ring.advance(
            "group_director", code, "endorse", evidence={"within_group_ceiling": "ไม่เกิน"}, expect_version=1
        )
        back = ring.advance("group_director@PLN", code, "return_by_group", expect_version=1)
        answers = ring.both(endorse, back)
        told[one_wins(*answers)] += 1
        won = "endorse" if answers[0].status == 200 else "return_by_group"
        assert ring.steps(code) == [won]
        told[won] += 1
    return told


def approve_and_edit(ring: Ring, rounds: int) -> Counter[str]:
    """One submits a proposal while another writes its lines anew: nothing is written after the step."""
    told: Counter[str] = Counter()
    for number, code in enumerate(ring.papers("draft", rounds)):
        submit = ring.advance("project_owner", code, "submit", evidence=SUBMITTING, expect_version=1)
        submitted, edited = ring.both(submit, _edit(ring, code, 1_000 + number))
        assert submitted.status == 200, submitted
        if edited.status == 200:
            assert ring.steps(code) == ["lines", "submit"]
        else:
            assert (edited.status, edited.code) == (409, "not_open_here"), edited
            assert ring.steps(code) == ["submit"]
        told["edit first" if edited.status == 200 else "submitted first, edit 409"] += 1
    return told


def _edit(ring: Ring, code: str, baht: int) -> Press:
    _, category, sub = line_words()
    wish = {
        "lines": [{"fund": FUND, "category": category, "sub": sub, "amount": str(4 * baht)}],
        "quarters": [str(baht)] * 4,
    }
    return lambda: ring.client("project_owner@PLN").put(f"/api/v1/items/{code}/lines", wish)


def vote_and_vote(ring: Ring, rounds: int) -> Counter[str]:
    """Two secretaries record the vote on one entry, each on the page as she saw it."""
    told: Counter[str] = Counter()
    entry = ring.load.entries[0]
    with ring.database.read() as session:
        meeting = session.get_one(Item, ring.load.meeting_id).code
    for number in range(rounds):
        with ring.database.read() as session:
            mark = mark_of_entry(session, entry)
        press = [
            _vote(ring, role, f"/meetings/{meeting}/entries/{entry}", mark, f"มติ {role} {number}")
            for role in ("committee_secretary", "committee_secretary@2")
        ]
        answers = ring.both(*press)
        assert sorted(each.status for each in answers) == [303, 409], answers
        won = ("committee_secretary", "committee_secretary@2")[answers[1].status == 303]
        with ring.database.read() as session:
            row = session.exec(select(Resolution).where(Resolution.agenda_item_id == entry)).one()
            assert (row.text, row.votes_for) == (f"มติ {won} {number}", 5)
        told["303 409"] += 1
    return told


def _vote(ring: Ring, role: str, address: str, mark: str, text: str) -> Press:
    form = {"mark": mark, "choice": "reject:reject", "text": text, "reason": "ซ้ำซ้อน", "votes_for": "5"}
    more = {"votes_against": "2", "votes_abstained": "1"}
    return lambda: ring.client(role).form(address, form | more)


def one_wins(one: Answer, other: Answer) -> str:
    """One is done; the other is told that somebody was faster, who, and where the item stands now."""
    first, second = sorted((one, other), key=lambda each: each.status)
    assert (first.status, second.status) == (200, 409), (one, other)
    assert second.code in ("somebody_was_faster", "not_open_here"), second
    assert second.body["detail_th"]
    assert second.body["next_th"]
    return f"200 409 {second.code}"


RACES = {
    "approve/approve": approve_and_approve,
    "approve/reject": approve_and_reject,
    "approve/edit": approve_and_edit,
    "vote/vote": vote_and_vote,
}


def test_of_two_who_press_at_once_one_wins(ring: Ring) -> None:
    for race in RACES.values():
        assert race(ring, QUICK).total() >= QUICK
    aftermath.check(ring.database)


@pytest.mark.faults
@pytest.mark.parametrize("race", RACES)
def test_of_two_who_press_at_once_one_wins_a_thousand_times(
    ring: Ring,
    race: str,
    figures: Figures,  # noqa: F811
) -> None:
    rounds = share(MANY)
    told = RACES[race](ring, rounds)
    aftermath.check(ring.database)
    figures.note(f"races: {race}", rounds=rounds, other_statuses=0, **dict(sorted(told.items())))
