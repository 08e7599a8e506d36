"""Random walks over every shipped definition: whatever people try, the record and the path stay whole."""

import datetime
import os
from collections import Counter

import pytest
from conftest import LONG_AGO, NOW, SmallOffice, make_office
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from sqlmodel import Session
from walker import PROOF, Attempt, Walker

from states.compile import shipped_definition
from states.source import shipped_kinds, shipped_profiles
from workflow import attest
from workflow.database import Database
from workflow.items import NewItem, import_item
from workflow.models import Delegation, StoredFile

# More walks, freshly drawn: KHANTON_WALKS=200 pytest tests/walks/test_random_walks.py
WALKS = int(os.environ.get("KHANTON_WALKS", "0"))
TRIES, TRIES_AFTER_THE_END = 60, 4


def office_of(database: Database, profile: str) -> SmallOffice:
    """An office on this profile, with a deputy and a clerk who stand in for somebody."""
    with database.write() as session:
        session.add(StoredFile(sha256=PROOF.sha256, size=1, media_type="application/pdf", stored_at=NOW))
        office = make_office(session, "W1", profile)
        for helper, post in (("deputy_director", "area_director"), ("clerk", "plan_director")):
            session.add(
                Delegation(
                    office_id=office.id,
                    position_id=office.positions[post],
                    person_id=office.people[helper],
                    capacity="on_behalf" if helper == "deputy_director" else "acting",
                    order_no="คำสั่งที่ 1/2561",
                    ordered_on=LONG_AGO,
                    valid_from=NOW.date(),
                    valid_to=NOW.date() + datetime.timedelta(days=400),
                )
            )
    return office


def plan_of(session: Session, office: SmallOffice, code: str, seed: int) -> int:
    """A plan under way, with an amendment adopted, so that its children's guards find what they ask."""
    state = ("committee_review", "committee_review", "in_execution", "cancelled")[seed % 4]
    by = office.people["plan_director"]
    plan = NewItem("annual_plan", f"P-{code}", "แผนตัวอย่าง", 2561)
    parent = import_item(session, office.id, plan, state=state, by=by, at=NOW).id
    change = NewItem("plan_amendment", f"A-{code}", "ปรับแผนตัวอย่าง", 2561, parent_id=parent)
    import_item(session, office.id, change, state="adopted", by=by, at=NOW)
    answer, board = ("yes", "no")[seed // 4 % 2], office.people["board_recorder"]
    attest.attest(session, parent, by=board, at=NOW, facts={"flexibility": answer})
    return parent


@pytest.mark.parametrize("profile", shipped_profiles())
@pytest.mark.parametrize("kind", shipped_kinds())
def test_nothing_anybody_tries_breaks_the_path_or_the_record(
    kind: str, profile: str, database: Database
) -> None:
    office, definition = office_of(database, profile), shipped_definition(kind, profile)
    tried: Counter[str] = Counter()
    taken: set[tuple[str, str]] = set()

    @settings(
        max_examples=WALKS or 3,
        derandomize=not WALKS,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(st.integers(0, 2**32), min_size=TRIES, max_size=TRIES), st.sampled_from([2560, 2561]))
    def walk(seeds: list[int], fiscal_year: int) -> None:
        tried["walks"] += 1
        with database.write() as session:
            parent = plan_of(session, office, f"W{tried['walks']:05}", seeds[0])
            more = {"fiscal_year": fiscal_year, "parent_id": parent}
            item = office.open(session, kind, f"W{tried['walks']:05}", **more).id
        walker = Walker(database, office, definition, item)
        left = TRIES_AFTER_THE_END
        for place, seed in enumerate(seeds):
            left -= walker.ended
            if left < 0:
                break
            walker.attempt(Attempt.drawn(f"{kind} {profile} {tried['walks']} {place} {seed}"))
        walker.finish()
        taken.update(walker.taken)
        tried.update(moved=walker.moved, refused=walker.refused, undone=walker.undone)
        event(f"stood at {walker.seen_after.state}")

    walk()
    assert len(taken) >= 4  # different steps of this definition
    assert tried["moved"] > 0
    assert tried["refused"] > 0
