"""What is broken on purpose, and which tests have to notice: the one place that says so."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Group:
    """Modules that answer one question, and the quick tests of them: of these a mutant is judged by those
    that reach its function."""

    name: str
    why: str
    files: tuple[str, ...]
    tests: tuple[str, ...]


GROUPS: Final = (
    Group(
        "engine",
        "what a step checks, reads, decides and writes, and what a change of the office itself records",
        (
            "workflow/engine.py",
            "workflow/decision.py",
            "workflow/situation.py",
            "workflow/statements.py",
            "workflow/changes.py",
            "states/machine.py",
        ),
        (
            "tests/states/test_machine.py",
            "tests/workflow/test_changes.py",
            "tests/workflow/test_changes_authority.py",
            "tests/workflow/test_corrections.py",
            "tests/workflow/test_decision.py",
            "tests/workflow/test_engine.py",
            "tests/workflow/test_owed_readers.py",
            "tests/workflow/test_people.py",
            "tests/workflow/test_situation.py",
            "tests/workflow/test_step_recorded.py",
            "tests/workflow/test_step_refused.py",
        ),
    ),
    Group(
        "permissions",
        "who may",
        ("workflow/permissions.py",),
        (
            "tests/workflow/test_changes_authority.py",
            "tests/workflow/test_decision.py",
            "tests/workflow/test_permissions.py",
            "tests/workflow/test_powers.py",
        ),
    ),
    Group(
        "history",
        "the chain, its canonical form, and the moments that are hashed",
        ("workflow/history.py", "workflow/moments.py"),
        (
            "tests/workflow/test_corrections.py",
            "tests/workflow/test_history.py",
            "tests/workflow/test_history_written.py",
            "tests/workflow/test_moments.py",
        ),
    ),
    Group(
        "calendar",
        "fiscal year, working days, when something falls due, and what moves when an office's days do",
        (
            "states/fiscal.py",
            "states/workdays.py",
            "states/due.py",
            "states/due_rules.py",
            "states/year_calendar.py",
            "workflow/calendars.py",
            "workflow/redating.py",
            "workflow/legal_calendar.py",
            "workflow/days.py",
        ),
        (
            "tests/states/test_calendar_changes.py",
            "tests/states/test_due.py",
            "tests/states/test_due_said.py",
            "tests/states/test_fiscal.py",
            "tests/states/test_year_calendar.py",
            "tests/workflow/test_calendar_dates.py",
            "tests/workflow/test_calendar_record.py",
            "tests/workflow/test_calendars.py",
            "tests/workflow/test_corrections.py",
            "tests/workflow/test_days.py",
            "tests/workflow/test_days_corrected.py",
            "tests/workflow/test_legal_calendar.py",
        ),
    ),
)

# Left out: what SQLite never reaches (on PostgreSQL the whole test command runs it), and what has run before
# anything could be broken: functions that only write a module's constants.
LEFT_OUT: Final = {
    "workflow/statements.py": ("_write_postgresql", "_together"),
    "workflow/situation.py": ("_actor", "_read"),
}

# What these modules and those they ask remember between tests, besides cached functions: "module:dict".
REMEMBERED: Final = ("states.machine:_GRAPHS", "workflow.days:_own", "workflow.definitions:_read")

LEAST: Final = 85
"""Percent of a group's mutants that its tests have to notice."""


def group_of(path: str) -> Group:
    """The group that a file counts in."""
    return next(group for group in GROUPS if path in group.files)
