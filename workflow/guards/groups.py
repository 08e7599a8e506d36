"""Whether every group of the office has done what was asked of it."""

from collections.abc import Collection

from states.model import Label
from workflow.facts import Fact
from workflow.guards.neighbours import groups
from workflow.guards.particulars import named
from workflow.guards.stated import among
from workflow.situation import Situation


def groups_missing(
    situation: Situation, told: Fact | None, words: Label, done: Collection[int] = ()
) -> Label | bool | None:
    """The groups of the day that are neither in `done` nor listed in `told` by code or Thai name.

    Where the office has no groups in the register, the recorded list stands.
    """
    existing = groups(situation)
    if not existing:
        return None if told else True
    missing = [code for key, code, name in existing if key not in done and not among(told, (code, name))]
    return named(missing, words.th, words.en)
