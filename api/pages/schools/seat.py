"""Who sits before the pages of schools: the office, a cluster's chair, or a head teacher."""

from typing import Annotated

from fastapi import Depends, Request

from api.dependencies import Looking, Moment, SignedIn, Transaction
from api.pages.plan.seat import Seat
from workflow.schools.sight import schools_visible_to


def school_seat(request: Request, session: Transaction, person: SignedIn, who: Looking, at: Moment) -> Seat:
    """Her seat; raises NotAllowed for somebody without any post today."""
    schools_visible_to(who)
    return Seat(request, session, person, who, at)


AtSchools = Annotated[Seat, Depends(school_seat)]
