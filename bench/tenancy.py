"""What PostgreSQL's lock between offices costs: the same questions by the owner and the server's account.

Makes a server of its own with 200 offices and 200,000 items, each with an entry and a document.
"""

import argparse
import statistics
import sys
import time
from pathlib import Path

from sqlalchemy import make_url, text

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from conftest import make_office
from postgres_cluster import cluster

from workflow import schema, tenancy
from workflow.database import Cursor, Database, Sql
from workflow.keeping import roles

OFFICES, ROUNDS = 200, 30
_FILL = (
    """INSERT INTO office (code, name_th, short_th, name_en, profile, website, document_prefix,
                           calendar_version, created_at)
       SELECT 'B' || n, 'ข', 'ข', '', profile, '', '', 1, created_at
         FROM office, generate_series(2, :offices) n WHERE office.id = :first""",
    """INSERT INTO item (office_id, kind, code, title, search_text, fiscal_year, state, version, state_since,
                         effective_on, definition_hash, opened_at)
       SELECT o.id, 'project', 'P' || n, 'โครงการ', 'โครงการ ' || n, 2561, 'draft', 1, now(), '2018-01-12',
              (SELECT min(hash) FROM definition), now()
         FROM generate_series(1, :items) n
         JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM office) o
           ON o.place = n % :offices""",
    """INSERT INTO stored_file (sha256, size, media_type, stored_at)
       VALUES (repeat('a', 64), 1, 'x', now())""",
    """INSERT INTO document (item_id, code, sha256, filename, item_version, entry_seq, attached_by,
                             attached_at)
       SELECT id, 'x', repeat('a', 64), 'x.pdf', 1, 1, :person, now() FROM item""",
    """INSERT INTO history_entry (office_id, seq, kind, at, effective_on, item_id, subject, actor_id,
                                  capacity, order_no, trigger, from_state, to_state, version, definition_hash,
                                  reason, details, prev_hash, hash)
       SELECT office_id, row_number() OVER (PARTITION BY office_id ORDER BY id) + 1000, 'step', now(),
              '2018-01-12', id, 'item', :person, 'own', '', 'submit', 'draft', 'review', 1, '', '',
              '{}', '', ''
         FROM item""",
)
QUESTIONS = {
    "one item by its code": Sql("SELECT title FROM item WHERE office_id = ? AND code = 'P1000'"),
    "a page of 50 items": Sql("SELECT title FROM item WHERE office_id = ? ORDER BY id LIMIT 50"),
    "all items of an office": Sql("SELECT count(*) FROM item WHERE office_id = ?"),
    "all entries of an office": Sql("SELECT count(*) FROM history_entry WHERE office_id = ?"),
    "documents of an office's items": Sql(
        "SELECT count(*) FROM document d JOIN item i ON i.id = d.item_id WHERE i.office_id = ?"
    ),
}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--quick", action="store_true", help="fewer items, for a look")
    items = 5_000 if arguments.parse_args().quick else 200_000
    with cluster() as url:
        owner = Database(url)
        schema.upgrade(owner)
        with owner.write() as session:
            office = make_office(session)
            about = {"offices": OFFICES, "items": items, "first": office.id, "person": office.people["clerk"]}
            for statement in _FILL:
                bound = {name: value for name, value in about.items() if f":{name}" in statement}
                session.execute(text(statement), bound)
        with owner.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
        roles.apply(owner)
        app = Database(make_url(url).set(username=roles.APP).render_as_string(hide_password=False))
        print(f"{items:,} items, {OFFICES} offices; median of {ROUNDS}, ms: owner, server's account, ratio")
        for name, question in QUESTIONS.items():
            open_, locked = (median(each, question, office.id) for each in (owner, app))
            print(f"{name:<32} {open_:8.3f} {locked:8.3f} {locked / open_:6.2f}")
        with app.read() as session:
            began = time.perf_counter()
            for _ in range(1000):
                tenancy.narrow(session, office.id)
            print(f"narrowing a transaction: {time.perf_counter() - began:.3f} ms")
        owner.dispose()
        app.dispose()


def median(database: Database, question: Sql, office: int) -> float:
    """Milliseconds for one answer inside a narrowed transaction."""
    taken = []
    with database.read() as session:
        tenancy.narrow(session, office)
        cursor = Cursor(session)
        for _ in range(ROUNDS):
            began = time.perf_counter()
            cursor.rows(question, (office,))
            taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


if __name__ == "__main__":
    main()
