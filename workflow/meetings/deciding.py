"""Which body decides which paper, and where on its path (U-D4, U-C2, P-A4.4, P-E3)."""

from sqlmodel import Session, col, select

from states.model import State
from workflow import definitions
from workflow.models import Body, Item, Meeting
from workflow.situation import ItemNow

SCREENS = "plan_committee"
# Bodies that decide in states of no body of their own, by kind and state.
DECIDES = {
    ("project", "under_screening"): (SCREENS,),
    ("annual_plan", "committee_review"): (SCREENS,),
    ("plan_amendment", "meeting_review"): ("executive_team", "executive_plus_clusters"),
    ("expenditure_analysis", "committee_analysis"): ("expenditure_committee",),
}
# Who appoints themselves to a kind of work: the committee whose order of appointment its path asks for.
APPOINTED = {"annual_plan": SCREENS, "expenditure_analysis": "expenditure_committee"}
CIRCULATED = "minutes_circulated"  # where the minutes of a meeting wait for the next one


def deciders(session: Session, paper: Item | ItemNow, state: str | None = None) -> frozenset[str]:
    """Codes of the bodies that decide the paper in `state`, or anywhere on its path.

    The minutes of a meeting are adopted by the body that met.
    """
    if paper.kind == "meeting":
        return _that_met(session, paper.id) if state in (None, CIRCULATED) else frozenset()
    states = definitions.by_hash(session, paper.definition_hash).states
    return frozenset(
        code for each in states if state in (None, each.name) for code in decide_here(paper.kind, each)
    )


def may_decide(session: Session, body: Body, paper: Item | ItemNow, state: str | None = None) -> bool:
    """Whether the body decides the paper in `state`, or anywhere on its path."""
    return body.code in deciders(session, paper, state)


def decide_here(kind: str, state: State) -> tuple[str, ...]:
    """Codes of the bodies that decide papers of a kind in a state of its definition."""
    return (state.body,) if state.body else DECIDES.get((kind, state.name), ())


def _that_met(session: Session, meeting_id: int) -> frozenset[str]:
    met = select(Body.code).join(Meeting, col(Meeting.body_id) == col(Body.id))
    return frozenset(session.exec(met.where(Meeting.item_id == meeting_id)))
