"""The text somebody is about to sign: the paper as it stands, with her name, her capacity and her order."""

import datetime
from dataclasses import dataclass

from sqlmodel import Session, col, select

from papers.context import as_signer, context_of, paper_markup, template_of
from papers.ready import Ready
from papers.render import Templates, compose
from papers.required import whole
from workflow.errors import ContentChanged
from workflow.models import Item, PaperTemplate, Person
from workflow.papers.drafts import must_have
from workflow.papers.fields import read
from workflow.papers.signing import sha256_of, signed_text
from workflow.papers.templates import overrides


@dataclass(frozen=True, slots=True)
class Laid:
    """A text laid out for a signature, and of which `revision` of the content at which `version` of the item.

    It may be signed only while both still stand: opinions come and go with the item's version.
    """

    ready: Ready
    revision: int
    version: int


def markup_to_sign(
    session: Session, item_id: int, *, trigger: str, order: str, by: int, on: datetime.date
) -> Laid:
    """What she signs on the Bangkok date `on` by the step `trigger`.

    Raises UnknownItem, RenderRefused (also where a part is missing that every paper shows), BadMarkup.
    """
    item = session.get_one(Item, item_id)
    row = must_have(session, item_id, item.code)
    context = context_of(session, item_id, on=on, signer=as_signer(session, item_id, by, trigger, on))
    own = Templates(overrides(session, item.office_id))
    markup = whole(compose(template_of(row), {**context, "order": order.strip()}, own))
    ready = Ready(markup, read(row.fields).subject, form=row.form, thai_digits=row.thai_digits)
    return Laid(ready, row.revision, item.version)


def must_be_seen(session: Session, item_id: int, seen: str, on: datetime.date) -> None:
    """Raises ContentChanged where the paper reads otherwise than the text with the SHA-256 `seen`.

    Its content stands still on its way, but not what its office writes it with: a template saved, a post
    filled, a telephone number changed while she was reading. Raises as `markup_to_sign`, too.
    """
    if signed_text(session, item_id) is not None:
        return  # her form sent twice: it is not signed again
    if sha256_of(paper_markup(session, item_id, on=on).markup) == seen:
        return
    item = session.get_one(Item, item_id)
    row = must_have(session, item_id, item.code)
    newest = session.exec(
        select(PaperTemplate)
        .where(PaperTemplate.office_id == item.office_id, PaperTemplate.saved_at > row.changed_at)
        .order_by(col(PaperTemplate.id).desc())
    ).first()
    by, at = (newest.saved_by, newest.saved_at) if newest else (row.changed_by, row.changed_at)
    raise ContentChanged(item.code, session.get_one(Person, by).name_th, at)
