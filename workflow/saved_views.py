"""Lists that a person comes back to: each an address with its filters, under a name of her own."""

import datetime
from typing import Final

from sqlmodel import Session, col, select

from workflow.errors import BadInput
from workflow.models import SavedView

MOST: Final = 30
# Lists whose address says how they are narrowed.
LISTS: Final = (
    "/items",
    "/papers",
    "/history",
    "/plan/",
    "/meetings",
    "/proposals",
    "/schools",
    "/quarter/",
    "/audit",
)
_LONGEST_NAME: Final = 80
_LONGEST_ADDRESS: Final = 500


def saved_by(session: Session, person_id: int, under: str = "") -> list[SavedView]:
    """Her views by name; only those of lists whose address begins with `under`."""
    found = select(SavedView).where(SavedView.person_id == person_id).order_by(col(SavedView.name))
    return [view for view in session.exec(found) if view.address.startswith(under)]


def save(session: Session, person_id: int, name: str, address: str, at: datetime.datetime) -> SavedView:
    """Keeps a list under a name; a name she used before now means this one. Raises BadInput."""
    called = " ".join(name.split())
    if not 0 < len(called) <= _LONGEST_NAME:
        raise BadInput("view_name", "empty" if not called else "length", f"1-{_LONGEST_NAME}")
    if not address.startswith(LISTS) or len(address) > _LONGEST_ADDRESS or not address.isprintable():
        raise BadInput("view_address", "unfit", address[:80])
    mine = saved_by(session, person_id)
    known = next((view for view in mine if view.name == called), None)
    if known is None and len(mine) >= MOST:
        raise BadInput("view_name", "too_many", str(MOST))
    view = known or SavedView(person_id=person_id, name=called, address=address, saved_at=at)
    view.address, view.saved_at = address, at
    session.add(view)
    session.flush()
    return view


def forget(session: Session, person_id: int, view_id: int) -> None:
    """Takes one of her views away; another's, or one that is gone, stays as it is."""
    view = session.get(SavedView, view_id)
    if view is not None and view.person_id == person_id:
        session.delete(view)
        session.flush()
