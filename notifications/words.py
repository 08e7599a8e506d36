"""What notices say: each as its subject, its sentences, by when something is expected, and where to look."""

import datetime
from collections.abc import Sequence

from sqlmodel import Session

from notifications.announcing import announced
from notifications.gathering import Gathered, gather
from notifications.models import Notice
from notifications.phrases import Phrases
from notifications.reminding import REMINDER, reminded
from notifications.told import Told, line_text
from notifications.weekly import WEEKLY, summaries
from workflow.moments import bangkok_date

__all__ = ["Told", "line_text", "tell"]


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


def _told(notice: Notice, known: Gathered, say: Phrases, base_url: str) -> Told:
    tell_one = reminded if notice.code == REMINDER else announced
    return tell_one(notice, known, say, base_url)
