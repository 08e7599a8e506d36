"""Which steps are final approvals: those for which an office may have the password typed again."""

from typing import Final

from sqlmodel import Session

from states.model import Definition
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
    decided = DECIDED.get(definition.kind, frozenset())
    return frozenset(
        move.trigger
        for move in definition.transitions
        if move.target in decided
        and set(move.sources).isdisjoint(decided)
        and not move.send_back
        and DECIDERS & set(move.by)
    )


def is_retyped(session: Session, item: Item | Found, trigger: str) -> bool:
    """Whether the step is one for which the item's office has the password typed again."""
    if trigger not in final_triggers(definitions.by_hash(session, item.definition_hash)):
        return False
    return policy.of(session, item.office_id).retype_for_final


def retyped_triggers(session: Session, item: Item) -> frozenset[str]:
    """The steps of the item for which its office has the password typed again; none unless it asked."""
    final = final_triggers(definitions.by_hash(session, item.definition_hash))
    if not final or not policy.of(session, item.office_id).retype_for_final:
        return frozenset()
    return final
