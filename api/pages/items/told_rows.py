"""Who was told of a paper, in the words of its page and of its download."""

import datetime
from dataclasses import dataclass

from sqlmodel import Session

from api.pages.words import Words
from notifications.tellings import Sent, Telling, subject_of, told_about
from states.model import Definition
from workflow.models import Item
from workflow.queries import Viewer


@dataclass(frozen=True, slots=True)
class Row:
    """One telling in words; `sent` a line for each channel."""

    at: datetime.datetime
    what: str
    when: str
    who: str
    because: str
    read_at: datetime.datetime | None
    sent: tuple[str, ...]
    telling: Telling


def told_rows(
    session: Session, item: Item, who: Viewer | None, definition: Definition, words: Words
) -> list[Row]:
    """What `who` may know was told of the item, the latest first; None: whoever keeps the machine."""
    return [_row(each, item, definition, words) for each in reversed(told_about(session, item.id, who))]


def _row(telling: Telling, item: Item, definition: Definition, words: Words) -> Row:
    return Row(
        at=telling.written_at,
        what=_what(telling, item, definition, words),
        when=rung_words(telling.rung, words),
        who=telling.name_th,
        because=because_words(telling.because, words),
        read_at=telling.read_at,
        sent=tuple(_sent(each, words) for each in telling.sent),
        telling=telling,
    )


def _what(telling: Telling, item: Item, definition: Definition, words: Words) -> str:
    duty = definition.duty.get(telling.duty)
    if duty is not None:
        return words("told_reminder", duty=words.label(duty.label))
    return words.digits(subject_of(telling.code, item, words.language))


def rung_words(rung: int | None, words: Words) -> str:
    """`ก่อนกำหนด 3 วัน`; empty for what is no reminder."""
    if rung is None:
        return ""
    if rung == 0:
        return words("told_on")
    return words("told_before" if rung < 0 else "told_after", days=abs(rung))


def because_words(because: str, words: Words) -> str:
    """Why somebody was told in another's place; empty where it was hers."""
    key = f"because_{because.partition(':')[0]}"
    return words(key) if because and words.has(key) else ""


def _sent(sent: Sent, words: Words) -> str:
    channel = words(f"channel_{sent.channel}") if words.has(f"channel_{sent.channel}") else sent.channel
    outcome = words(f"outcome_{sent.outcome}") if words.has(f"outcome_{sent.outcome}") else sent.outcome
    parts = [f"{channel}: {outcome}"]
    if sent.at is not None:
        parts.append(words.moment(sent.at))
    if sent.attempts > 1:
        parts.append(words("told_attempts", count=sent.attempts))
    if sent.outcome == "failed" and sent.detail:
        parts.append(sent.detail)
    return " · ".join(parts)
