"""Nothing that was answered is lost, and nothing was done twice."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from load_office import LoadOffice
from msgspec.json import decode
from sqlmodel import col, select
from works import Done

from workflow.database import Database
from workflow.models import Answer, Entry


@dataclass(frozen=True)
class Told:
    """One answer that somebody got: her key, and the entry it named."""

    key: str
    seq: int
    hash: str


def heard(log: Path) -> list[Told]:
    """The answers noted in a file, a line each; a line cut short by a kill is no answer."""
    if not log.exists():
        return []
    lines = log.read_text().split("\n")[:-1]
    words = [line.split(" ") for line in lines if line.startswith("done ")]
    return [Told(key, int(seq), digest) for _, key, seq, digest in words]


def check(database: Database, office: LoadOffice, answers: Iterable[Told]) -> tuple[int, int]:
    """Asserts it; how many answers were heard, and how many things were done in all.

    Every answer heard names an entry that is there. The entries written since the beginning are those of the
    recorded answers, each entry of exactly one: so nothing was done that has no answer, or two.
    """
    with database.read() as session:
        rows = session.exec(select(Answer).where(col(Answer.key).startswith("lane-"))).all()
        done = {row.key: decode(row.body, type=Done) for row in rows}
        hashes = dict(
            session.exec(select(Entry.seq, Entry.hash).where(Entry.office_id == office.office_id)).all()
        )
    told = list(answers)
    lost = [each for each in told if hashes.get(each.seq) != each.hash or each.key not in done]
    assert lost == []
    assert [each for each in told if (done[each.key].seq, done[each.key].hash) != (each.seq, each.hash)] == []
    end = office.first_seq
    for each in sorted(done.values(), key=lambda each: each.before):
        assert each.before == end, f"entries {end + 1} to {each.before} belong to no answer, or to two"
        assert each.seq > each.before
        end = each.seq
    assert end == max(hashes)
    return len(told), len(done)
