"""An office's own ladders: when it is reminded, and who, in place of the shipped rungs."""

from collections.abc import Iterable
from typing import Final

from sqlmodel import Session, col, delete

from notifications.ladders import OWNER, ladders_of
from notifications.models import OfficeRung
from states.catalogue import Rung, catalogue
from workflow.changes import SETTERS, Hand, authority, record
from workflow.errors import BadInput

KEEPERS: Final = (*SETTERS, "plan_director")
MOST_RUNGS: Final = 40
LONGEST: Final = 366


def tellable() -> tuple[str, ...]:
    """Who a rung may tell: whoever owes it, or a role that stands above another."""
    roles = catalogue().roles
    above = {role.up for role in roles.values()}
    return (OWNER, *(name for name in roles if name in above))


def set_ladder(
    session: Session, office_id: int, ladder: str, rungs: Iterable[Rung], hand: Hand
) -> tuple[Rung, ...]:
    """The office's rungs of a ladder from the next morning on; without any, the shipped ones again.

    What is open climbs by them too: a rung that was told is not told again. Raises NotAllowed, and BadInput
    for an unknown ladder or role, days beyond a year, or more than MOST_RUNGS.
    """
    by = authority(session, office_id, hand, KEEPERS)
    if ladder not in catalogue().ladders:
        raise BadInput("ladder", "unknown", ladder[:40])
    wanted = [(each.days, each.to) for each in checked(rungs)]
    before = ladders_of(session, office_id)[ladder]
    session.exec(
        delete(OfficeRung).where(col(OfficeRung.office_id) == office_id, col(OfficeRung.ladder) == ladder)
    )
    session.add_all(OfficeRung(office_id=office_id, ladder=ladder, days=days, told=to) for days, to in wanted)
    session.flush()
    after = ladders_of(session, office_id)[ladder]
    if after != before:
        told = {"before": _plain(before), "after": _plain(after), "shipped": not wanted}
        record(session, office_id, "ladder", [ladder], told, hand, by=by)
    return after


def checked(rungs: Iterable[Rung]) -> tuple[Rung, ...]:
    """The rungs in order, each once; raises BadInput as `set_ladder` does."""
    wanted = sorted({(each.days, each.to) for each in rungs})
    if len(wanted) > MOST_RUNGS:
        raise BadInput("rungs", "out_of_range", str(len(wanted)))
    for days, to in wanted:
        if abs(days) > LONGEST:
            raise BadInput("rung_days", "out_of_range", str(days)[:20])
        if to not in tellable():
            raise BadInput("rung_to", "unknown", to[:40])
    return tuple(Rung(days=days, to=to) for days, to in wanted)


def _plain(rungs: Iterable[Rung]) -> list[str]:
    return [f"{each.days:+d} {each.to}" for each in rungs]
