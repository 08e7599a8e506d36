"""What a development plan must show (P-D1 to P-D9)."""

from sqlmodel import col, or_, select

from workflow.guards.neighbours import exists
from workflow.guards.registry import attested, guard
from workflow.models import Item
from workflow.situation import Situation


@guard
def successor_published(situation: Situation) -> bool | None:
    """A development plan of the office that was opened after this one is published."""
    opened = select(Item.opened_at).where(Item.id == situation.item.id).scalar_subquery()
    same_moment = (col(Item.opened_at) == opened) & (col(Item.id) > situation.item.id)
    later = or_(col(Item.opened_at) > opened, same_moment)
    found = exists(situation, Item.kind == "development_plan", Item.state == "published", later)
    return None if found else True


attested("past_results_attached", "past_results_report")
attested("swot_attached", "environment_analysis")
attested("vision_mission_goals_values_strategies_set")
attested("indicators_targets_framework_set")
