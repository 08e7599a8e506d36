"""Which steps are final approvals: those for which an office may have the password typed again."""

from typing import Final

from sqlmodel import Session

from states.model import Definition, Transition
from workflow import definitions
from workflow.accounts import policy
from workflow.models import Item
from workflow.queries import Found

# Who decides last: the director, whoever stands in for her, and the board through whom its resolution is
# recorded. What a meeting of the office resolves is carried out at its closing and is none of these.
DECIDERS: Final = frozenset({"area_director", "deputy_director", "board_recorder"})
# The states that a paper reaches by being approved; memos and letters by being signed.
DECIDED: Final = {
    "annual_plan": frozenset({"approved", "revising"}),
    "development_plan": frozenset({"approved", "revising"}),
    "expenditure_analysis": frozenset({"report_production"}),
    "memo": frozenset({"signed"}),
    "plan_amendment": frozenset({"adopted"}),
    "project": frozenset({"authorised"}),
}


def final_triggers(definition: Definition) -> frozenset[str]:
    """The steps by which a decider brings a paper of this kind where it counts as approved."""
    return frozenset(move.trigger for move in definition.transitions if _is_final(definition.kind, move))


def _is_final(kind: str, move: Transition) -> bool:
    decided = DECIDED.get(kind, frozenset())
    return (
        move.target in decided
        and not move.send_back
        and not DECIDERS.isdisjoint(move.by)
        and decided.isdisjoint(move.sources)
    )


def is_retyped(session: Session, item: Item | Found, trigger: str) -> bool:
    """Whether the step is one for which the item's office has the password typed again."""
    definition = definitions.by_hash(session, item.definition_hash)
    named = (move for move in definition.transitions if move.trigger == trigger)
    if not any(_is_final(definition.kind, move) for move in named):
        return False
    return policy.of(session, item.office_id).retype_for_final


def retyped_triggers(session: Session, item: Item) -> frozenset[str]:
    """The steps of the item for which its office has the password typed again; none unless it asked."""
    final = final_triggers(definitions.by_hash(session, item.definition_hash))
    if not final or not policy.of(session, item.office_id).retype_for_final:
        return frozenset()
    return final
