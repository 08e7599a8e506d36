"""What notices say: each as its subject, its sentences, by when something is expected, and where to look."""

import datetime
from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import Session

from notifications.announcing import announced
from notifications.gathering import Gathered, gather
from notifications.models import Notice
from notifications.phrases import Phrases
from notifications.reminding import REMINDER, reminded
from notifications.staffing import STAFFING, staffing_told
from notifications.told import Told, line_text
from notifications.trial import TRIAL, trial_told
from notifications.weekly import WEEKLY, headline, summaries
from workflow.in_parts import in_parts
from workflow.moments import bangkok_date

__all__ = ["Told", "headlines", "line_text", "subjects", "tell"]


def tell(
    session: Session, notices: Sequence[Notice], language: str, base_url: str, now: datetime.datetime
) -> list[Told]:
    """What each notice says at the moment `now`, in Thai ("th") or English ("en"), in the order given.

    Links begin with `base_url`, which has no slash at its end and may be empty. How many statements it
    takes does not depend on how many notices there are.
    """
    if not notices:
        return []
    known = gather(session, notices, bangkok_date(now))
    say = Phrases(language)
    weekly = summaries(session, [each for each in notices if each.code == WEEKLY], known, say, base_url)
    return [weekly.get(each.id) or _told(each, known, say, base_url) for each in notices]


def subjects(session: Session, notices: Sequence[Notice], language: str, now: datetime.datetime) -> list[str]:
    """What each notice is headed at the moment `now`, in the order given; no weekly summary is reckoned."""
    if not notices:
        return []
    known, say = gather(session, notices, bangkok_date(now)), Phrases(language)
    return [
        (headline(each, say) if each.code == WEEKLY else _told(each, known, say, "")).subject
        for each in notices
    ]


def headlines(session: Session, notices: Sequence[Notice], language: str) -> list[Told]:
    """What each reminder and weekly summary is headed on the day on which it is written: no body, no lines.

    For a whole year of them, whose bodies nobody reads: gathered some hundred at once, not day by day.
    """
    say, found = Phrases(language), []
    for some in in_parts(notices):
        known = gather(session, some, bangkok_date(some[0].written_at))
        found += [_headline(each, known, say) for each in some]
    return found


def _headline(notice: Notice, known: Gathered, say: Phrases) -> Told:
    if notice.code == WEEKLY:
        return headline(notice, say)
    that_day = replace(known, on=bangkok_date(notice.written_at))
    return replace(_told(notice, that_day, say, ""), body="")


def _told(notice: Notice, known: Gathered, say: Phrases, base_url: str) -> Told:
    if notice.code == TRIAL:
        return trial_told(notice, say, base_url)
    if notice.code == STAFFING:
        return staffing_told(notice, say, base_url)
    tell_one = reminded if notice.code == REMINDER else announced
    return tell_one(notice, known, say, base_url)
