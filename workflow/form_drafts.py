"""Keeps what a person has typed into a form and not saved yet: a crash or another device loses nothing.

How a form uses it (an example is the proposal's section, api/pages/proposals/section.py):
1. Choose a name for the form, such as `minutes/M2561-1`, and a `base`: a short text that is another one
   whenever what is kept is another (a revision number, or `base_of(fields)`), at most 64 characters.
2. The page asks `api.pages.drafts.offered(session, person, name, fields as kept, base, at)`. While that
   gives something, show `{{ draft_offer(t, offer, address, names) }}` of templates/drafts.html, not the form:
   she chooses to go on (`?draft=use`: fill the form with `offer.draft.fields`) or to discard.
3. In the form: `{{ draft_keeping(t, name, base, address) }}`, which brings the hidden fields, the button
   บันทึกร่าง for browsers without script, and htmx that keeps the draft two seconds after a change.
   Put it last in the form and load `js/htmx.min.js` in the head. Every form uses the
   same door, `/form-drafts/keep`.
4. The door that saves compares the form's `draft_base` with the present base under its lock (else
   ContentChanged), and calls `discard_draft` in the same transaction.
"""

import datetime
import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from sqlmodel import Session, col, delete, select

from workflow.errors import BadInput, TooLong
from workflow.models import FormDraft, Person

Fields: TypeAlias = tuple[tuple[str, str], ...]  # names and texts as a form sends them, in its order
MOST: Final = 40  # drafts of one person; the oldest makes room
LONGEST: Final = 200_000  # characters of one draft
KEPT: Final = datetime.timedelta(days=60)
_NAME: Final = re.compile(r"[a-z_]+(?:/[^/\x00-\x1f]+)*")
_LONGEST_NAME: Final = 200
_LONGEST_BASE: Final = 64


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed into `form` up to `saved_at`, begun on what was kept as `base`."""

    form: str
    fields: Fields
    base: str
    saved_at: datetime.datetime


def keep_draft(
    session: Session, person_id: int, form: str, fields: Fields, *, base: str, at: datetime.datetime
) -> None:
    """Keeps the form as typed in place of this person's draft of it before. Raises BadInput, TooLong."""
    _check(form, base)
    if any("\x00" in text for pair in fields for text in pair):
        raise BadInput("form", "nul_character")
    content = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    if len(content) > LONGEST:
        raise TooLong("form", LONGEST, len(content))
    # One of her requests at a time: of two at once neither finds the other's row.
    session.exec(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True)).one()
    row = session.get(FormDraft, (person_id, form)) or FormDraft(
        person_id=person_id, form=form, content="", base="", saved_at=at
    )
    row.content, row.base, row.saved_at = content, base, at
    session.add(row)
    session.flush()
    _make_room(session, person_id, at)


def find_draft(session: Session, person_id: int, form: str, at: datetime.datetime) -> Draft | None:
    """This person's draft of the form, unless it is too old."""
    row = session.get(FormDraft, (person_id, form))
    return None if row is None or row.saved_at < at - KEPT else _draft(row)


def drafts_of(session: Session, person_id: int, start: str, at: datetime.datetime) -> list[Draft]:
    """This person's drafts of forms whose names begin with `start`, the newest first."""
    found = session.exec(
        select(FormDraft)
        .where(
            FormDraft.person_id == person_id,
            col(FormDraft.form).startswith(start, autoescape=True),
            FormDraft.saved_at >= at - KEPT,
        )
        .order_by(col(FormDraft.saved_at).desc(), col(FormDraft.form))
    )
    return [_draft(row) for row in found]


def discard_draft(session: Session, person_id: int, form: str) -> None:
    """Forgets this person's draft of the form, if there is one."""
    session.exec(delete(FormDraft).where(col(FormDraft.person_id) == person_id, col(FormDraft.form) == form))


def base_of(fields: Sequence[object]) -> str:
    """A short name for what is kept: another one whenever anything in it is another."""
    told = json.dumps(fields, ensure_ascii=False, default=str)
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def _check(form: str, base: str) -> None:
    if len(form) > _LONGEST_NAME or not _NAME.fullmatch(form):
        raise BadInput("form", "unknown", form[:80])
    if len(base) > _LONGEST_BASE or "\x00" in base:
        raise BadInput("form", "unknown", base[:80])


def _make_room(session: Session, person_id: int, at: datetime.datetime) -> None:
    """Deletes what is too old of hers, and the oldest beyond MOST."""
    hers = (
        select(FormDraft.form, FormDraft.saved_at)
        .where(FormDraft.person_id == person_id)
        .order_by(col(FormDraft.saved_at).desc(), col(FormDraft.form))
    )
    rows = session.exec(hers).all()
    old = [form for place, (form, saved) in enumerate(rows) if place >= MOST or saved < at - KEPT]
    if old:
        session.exec(
            delete(FormDraft).where(col(FormDraft.person_id) == person_id, col(FormDraft.form).in_(old))
        )


def _draft(row: FormDraft) -> Draft:
    fields = tuple((name, text) for name, text in json.loads(row.content))
    return Draft(row.form, fields, row.base, row.saved_at)
