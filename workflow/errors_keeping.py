"""Refusals about backups, restoring and retention; like all others they are named by `workflow.errors`."""

import datetime
from dataclasses import dataclass

from workflow.refused import Refused


@dataclass
class BackupRefused(Refused):
    """No backup was made, or it did not prove right.

    `problem`: exists, cannot_write, no_tool, tool_failed, cannot_verify, not_whole, no_database.
    `place` is the file or program meant, `seen` what was found there.
    """

    problem: str
    place: str
    seen: str = ""


@dataclass
class RestoreRefused(Refused):
    """Nothing was restored. `problem`: no_file, not_empty, unreadable, differs, not_whole, older,
    newer_program, wrong_kind, no_room, cannot_write, no_tool, tool_failed."""

    problem: str
    place: str
    seen: str = ""


@dataclass
class ReadOnlyDatabase(Refused):
    """Something was to be written where a database can only be read: an auditors' replica."""


@dataclass
class UpgradeRefused(Refused):
    """The tables were left as they were. `problem`: newer_program, back_up_first, dangling,
    not_owner."""

    problem: str
    place: str
    seen: str = ""


@dataclass
class RetentionRefused(Refused):
    """Nothing was held, released or destroyed. `item` is the paper meant, where it is one.

    `problem`: nothing (nothing is past its term), too_many (more than `seen` in one order), not_past (the
    item has not ended, or its term is not over), held, not_held, held_already, destroyed, future (the list is
    of a day to come).
    """

    problem: str
    item: str = ""
    seen: str = ""


@dataclass
class ContentDestroyed(Refused):
    """The content of `item` was destroyed by order `order_no` on the Bangkok date `day`."""

    item: str
    order_no: str
    day: datetime.date
