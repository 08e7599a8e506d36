"""The conditions of every step, one small function each; importing this package registers them all."""

from workflow.guards import (
    assessment,
    committee,
    correspondence,
    development,
    meeting,
    money,
    plan,
    project,
    publication,
    reports,
    resolution,
    school,
)
from workflow.guards.registry import GUARDS, ask

__all__ = [
    "GUARDS",
    "ask",
    "assessment",
    "committee",
    "correspondence",
    "development",
    "meeting",
    "money",
    "plan",
    "project",
    "publication",
    "reports",
    "resolution",
    "school",
]
