"""Carries messages out of the house: claim, send, write down how it ended (decision 0014)."""

import datetime
import logging
from collections import Counter
from collections.abc import Callable, Sequence

from sqlmodel import Session, col, select

from notifications.channels.channel import Outgoing, TransportError
from notifications.claims import Channels, Claim, Way, bring_back, claim, ways_with_work
from notifications.models import Contact, Message, Notice, Preference
from notifications.outcomes import Result, record
from notifications.rendered import Rendered
from workflow.database import Database
from workflow.models import Person

Render = Callable[[Session, Message, Sequence[Notice]], Rendered]
Clock = Callable[[], datetime.datetime]
AT_ONCE = 50
# After so many failures in a row a channel rests until the next look: a server that is down costs a timeout
# each time, and the other channels wait behind it.
_PATIENCE = 3
_log = logging.getLogger(__name__)


def deliver(
    database: Database,
    channels: Channels,
    clock: Clock,
    worker: str,
    *,
    render: Render,
    limit: int = AT_ONCE,
) -> int:
    """Tries up to `limit` messages, one after another; how many were accepted.

    Each has three transactions: claimed with an attempt, read and put into words, and, after the sending that
    no transaction waits for, its outcome. `worker` names this worker and no other that runs. Whatever the
    way out, a message that was not accepted is tried again or shown to the administrator.
    """
    with database.write() as session:
        bring_back(session, clock())
    with database.read() as session:
        ways = ways_with_work(session, channels, clock())
    failures: Counter[Way] = Counter()
    accepted = 0
    for _turn in range(limit):
        ways = [way for way in ways if failures[way] < _PATIENCE]
        if not ways:
            break
        with database.write() as session:
            taken = claim(session, ways, worker, clock())
        if taken is None:
            break
        result = _attempt(database, channels, taken, clock, render)
        with database.write() as session:
            record(session, taken, result, clock())
        went = result.outcome in ("accepted", "permanent")
        failures[taken.way] = 0 if went else failures[taken.way] + 1
        accepted += result.outcome == "accepted"
    return accepted


def _attempt(database: Database, channels: Channels, taken: Claim, clock: Clock, render: Render) -> Result:
    """Whatever goes wrong ends in the attempt's row. Where it went wrong says whether anything was sent."""
    before = True
    try:
        channel = channels(taken.way.office_code, taken.way.channel)
        if channel is None:
            return Result("temporary", "off")
        with database.read() as session:
            outgoing = _outgoing(session, taken, clock(), render)
        before = False
        return Result("accepted", channel.send(outgoing))
    except TransportError as error:
        return Result.of(error)
    except Exception as error:
        _log.exception("message %s by %s could not be sent", taken.message_id, taken.way.channel)
        return Result("temporary" if before else "unknown", type(error).__name__)


def _outgoing(session: Session, taken: Claim, at: datetime.datetime, render: Render) -> Outgoing:
    message = session.get_one(Message, taken.message_id)
    notices = session.exec(
        select(Notice).where(col(Notice.id).in_(taken.notice_ids)).order_by(col(Notice.id))
    ).all()
    contact = session.exec(
        select(Contact).where(Contact.person_id == message.person_id, Contact.channel == message.channel)
    ).one()
    preference = session.get(Preference, message.person_id)
    words = render(session, message, notices)
    return Outgoing(
        token=message.token,
        to=contact.address,
        name=session.get_one(Person, message.person_id).name_th,
        subject=words.subject,
        text=words.text,
        html=words.html,
        line=words.line,
        told=words.told,
        language=preference.language if preference else "th",
        at=at,
    )
