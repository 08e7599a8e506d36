"""Closes a meeting in a process that is killed before a statement: `… url meeting person nth`."""

import datetime
import os
import sys
from typing import Any

from workflow.database import Cursor, Database, Sql
from workflow.meetings.closing import close_meeting

AT = datetime.datetime(2018, 1, 12, 2, 0, tzinfo=datetime.UTC)
KILLED = 9
_count = 0
_run = Cursor.run


def die_at(nth: int) -> Any:
    """The cursor's `run`, which ends the process without a word at its nth call."""

    def run(self: Cursor, sql: Sql, values: tuple[Any, ...] = ()) -> Any:
        global _count
        _count += 1
        if _count == nth:
            os._exit(KILLED)
        return _run(self, sql, values)

    return run


if __name__ == "__main__":
    url, meeting_id, person_id, nth = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    Cursor.run = die_at(nth)  # type: ignore[method-assign]
    with Database(url).write() as opened:
        close_meeting(opened, meeting_id, by=person_id, at=AT)
    print(_count)
