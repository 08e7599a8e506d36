"""Decides which schools a person may see: all of her office, her cluster's, or her own."""

from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from workflow.errors import Denial, NotAllowed, UnknownItem
from workflow.models import School
from workflow.queries import Viewer


def schools_visible_to(who: Viewer) -> SelectOfScalar[School]:
    """The schools this person may see, closed ones too; raises NotAllowed for one without any post."""
    if not who.active or not who.roles:
        raise NotAllowed(Denial("not_active"))
    seen = select(School).where(School.office_id == who.office_id)
    if not who.bounded:
        return seen
    return seen.where(or_(col(School.id).in_(who.school_ids), col(School.cluster_id).in_(who.cluster_ids)))


def school_seen(session: Session, who: Viewer, code: str) -> School:
    """The school of this code, if the person may see it; raises UnknownItem, NotAllowed."""
    found = session.exec(schools_visible_to(who).where(School.code == code)).first()
    if found is None:
        raise UnknownItem(code[:80])
    return found


def only_school(session: Session, who: Viewer) -> School | None:
    """The one school of somebody who sees no other; None where she sees several."""
    if not who.bounded:
        return None
    found = session.exec(schools_visible_to(who).order_by(col(School.code)).limit(2)).all()
    return found[0] if len(found) == 1 else None
