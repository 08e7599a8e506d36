"""Where a notice leads its reader: to the page of its item, where she may see it."""

from collections.abc import Iterable

from sqlmodel import Session, col

from api.pages.items.ways import address_of
from notifications.models import Notice
from workflow.models import Item
from workflow.papers.drafts import with_paper
from workflow.queries import Viewer, items_visible_to


def links_of(session: Session, who: Viewer, notices: Iterable[Notice]) -> dict[int, str]:
    """The address of each item that the notices are about; what is not hers to open is left out."""
    ids = {notice.item_id for notice in notices if notice.item_id is not None}
    if not ids:
        return {}
    seen = list(session.exec(items_visible_to(who).where(col(Item.id).in_(ids))))
    kept = with_paper(session, seen)
    return {item.id: address_of(item, kept) for item in seen}
