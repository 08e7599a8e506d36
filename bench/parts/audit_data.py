"""Many offices with ten years of history each, written in bulk: what an auditor's questions are measured on.

Only what the questions read is filled in: people, posts, orders, items, their money, entries, obligations,
notices and deliveries. The hashes of the entries are the numbers of the entries and clearly no chain: nothing
here is verified.
"""

import random
import sys
from collections.abc import Iterator
from typing import Any

from bench.parts.audit_load import Load, Made, Numbers
from bench.parts.audit_office import PER_ITEM, YEARS, AuditedOffice
from bench.parts.office import filled
from workflow.database import Database


def written(url: str, entries: int, offices: int) -> tuple[Database, Made]:
    """A database with about so many entries, spread evenly over so many offices and ten years."""
    database, template, _ = filled(url, 1)
    connection = database.engine.raw_connection()
    driver = connection.driver_connection
    made, numbers, choice = Made(), Numbers(), random.Random(2561)
    _without_checks(driver, database.is_sqlite)
    load = Load(driver, is_sqlite=database.is_sqlite)
    each = max(len(YEARS), round(entries / offices / PER_ITEM))
    hashes = _hashes(driver, template.id)
    for number in range(1, offices + 1):
        AuditedOffice(load, made, numbers, choice, number, hashes).write(each)
        load.flush(made)
        if number % 10 == 0 or number == offices:
            print(
                f"\r  {number}/{offices} offices, {made.rows['history_entry']:,} entries",
                end="",
                file=sys.stderr,
            )
    print(file=sys.stderr)
    _checked_again(driver, database.is_sqlite)
    connection.close()
    return database, made


def _without_checks(driver: Any, is_sqlite: bool) -> None:
    if is_sqlite:
        for pragma in ("foreign_keys=OFF", "synchronous=OFF", "cache_size=-400000"):
            driver.execute(f"PRAGMA {pragma}")
        driver.execute("BEGIN")
    else:
        driver.execute("SET session_replication_role = replica")


def _checked_again(driver: Any, is_sqlite: bool) -> None:
    driver.commit()
    if is_sqlite:
        for pragma in ("foreign_keys=ON", "synchronous=FULL", "wal_checkpoint(TRUNCATE)", "cache_size=-2000"):
            driver.execute(f"PRAGMA {pragma}")
    else:
        driver.execute("SET session_replication_role = DEFAULT")
        driver.commit()
        driver.autocommit = True
        driver.execute("VACUUM ANALYZE")
        driver.autocommit = False


def _hashes(driver: Any, office_id: int) -> dict[str, str]:
    found = driver.execute("SELECT kind, definition_hash FROM office_definition")
    return dict(found.fetchall())


def sizes(database: Database) -> Iterator[tuple[str, int]]:
    """Bytes of each index and table that the questions read, the largest first."""
    with database.engine.connect() as connection:
        if database.is_sqlite:
            found = connection.exec_driver_sql(
                "SELECT name, sum(pgsize) FROM dbstat WHERE name LIKE '%history_entry%'"
                " OR name LIKE '%obligation%' GROUP BY name ORDER BY 2 DESC"
            )
        else:
            found = connection.exec_driver_sql(
                "SELECT relname, pg_relation_size(oid) FROM pg_class WHERE relkind IN ('r', 'i')"
                " AND (relname LIKE '%%history_entry%%' OR relname LIKE '%%obligation%%') ORDER BY 2 DESC"
            )
        yield from ((str(name), int(size)) for name, size in found)
