"""Signs papers: what is signed is frozen with it, word for word, and no later template changes it."""

import datetime
import hashlib
from typing import Final, Literal

from sqlmodel import Session, col, select

from workflow import definitions, engine
from workflow.changes import Hand
from workflow.engine import Moved
from workflow.errors import BadInput, Denial, NotAllowed, PaperFixed, UnknownTrigger
from workflow.facts import limited
from workflow.models import Entry, PaperText, Person
from workflow.papers import drafts
from workflow.papers.fields import LONGEST_LINE
from workflow.papers.opinions import SIGNING, signing_step
from workflow.situation import Reading
from workflow.situation import read as look

Signature = Literal["in_system", "on_paper"]
SIGNATURES: Final = ("in_system", "on_paper")
LONGEST_MARKUP: Final = 200_000


def freeze(
    session: Session,
    item_id: int,
    markup: str,
    title: str,
    *,
    revision: int,
    signature: Signature,
    hand: Hand,
) -> PaperText:
    """Keeps the text somebody is about to sign; it counts once she has signed the item as it stands.

    Raises UnknownItem, PaperFixed (it is not before a signer), NotAllowed (she wrote it), ContentChanged (it
    is no longer `revision`), BadInput, TooLong.
    """
    reading = look(session, item_id, hand.by, hand.day)
    item = reading.item
    row = drafts.must_have(session, item_id, item.code)
    definition = definitions.by_hash(session, item.definition_hash)
    open_here = {move.trigger for move in definition.leaving(item.state)}
    if not open_here & set(SIGNING):
        raise PaperFixed(item.code, definition.by_state[item.state].label)
    if _wrote(session, reading):
        roles = tuple(role for move in definition.leaving(item.state) for role in move.by)
        raise NotAllowed(Denial("separated", tuple(dict.fromkeys(roles)), "propose"))
    drafts.expect(session, row, item.code, revision)
    if signature not in SIGNATURES:
        raise BadInput("signature", "unknown", str(signature)[:40])
    if not markup.strip():
        raise BadInput("markup", "empty")
    text = PaperText(
        item_id=item_id,
        item_version=item.version,
        revision=revision,
        title=limited("paper_subject", title, LONGEST_LINE),
        markup=limited("markup", markup, LONGEST_MARKUP),
        sha256=sha256_of(markup),
        signature=signature,
        signed_by=hand.by,
        signed_at=hand.at,
    )
    session.add(text)
    session.flush()
    return text


def sign(
    session: Session,
    item_id: int,
    trigger: str,
    hand: Hand,
    *,
    order: str,
    markup: str,
    title: str,
    revision: int,
    signature: Signature,
    on: datetime.date | None = None,
    expect_version: int | None = None,
) -> Moved:
    """Signs the paper by the step `trigger` (sign, sign_as_deputy): its text is frozen, and it moves.

    `signature` tells how: typed in the system, or printed and signed by hand; `on` is the Bangkok date on
    the paper. Raises what `freeze` and the step raise; then nothing has changed.
    """
    if trigger not in SIGNING:
        raise UnknownTrigger(drafts.KIND, trigger, SIGNING)
    text = freeze(session, item_id, markup, title, revision=revision, signature=signature, hand=hand)
    told = {"text_sha256": text.sha256, "signature": signature} | ({"order": order} if order.strip() else {})
    return engine.advance(
        session,
        item_id,
        trigger,
        by=hand.by,
        at=hand.at,
        on=on,
        evidence=told,
        expect_version=expect_version,
    )


def signed_text(session: Session, item_id: int) -> PaperText | None:
    """The text as it was signed; None before the signature, and after it was taken back."""
    step = signing_step(session, item_id)
    if step is None:
        return None
    return session.exec(
        select(PaperText)
        .where(
            PaperText.item_id == item_id,
            PaperText.item_version == step.version - 1,
            PaperText.signed_by == step.actor_id,
        )
        .order_by(col(PaperText.id).desc())
    ).first()


def sha256_of(markup: str) -> str:
    """By what a frozen text is known: the SHA-256 of its markup in UTF-8."""
    return hashlib.sha256(markup.encode()).hexdigest()


def _wrote(session: Session, reading: Reading) -> bool:
    """Whether she had a hand in the content, whoever submitted it; the service account is nobody's hand."""
    wrote = session.exec(
        select(Entry.actor_id)
        .join(Person, col(Person.id) == col(Entry.actor_id))
        .where(
            Entry.item_id == reading.item.id,
            col(Entry.kind).in_(("opened", "paper")),
            col(Person.is_service).is_(False),
        )
    )
    return reading.actor.person_id in set(wrote)
