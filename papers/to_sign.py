"""The text somebody is about to sign: the paper as it stands, with her name, her capacity and her order."""

import datetime
from dataclasses import dataclass

from sqlmodel import Session

from papers.context import as_signer, context_of, template_of
from papers.ready import Ready
from papers.render import Templates, compose
from papers.required import whole
from workflow.models import Item
from workflow.papers.drafts import must_have
from workflow.papers.fields import read
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
