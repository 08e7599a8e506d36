"""What a development plan must show (P-D1 to P-D9).

Where the plan is written here, its own words decide; a person's word or paper counts where it is not.
"""

from sqlmodel import col, or_, select

from states.model import Label
from workflow.development.content import gaps_up_to, read_content
from workflow.guards.neighbours import exists
from workflow.guards.particulars import named
from workflow.guards.registry import guard
from workflow.guards.stated import shown
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


@guard
def past_results_attached(situation: Situation) -> Label | bool | None:
    return _says(situation, "past_results_attached", "finish_review", "past_results_report")


@guard
def swot_attached(situation: Situation) -> Label | bool | None:
    return _says(situation, "swot_attached", "finish_analysis", "environment_analysis")


@guard
def vision_mission_goals_values_strategies_set(situation: Situation) -> Label | bool | None:
    return _says(situation, "vision_mission_goals_values_strategies_set", "set_direction")


@guard
def indicators_targets_framework_set(situation: Situation) -> Label | bool | None:
    return _says(situation, "indicators_targets_framework_set", "submit_to_director")


def _says(situation: Situation, name: str, step: str, *papers: str) -> Label | bool | None:
    """The plan says all that `step` and the steps before it conclude."""
    content = read_content(situation.session, situation.item.id)
    if content is None:
        return None if shown(situation, name, *papers) else True
    return named(gaps_up_to(content, step), "ยังขาด", "Still missing")
