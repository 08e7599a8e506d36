"""The names by which programs know posts: made from the role and the place, never typed."""

from sqlmodel import Session, select

from workflow.models import Position


def free_code(session: Session, office_id: int, role: str, place: str = "") -> str:
    """A code no post of the office has had: `clerk`, `clerk-2`, `school_officer@S001`."""
    first = f"{role}@{place}" if place else role
    taken = set(session.exec(select(Position.code).where(Position.office_id == office_id)))
    number, found = 1, first
    while found in taken:
        number += 1
        found = f"{first}-{number}"
    return found
