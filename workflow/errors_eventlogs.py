"""Refusals of taking the history away as an event log."""

from dataclasses import dataclass

from workflow.refused import Refused


@dataclass
class TooManyRows(Refused):
    """More events than a sheet of a workbook has rows for; `most` are as many as fit."""

    most: int
