"""Rows in bulk for the auditor's measurements: by COPY on PostgreSQL, by executemany on SQLite."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, Final

_TABLES: Final = {
    "office": "id,code,name_th,short_th,name_en,profile,website,document_prefix,calendar_version,created_at",
    "chain_head": "office_id,seq,hash",
    "office_group": "id,office_id,code,name_th,name_en,valid_from",
    "person": "id,office_id,username,name_th,is_service,active_from",
    "position": "id,office_id,code,role,title_th,group_id,valid_from",
    "occupancy": "position_id,person_id,valid_from,order_no",
    "delegation": (
        "office_id,position_id,person_id,capacity,subjects,order_no,ordered_on,valid_from,valid_to"
    ),
    "office_definition": "office_id,kind,definition_hash,published_by,valid_from",
    "fund": "id,office_id,code,name_th",
    "item": (
        "id,office_id,kind,code,title,search_text,fiscal_year,state,version,state_since,effective_on,"
        "definition_hash,parent_id,group_id,owner_id,opened_at"
    ),
    "project_line": "id,item_id,fund_id,category,sub,requested,original",
    "line_change": "line_id,amendment_id,change,effective_on",
    "history_entry": (
        "office_id,seq,kind,at,effective_on,item_id,subject,actor_id,position_id,principal_id,capacity,"
        "order_no,trigger,from_state,to_state,version,definition_hash,reason,details,corrects,dwell_seconds,"
        "prev_hash,hash"
    ),
    "obligation": (
        "id,office_id,item_id,code,turn,owed_by,group_id,due_on,formula,calendar_version,reckoning,ladder,"
        "opened_seq,opened_at,outcome,closed_seq,closed_at"
    ),
    "notice": (
        "id,office_id,person_id,code,item_id,obligation_id,rung,due_on,about,because,written_at,read_at"
    ),
    "message": (
        "id,office_id,person_id,channel,kind,day,token,state,attempts,next_at,claimed_by,made_at,ended_at"
    ),
    "delivery": "notice_id,channel,message_id,outcome",
}


@dataclass
class Made:
    """What was written: the offices to ask about, their people by role, and how many rows of each table."""

    offices: list[int] = field(default_factory=list)
    people: dict[int, dict[str, int]] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=lambda: defaultdict(int))


class Load:
    """Rows on their way into the database, by COPY or executemany, in one transaction without checks."""

    def __init__(self, connection: Any, *, is_sqlite: bool) -> None:
        self.connection, self.is_sqlite = connection, is_sqlite
        self.rows: dict[str, list[tuple[Any, ...]]] = defaultdict(list)

    def flush(self, made: Made) -> None:
        for table, columns in _TABLES.items():
            rows = self.rows.pop(table, [])
            made.rows[table] += len(rows)
            if not rows:
                continue
            if self.is_sqlite:
                marks = ",".join("?" * (columns.count(",") + 1))
                self.connection.executemany(
                    f"INSERT INTO {table} ({columns}) VALUES ({marks})",  # noqa: S608  constant text
                    rows,
                )
                continue
            with (
                self.connection.cursor() as cursor,
                cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy,
            ):
                for row in rows:
                    copy.write_row(row)


class Numbers:
    """Ids given out one after another."""

    def __init__(self) -> None:
        self._next: dict[str, int] = defaultdict(lambda: 1_000_000)

    def __call__(self, table: str) -> int:
        self._next[table] += 1
        return self._next[table]
