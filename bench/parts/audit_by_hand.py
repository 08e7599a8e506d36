"""The ten questions as somebody who knows the tables would write each of them by hand, with its count."""

# ruff: noqa: S608  all of it is put together from constant text

from collections.abc import Callable, Mapping
from typing import Any, Final

import bench.parts.office  # noqa: F401  says where the packages are
from workflow.audit.asked import Asked
from workflow.database import Cursor, Sql
from workflow.models.history import EXCEPTIONAL

LIMIT: Final = 51
_MOST: Final = 10_001
_NAMES: Final = """
  JOIN person p ON p.id = e.actor_id
  LEFT JOIN person q ON q.id = e.principal_id
  LEFT JOIN position o ON o.id = e.position_id
  LEFT JOIN item i ON i.id = e.item_id"""
_SHOWN: Final = (
    "e.at, e.seq, e.effective_on, e.kind, e.trigger, e.from_state, e.to_state, e.reason, e.definition_hash,"
    " e.capacity, e.order_no, e.subject, p.name_th, q.name_th, o.title_th, i.code, i.title"
)
_PERIOD: Final = "e.office_id = ? AND e.at >= ? AND e.at < ?"
_LATEST: Final = f" ORDER BY e.at DESC, e.seq DESC LIMIT {LIMIT}"


def _counted(of: str) -> str:
    return f"SELECT count(*) FROM (SELECT 1 FROM {of} LIMIT {_MOST}) c"


def _both(where: str, of: str = "history_entry e", shown: str = _SHOWN) -> tuple[Sql, Sql]:
    """The page and the count of entries narrowed by `where`."""
    page = f"SELECT {shown} FROM {of}{_NAMES} WHERE {where}{_LATEST}"
    return Sql(page), Sql(_counted(f"{of} WHERE {where}"))


_BY_GROUP: Final = (
    Sql(
        f"SELECT {_SHOWN} FROM history_entry e{_NAMES} WHERE {_PERIOD}"
        f" AND e.kind NOT IN ('sign_in', 'sign_out') AND i.group_id = ?{_LATEST}"
    ),
    Sql(
        _counted(
            f"history_entry e JOIN item i ON i.id = e.item_id WHERE {_PERIOD}"
            " AND e.kind NOT IN ('sign_in', 'sign_out') AND i.group_id = ?"
        )
    ),
)
_PERSON: Final = _both(
    f"{_PERIOD} AND e.kind NOT IN ('sign_in', 'sign_out') AND (e.actor_id = ? OR e.principal_id = ?)"
)
_EXCEPTIONS: Final = _both(
    f"{_PERIOD} AND e.kind NOT IN ('sign_in', 'sign_out') AND "
    + EXCEPTIONAL.replace("kind IN", "e.kind IN").replace("details LIKE", "e.details LIKE").replace("%", "%%")
)
_EXCEPTIONS_SQLITE: Final = tuple(Sql(each.sqlite.replace("%%", "%")) for each in _EXCEPTIONS)
_STATE: Final = (
    "(SELECT s.to_state FROM history_entry s WHERE s.item_id = {item} AND s.seq <= e.seq AND s.to_state <> ''"
    " ORDER BY s.seq DESC LIMIT 1)"
)
_IN_PLAN: Final = (
    "('in_plan','authorised','in_progress','suspended','completed','carried_over','reported',"
    "'report_returned','closed')"
)
_CHANGED: Final = (
    "coalesce((SELECT sum(c.change) FROM line_change c WHERE c.line_id = l.id AND "
    + _STATE.format(item="c.amendment_id")
    + " IN ('adopted', 'circulated', 'closed', 'reported_to_board')), 0)"
)
_AMOUNT: Final = (
    "(SELECT sum(CASE WHEN " + _STATE.format(item="i.id") + f" IN {_IN_PLAN} THEN l.original + {_CHANGED}"
    " ELSE coalesce(l.requested, l.original) END) FROM project_line l WHERE l.item_id = i.id)"
)
_APPROVES: Final = (
    "e.kind = 'step' AND i.kind = 'project' AND e.trigger IN ('endorse', 'include', 'include_by_amendment',"
    " 'authorise', 'carry_over', 'accept_report')"
)
_APPROVED: Final = (
    Sql(
        f"SELECT {_SHOWN}, {_AMOUNT} FROM history_entry e{_NAMES} WHERE {_PERIOD} AND {_APPROVES}"
        f" AND {_AMOUNT} >= ?{_LATEST}"
    ),
    Sql(
        _counted(
            f"history_entry e JOIN item i ON i.id = e.item_id WHERE {_PERIOD} AND {_APPROVES}"
            f" AND {_AMOUNT} >= ?"
        )
    ),
)
_STAYED: Final = (
    "SELECT item_id FROM history_entry e WHERE e.item_id = i.id AND e.to_state <> ''"
    " AND e.at >= ? AND e.at < ?"
)
_ITEMS: Final = f"item i WHERE i.office_id = ? AND EXISTS ({_STAYED})"
_STAYS: Final = (
    Sql(
        "SELECT x.code, x.title, x.kind, h.from_state, h.to_state, h.at, h.trigger, h.kind, h.definition_hash"
        f" FROM (SELECT i.* FROM {_ITEMS} ORDER BY i.code LIMIT {LIMIT}) x"
        " JOIN history_entry h ON h.item_id = x.id AND h.to_state <> '' ORDER BY x.code, h.seq"
    ),
    Sql(_counted(_ITEMS)),
)
_SETTLED: Final = (
    "max(coalesce((SELECT r.effective_on FROM history_entry r WHERE r.item_id = e.item_id"
    " AND r.corrects = e.seq AND r.kind = 'corrected' ORDER BY r.seq DESC LIMIT 1), e.effective_on),"
    " date(e.at, '+7 hours'))"
)
_SETTLED_PG: Final = _SETTLED.replace("max(", "greatest(", 1).replace(
    "date(e.at, '+7 hours')", "(e.at AT TIME ZONE 'Asia/Bangkok')::date"
)
_OWED: Final = (
    "obligation b JOIN item i ON i.id = b.item_id"
    " LEFT JOIN history_entry e ON e.office_id = b.office_id AND e.seq = b.closed_seq"
)
_LATE: Final = (
    "b.office_id = ? AND b.due_on >= ? AND b.due_on <= ? AND b.due_on < ? AND b.person_id IS NULL"
    " AND (b.outcome = '' OR (b.outcome = 'done' AND b.due_on < {settled}))"
)


def _late(shown: str, rest: str) -> Sql:
    return Sql(
        *(
            f"SELECT {shown.format(settled=each)} FROM {_OWED}{rest.partition('|')[0]}"
            f" WHERE {_LATE.format(settled=each)}{rest.partition('|')[2]}"
            for each in (_SETTLED, _SETTLED_PG)
        )
    )


_DUE: Final = f" ORDER BY b.due_on DESC, b.id DESC LIMIT {LIMIT}"
_LATENESS: Final = (
    _late(
        "b.due_on, b.id, i.code, i.title, b.code, b.owed_by, g.name_th, b.outcome, {settled}, p.name_th",
        " LEFT JOIN office_group g ON g.id = coalesce(b.group_id, i.group_id)"
        f" LEFT JOIN person p ON p.id = e.actor_id|{_DUE}",
    ),
    Sql(*(_counted(f"{_OWED} WHERE {_LATE.format(settled=each)}") for each in (_SETTLED, _SETTLED_PG))),
)
_REMINDED: Final = Sql(
    *(
        "SELECT x.*, n.written_at, n.rung, n.read_at, p.name_th, d.channel, d.outcome FROM"
        f" (SELECT b.id, i.code, i.title, b.code AS duty, b.due_on FROM {_OWED}"
        f" WHERE {_LATE.format(settled=each)}{_DUE}) x"
        " LEFT JOIN notice n ON n.obligation_id = x.id LEFT JOIN person p ON p.id = n.person_id"
        " LEFT JOIN delivery d ON d.notice_id = n.id ORDER BY x.due_on DESC, x.id DESC, n.written_at"
        for each in (_SETTLED, _SETTLED_PG)
    )
)
_SEPARATED: Final = (
    "('submit endorse','submit authorise','endorse submit','endorse authorise','authorise submit',"
    "'authorise endorse','submit_report accept_report','accept_report submit_report',"
    "'resubmit_report accept_report','accept_report resubmit_report')"
)
_UNDONE: Final = (
    "EXISTS (SELECT 1 FROM history_entry u WHERE u.item_id = {0}.item_id AND u.kind = 'undone'"
    " AND u.corrects = {0}.seq)"
)
_PAIRS: Final = (
    "history_entry e JOIN history_entry f ON f.item_id = e.item_id AND f.seq < e.seq"
    f" JOIN item i ON i.id = e.item_id WHERE {_PERIOD} AND i.kind = 'project' AND e.kind = 'step'"
    " AND f.kind = 'step' AND e.trigger IN ('submit','endorse','authorise','submit_report','accept_report',"
    "'resubmit_report') AND e.capacity <> 'system' AND f.capacity <> 'system'"
    f" AND f.trigger || ' ' || e.trigger IN {_SEPARATED}"
    " AND (f.actor_id IN (e.actor_id, e.principal_id) OR f.principal_id IN (e.actor_id, e.principal_id))"
    f" AND NOT {_UNDONE.format('e')} AND NOT {_UNDONE.format('f')}"
)
_PAIRED: Final = (
    Sql(
        "SELECT e.at, e.seq, f.seq, i.code, i.title, f.trigger, f.effective_on, e.trigger, e.effective_on,"
        " (SELECT name_th FROM person WHERE id = f.actor_id),"
        " (SELECT name_th FROM person WHERE id = e.actor_id)"
        f" FROM {_PAIRS} ORDER BY e.at DESC, e.seq DESC, f.seq DESC LIMIT {LIMIT}"
    ),
    Sql(_counted(_PAIRS)),
)
_HELD: Final = (
    "SELECT o.role, o.title_th, c.order_no, 'own' AS capacity, '' AS subjects FROM occupancy c"
    " JOIN position o ON o.id = c.position_id WHERE c.person_id = ? AND c.valid_from <= ?"
    " AND (c.valid_to IS NULL OR c.valid_to >= ?) AND o.valid_from <= ?"
    " AND (o.valid_to IS NULL OR o.valid_to >= ?)"
    " UNION ALL SELECT o.role, o.title_th, d.order_no, d.capacity, d.subjects FROM delegation d"
    " JOIN position o ON o.id = d.position_id WHERE d.person_id = ? AND d.valid_from <= ?"
    " AND d.valid_to >= ? AND o.valid_from <= ? AND (o.valid_to IS NULL OR o.valid_to >= ?)"
)
_POWERS: Final = Sql(
    f"SELECT DISTINCT h.title_th, h.order_no, h.capacity, f.kind, json_extract(t.value, '$.trigger')"
    f" FROM ({_HELD}) h, office_definition f JOIN definition b ON b.hash = f.definition_hash,"
    " json_each(b.body, '$.transitions') t, json_each(t.value, '$.by') r"
    " WHERE f.office_id = ? AND r.value = h.role",
    f"SELECT DISTINCT h.title_th, h.order_no, h.capacity, f.kind, t.value->>'trigger'"
    f" FROM ({_HELD}) h CROSS JOIN office_definition f JOIN definition b ON b.hash = f.definition_hash"
    " CROSS JOIN LATERAL json_array_elements(b.body::json->'transitions') t(value)"
    " CROSS JOIN LATERAL json_array_elements_text(t.value->'by') r(value)"
    " WHERE f.office_id = ? AND r.value = h.role",
)
_TOTALS: Final = Sql(
    "SELECT i.group_id, e.definition_hash, e.from_state, e.trigger, count(*) FROM history_entry e"
    f" JOIN item i ON i.id = e.item_id WHERE {_PERIOD} AND e.kind = 'step'"
    " GROUP BY i.group_id, e.definition_hash, e.from_state, e.trigger"
)
Answered = tuple[int, int]  # rows of the page, and all of them


def _page(cursor: Cursor, both: tuple[Sql, Sql], values: tuple[Any, ...]) -> Answered:
    found = cursor.rows(both[0], values)
    return min(len(found), LIMIT - 1), min(cursor.row(both[1], values)[0], _MOST - 1)


def _period(cursor: Cursor, office: int, asked: Asked) -> tuple[Any, ...]:
    assert asked.from_moment is not None
    assert asked.to_moment is not None
    return office, cursor.moment(asked.from_moment), cursor.moment(asked.to_moment)


def _dues(cursor: Cursor, office: int, asked: Asked) -> tuple[Any, ...]:
    assert asked.since is not None
    assert asked.until is not None
    return office, *(cursor.date(day) for day in (asked.since, asked.until, asked.today))


def _entries(cursor: Cursor, office: int, asked: Asked) -> Answered:
    return _page(cursor, _BY_GROUP, (*_period(cursor, office, asked), asked.group_id))


def _person(cursor: Cursor, office: int, asked: Asked) -> Answered:
    return _page(cursor, _PERSON, (*_period(cursor, office, asked), asked.person_id, asked.person_id))


def _stays(cursor: Cursor, office: int, asked: Asked) -> Answered:
    values = _period(cursor, office, asked)
    found = cursor.rows(_STAYS[0], values)
    seen = {row[0] for row in found}
    return min(len(seen), LIMIT - 1), min(cursor.row(_STAYS[1], values)[0], _MOST - 1)


def _late_ones(cursor: Cursor, office: int, asked: Asked) -> Answered:
    return _page(cursor, _LATENESS, _dues(cursor, office, asked))


def _approvals(cursor: Cursor, office: int, asked: Asked) -> Answered:
    return _page(cursor, _APPROVED, (*_period(cursor, office, asked), asked.least))


def _separation(cursor: Cursor, office: int, asked: Asked) -> Answered:
    return _page(cursor, _PAIRED, _period(cursor, office, asked))


def _powers(cursor: Cursor, office: int, asked: Asked) -> Answered:
    assert asked.on is not None
    day = cursor.date(asked.on)
    found = cursor.rows(_POWERS, (*(asked.person_id, *(day,) * 4) * 2, office))
    return min(len(found), LIMIT - 1), len(found)


def _reminders(cursor: Cursor, office: int, asked: Asked) -> Answered:
    values = _dues(cursor, office, asked)
    found = {row[0] for row in cursor.rows(_REMINDED, values)}
    return min(len(found), LIMIT - 1), min(cursor.row(_LATENESS[1], values)[0], _MOST - 1)


def _totals(cursor: Cursor, office: int, asked: Asked) -> Answered:
    found = {row[0] for row in cursor.rows(_TOTALS, _period(cursor, office, asked))}
    return len(found), len(found)


def _exceptions(cursor: Cursor, office: int, asked: Asked) -> Answered:
    both = _EXCEPTIONS_SQLITE if cursor.is_sqlite else _EXCEPTIONS
    return _page(cursor, (both[0], both[1]), _period(cursor, office, asked))


BY_HAND: Final[Mapping[str, Callable[[Cursor, int, Asked], Answered]]] = {
    "entries": _entries,
    "person": _person,
    "stays": _stays,
    "late": _late_ones,
    "approvals": _approvals,
    "separation": _separation,
    "powers": _powers,
    "reminders": _reminders,
    "totals": _totals,
    "exceptions": _exceptions,
}
