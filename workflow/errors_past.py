"""Refusals of questions about the past; like all others they are named by `workflow.errors`."""

import datetime
from dataclasses import dataclass

from workflow.refused import Refused


@dataclass
class PastRefused(Refused):
    """A question that the record cannot answer; `day` is the Bangkok date asked for.

    `problem`: in_future (`limit` is today), known_before_on (known before the day `limit` it is about),
    before_record (`limit` is when the office's record begins).
    """

    problem: str
    day: datetime.date
    limit: datetime.date
