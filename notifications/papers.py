"""The sweeps' part in papers: each is drafted beside the notices; a fault in one keeps nothing else back."""

import datetime
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Final

from sqlalchemy import update
from sqlmodel import Session, col, func, select

from notifications.inserting import add_new
from notifications.models import SweepRun
from notifications.recipients import told_by_its_meeting
from papers import drafting, scheduled
from papers.desk import Desk
from papers.worker import NoWorker
from workflow.models import Item, OutboxRow, PaperRow
from workflow.moments import bangkok_date

PAPERS: Final = "papers"
"""With an office's key: the name under which the health page finds what could not be drafted there."""
# gk: a paper that could not be drafted is tried again on the mornings of a week.
_TRIED_AGAIN: Final = datetime.timedelta(days=7)
_NEWEST: Final = 50_000  # more steps than an installation takes in a week; older ones are not even looked at
_log = logging.getLogger(__name__)
Draft = Callable[[], Item | None]


def draft_for_rows(session: Session, rows: Iterable[OutboxRow], now: datetime.datetime) -> int:
    """Drafts every paper that the steps of `rows` name; how many.

    One office after the other: each holds the end of its office's history until the commit, and two sweeps
    that took them in different orders would wait for each other.
    """
    desk, by_office = Desk(session, bangkok_date(now)), defaultdict(list)
    for row in rows:
        for code in _named(session, row):
            by_office[row.office_id].append(_of_row(desk, row, code, now))
    made = 0
    for office_id, drafts in sorted(by_office.items()):
        drafted, trouble = _draft(session, drafts)
        made += drafted
        if trouble:
            _note(session, office_id, now, trouble)
    return made


def draft_this_morning(session: Session, office_id: int, now: datetime.datetime) -> int:
    """Drafts what the day calls for in the office, and what lately could not be drafted; how many."""
    desk = Desk(session, bangkok_date(now))
    drafts: list[tuple[str, Draft]] = [
        (each.cause, partial(drafting.draft, session, each, now, desk))
        for each in scheduled.wanted(session, office_id, now)
    ]
    last = session.get(SweepRun, name_of(office_id))
    failed = last is not None and last.trouble != ""
    if failed:
        missing = undrafted(session, office_id, now - _TRIED_AGAIN)
        drafts += [_of_row(desk, row, code, now) for row, code in missing]
    made, trouble = _draft(session, drafts)
    if trouble or failed:
        _note(session, office_id, now, trouble)
    return made


def undrafted(session: Session, office_id: int, since: datetime.datetime) -> list[tuple[OutboxRow, str]]:
    """The papers that steps of the office named since and that nobody has drafted, in their order."""
    newest = session.exec(select(func.max(OutboxRow.id))).one() or 0
    rows = session.exec(
        select(OutboxRow)
        .where(
            OutboxRow.id > newest - _NEWEST,
            OutboxRow.office_id == office_id,
            OutboxRow.created_at >= since,
            col(OutboxRow.taken_at).is_not(None),
        )
        .order_by(col(OutboxRow.id))
    ).all()
    wanted = {
        drafting.cause_of(code, session.get_one(Item, row.item_id), row): (row, code)
        for row in rows
        for code in _named(session, row)
    }
    drafted = session.exec(
        select(PaperRow.cause).where(PaperRow.office_id == office_id, col(PaperRow.cause).in_(wanted))
    )
    for cause in drafted:
        del wanted[cause or ""]
    return list(wanted.values())


def _named(session: Session, row: OutboxRow) -> Iterator[str]:
    """The papers that the step of `row` names and that nobody else sends."""
    codes = drafting.papers_named(row.notices)
    if not codes:
        return
    item, day = session.get_one(Item, row.item_id), bangkok_date(row.created_at)
    yield from (code for code in codes if not told_by_its_meeting(session, code, item, day))


def _of_row(desk: Desk, row: OutboxRow, code: str, now: datetime.datetime) -> tuple[str, Draft]:
    what = f"{code} (entry {row.entry_seq})"
    return what, partial(drafting.draft_for, desk.session, row, code, now, desk)


def _draft(session: Session, drafts: Iterable[tuple[str, Draft]]) -> tuple[int, str]:
    """Drafts one after the other, each wholly or not at all; how many, and what failed.

    Where no paper can be made at all the others are left to the morning: each would keep everybody who
    writes waiting as long, and fail like the first.
    """
    made, faults = 0, []
    for what, draft in drafts:
        try:
            with session.begin_nested():
                made += draft() is not None
        except NoWorker as error:
            _log.exception("no paper can be drafted: %s and all after it are put off", what)
            faults.append(f"{what} …: {error}")
            break
        except Exception as error:
            _log.exception("the paper %s could not be drafted", what)
            faults.append(f"{what}: {type(error).__name__}")
    return made, "; ".join(faults)[:500]


def _note(session: Session, office_id: int, now: datetime.datetime, trouble: str) -> None:
    """Writes down what could not be drafted in the office, or that all of it is there by now."""
    row = {"name": name_of(office_id), "looked_at": now, "trouble": trouble}
    done = {} if trouble else {"done_at": now}
    if not add_new(session, SweepRun, [{**row, **done}]):
        session.execute(update(SweepRun).where(col(SweepRun.name) == row["name"]).values(**row, **done))


def name_of(office_id: int) -> str:
    """Under which name an office's faults are written down."""
    return f"{PAPERS} {office_id}"
