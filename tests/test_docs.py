"""The documentation says what is so: its words, links, commands and worked examples are those of the code."""

import datetime
import hashlib
import importlib
import json
import re
import shlex
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import DatabaseError
from sqlmodel import SQLModel
from typer.main import get_command

import notifications.models  # noqa: F401  registers its table
import workflow.models  # noqa: F401  registers all others
from api.cli import app
from states.catalogue import catalogue
from states.source import DEFINITIONS, read_definition, shipped_kinds
from workflow import attest, history
from workflow.database import Cursor, Database, Sql
from workflow.evidence import take_in
from workflow.moments import BANGKOK, moment_text
from workflow.statements import Attached

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md")))
HASH = "ab" * 32
LINK = re.compile(r"\[[^\]]+\]\(([^)#\s]+)(?:#[^)]*)?\)")
TEST = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def glossary() -> set[tuple[str, str]]:
    """Every (Thai, identifier) of the glossary's tables; an identifier may share its line with another."""
    rows = re.findall(r"^\| ([^|]+) \| [^|]+ \| ([^|]+) \|$", read("docs/glossary.md"), re.MULTILINE)
    return {(thai.strip(), name) for thai, names in rows for name in re.findall(r"`([a-z_]+)`", names)}


def test_the_glossary_calls_every_role_and_kind_as_the_office_does() -> None:
    roles = {(role.th, name) for name, role in catalogue().roles.items()}
    kinds = {(read_definition(DEFINITIONS / f"{kind}.yaml").th, kind) for kind in shipped_kinds()}
    assert (roles | kinds) - glossary() == set()
    assert (len(roles), len(kinds)) == (16, 11)


def test_the_glossary_has_every_table() -> None:
    assert set(SQLModel.metadata.tables) - {name for _, name in glossary()} == set()


@pytest.mark.parametrize("page", ["docs/glossary.md", "docs/architecture.md"])
def test_every_table_stands_in_its_family(page: str) -> None:
    families = read(page)[
        read(page).index("amilies of tables" if "glossary" in page else "Tables by family") :
    ]
    for table in SQLModel.metadata.sorted_tables:
        assert re.search(rf"\b{table.name}\b", families), table.name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file(page: Path) -> None:
    targets = LINK.findall(page.read_text(encoding="utf-8"))
    local = [target for target in targets if not target.startswith(("http://", "https://"))]
    assert [target for target in local if not (page.parent / target).exists()] == []


def test_the_eighty_requirements_are_listed_each_with_its_state_and_all_met_ones_with_a_test() -> None:
    rows = re.findall(
        r"^\| (R-\d{3}) \|.*\| (\S+) \| ([^|]+) \|$", read("docs/requirements.md"), re.MULTILINE
    )
    assert [number for number, _, _ in rows] == [f"R-{number:03}" for number in range(1, 81)]
    assert [number for number, test, state in rows if state.startswith("met") and test == "–"] == []
    states = {re.split(r"[:;,]", state)[0] for _, _, state in rows}
    assert states <= {"met", "by a person's word", "not yet"}


def test_every_decision_is_listed_with_its_own_title() -> None:
    listed = dict(re.findall(r"^\| \[(\d{4})\]\(([^)]+)\)", read("docs/decisions/README.md"), re.MULTILINE))
    pages = sorted((DOCS / "decisions").glob("[0-9]*.md"))
    assert listed == {page.name[:4]: page.name for page in pages}
    for page in pages:
        assert page.read_text(encoding="utf-8").startswith(f"# {page.name[:4]}. ")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_test_a_page_names_is_there(page: Path) -> None:
    named = TEST.findall(page.read_text(encoding="utf-8"))
    missing = [
        (file, test)
        for file, test in named
        if not (ROOT / file).is_file() or (test and f"def {test}(" not in read(file))
    ]
    assert missing == []


def test_every_module_of_the_architecture_page_is_there() -> None:
    package, missing = "", []
    for line in read("docs/architecture.md").splitlines():
        heading = re.match(r"### (\w+):", line)
        package = heading[1] if heading else "" if line.startswith("## ") else package
        if package and line.startswith("| `"):
            names = re.findall(r"`([^`]+)`", line.split("|")[1])
            missing += [name for name in names if not list((ROOT / package).glob(name.rstrip("/")))]
    assert missing == []


def commands() -> list[str]:
    """Every line of README that calls `khanton`."""
    return re.findall(r"^khanton (.+)$", read("README.md"), re.MULTILINE)


@pytest.mark.parametrize("line", commands())
def test_every_command_of_the_readme_is_one(line: str) -> None:
    """Its name is known and its options are read without complaint; nothing is carried out."""
    words, command, context = shlex.split(line), get_command(app), None
    while True:
        context = command.make_context(command.name, words, parent=context)
        inner = getattr(command, "commands", {})
        if not context._protected_args and not context.args:
            break
        name, *words = [*context._protected_args, *context.args]
        command = inner[name]
    assert not inner or command.invoke_without_command


FIRST = history.Record(
    office_id=1,
    kind="opened",
    at=moment_text(datetime.datetime(2017, 10, 2, 1, 30, tzinfo=datetime.UTC)),
    effective_on="2017-10-02",
    subject="item:AP-2561",
    actor_id=7,
    capacity="own",
    item_id=1,
    position_id=5,
    to_state="preparing",
    version=1,
    definition_hash=HASH,
)
SECOND = history.Record(
    office_id=1,
    kind="step",
    at=moment_text(datetime.datetime(2018, 1, 12, 9, 0, 0, 250000, tzinfo=BANGKOK)),
    effective_on="2018-01-11",
    subject="item:AP-2561",
    actor_id=9,
    capacity="acting",
    item_id=1,
    position_id=3,
    principal_id=8,
    order_no="ที่ 12/2561",
    trigger="open_proposals",
    from_state="preparing",
    to_state="proposals_open",
    version=2,
    definition_hash=HASH,
    reason='ครบ "ทุกกลุ่ม" แล้ว\nเปิดรับได้',
    details=history.details({"facts": {"ceilings_set": "บันทึกที่ 5/2561"}}),
    dwell_seconds=8814600,
)


def test_the_worked_entries_are_what_the_code_writes() -> None:
    page = read("docs/history-format.md")
    texts = re.findall(r"^```json\n(.*)\n```$", page, re.MULTILINE)
    sizes = [int(size) for size in re.findall(r"^(\d+) bytes, SHA-256:$", page, re.MULTILINE)]
    hashes = re.findall(r"^```\n([0-9a-f]{64})\n```$", page, re.MULTILINE)
    first = history.seal(history.Head(), FIRST)
    second = history.seal(history.Head(first.seq, first.hash), SECOND)
    for sealed, text, size, digest in zip((first, second), texts, sizes, hashes, strict=True):
        canonical = msgspec.json.encode(sealed.record)
        assert canonical == text.encode()
        assert len(canonical) == size
        assert sealed.hash == digest == hashlib.sha256(text.encode()).hexdigest()


def test_the_page_lists_the_fields_in_the_order_they_are_hashed() -> None:
    rows = re.findall(r"^\| (\d+) \| `?(\w+)`? \|", read("docs/history-format.md"), re.MULTILINE)
    hashed = [name.strip() for name in history.COLUMNS.split(",")][:-1]
    order = ["form", "office_id", "seq", "kind", "at", "effective_on", "item_id", "subject", "actor_id"]
    assert [int(number) for number, _ in rows] == list(range(1, 24))
    assert [name for _, name in rows][:9] == order
    assert sorted(name for _, name in rows) == sorted(["form", *hashed])


@given(st.text(st.characters(exclude_categories=["Cs"])), st.text(st.characters(exclude_categories=["Cs"])))
def test_any_json_library_can_write_the_canonical_bytes(reason: str, subject: str) -> None:
    """The page promises that Python's own json writes the same bytes, whatever people typed."""
    record = msgspec.structs.replace(SECOND, reason=reason, subject=subject)
    canonical = msgspec.json.encode(record)
    again = json.dumps(json.loads(canonical), ensure_ascii=False, separators=(",", ":")).encode()
    assert canonical == again


@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
@pytest.mark.parametrize(
    ("table", "column"),
    [("history_entry", "reason"), ("attestation", "value"), ("document", "filename"), ("definition", "body")],
)
def test_the_database_itself_refuses_to_change_the_record(
    database: Database, office, now, tmp_path: Path, statement: str, table: str, column: str
) -> None:
    with database.write() as session:
        item = office.open(session, "annual_plan", "AP2561")
        stored = take_in(session, tmp_path, b"%PDF-1.4 x", "x.pdf", at=now)
        attest.attest(
            session,
            item.id,
            by=office.people["plan_director"],
            at=now,
            facts={"ceilings_set": "บันทึกที่ 5/2561"},
            documents={"ceiling_notice": Attached(stored.sha256, "x.pdf")},
        )
    count = Sql(f"SELECT count(*) FROM {table}")  # noqa: S608  names of this test
    with database.read() as session:
        before = Cursor(session).row(count)[0]
    driver = importlib.import_module("sqlite3" if database.is_sqlite else "psycopg")
    change = Sql(statement.format(table, column, "'changed'"))
    with pytest.raises((driver.Error, DatabaseError), match="append-only"), database.write() as session:
        Cursor(session).run(change)
    with database.read() as session:
        assert (Cursor(session).row(count)[0], before > 0) == (before, True)
