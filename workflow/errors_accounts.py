"""Refusals about accounts; like all others they are named by `workflow.errors`."""

import datetime
from dataclasses import dataclass

from workflow.refused import Refused


@dataclass
class AccountEnded(Refused):
    """The password is right, but the account was in force only until `last_day`: told to nobody else."""

    last_day: datetime.date


@dataclass
class CodeRefused(Refused):
    """A one-time code that is unknown, used or too old; never says which."""


@dataclass
class SecondFactorRefused(Refused):
    """Six digits or a recovery code that are wrong, too old or were taken before; never says which."""


@dataclass
class ProviderRefused(Refused):
    """The identity provider's answer was not taken. `problem`: unreachable, state, answer, not_linked,
    linked_elsewhere, not_set."""

    problem: str


@dataclass
class PasswordNeeded(Refused):
    """A final approval, for which the office has the password typed again."""

    trigger: str
