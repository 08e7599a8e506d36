"""`khanton history prove` and `verify --proof`: that single entries are in a history that was signed."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from sqlmodel import Session

from api.commands import options
from api.commands.finding import item_of
from api.commands.output import answering, document, people
from api.commands.place import offices, opened
from api.commands.refusals import CommandRefused
from workflow.checkpoints import proving
from workflow.checkpoints.notes import Verifier
from workflow.errors import BadProof
from workflow.models import Office, Witness
from workflow.papers.witness import as_typed


def prove(
    context: typer.Context,
    entry: Annotated[
        str | None, typer.Option("--entry", metavar="OFFICE:SEQ", help="รายการหนึ่ง · one entry")
    ] = None,
    item: Annotated[
        str | None, typer.Option("--item", metavar="CODE", help="ทุกรายการของเรื่อง · all of an item")
    ] = None,
    paper: Annotated[
        str | None, typer.Option("--paper", metavar="CODE", help="รหัสท้ายกระดาษ · a paper's code")
    ] = None,
    to: Annotated[Path | None, typer.Option("--to", metavar="FILE", help="เขียนลงแฟ้ม · write here")] = None,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """หลักฐานว่ารายการอยู่ในประวัติ · Prove that entries are in the history as it was signed."""
    with answering(as_json):
        place = options.place_at_hand(context, database, data)
        with opened(place) as found, found.read() as session:
            where, seqs = _asked(session, entry, item, paper, office)
            proof = proving.prove(session, where, seqs)
        if to is None:
            document(proof)
            return
        try:
            to.write_text(proving.written(proof), encoding="utf-8")
        except OSError as error:
            raise CommandRefused("no_file", {"path": str(to)}) from error
        people().print(f"{to}: หลักฐานของ {len(seqs)} รายการ · entries proved", markup=False)


def _asked(
    session: Session, entry: str | None, item: str | None, paper: str | None, office: str | None
) -> tuple[Office, list[int]]:
    if (entry is not None) + (item is not None) + (paper is not None) != 1:
        raise CommandRefused("bad_option", {"text": "--entry | --item | --paper"})
    if entry is not None:
        code, _, number = entry.rpartition(":")
        if not code or not number.isascii() or not number.isdecimal() or not 0 < int(number) < 10**12:
            raise CommandRefused("bad_option", {"text": f"--entry {entry[:80]}"})
        return offices(session, code)[0], [int(number)]
    if item is not None:
        found = item_of(session, item, office)
        return session.get_one(Office, found.office_id), proving.entries_of(session, found)
    row = session.get(Witness, as_typed(paper or ""))
    if row is None:
        raise CommandRefused("bad_option", {"text": f"--paper {(paper or '')[:80]}"})
    return session.get_one(Office, row.office_id), [row.entry_seq]


_PROBLEMS = {
    "": "หลักฐานถูกต้อง · the proof holds",
    "unsigned": "จุดตรวจสอบในหลักฐานไม่ได้ลงนามด้วยกุญแจนี้ · the checkpoint is not signed by this key",
    "strange_key": "ลงนามด้วยกุญแจที่ไม่ได้ระบุว่าเชื่อถือ · signed by a key that is not trusted",
    "path": "รายการที่ {bad} ไม่นำไปสู่รากที่ลงนามไว้ · entry {bad} does not lead to what was signed",
}


def verify_proof(path: Path, trusted: Sequence[Verifier], as_json: bool) -> NoReturn:
    """Says whether a proof holds, without any database, and ends: 0 where it does, else 1."""
    found = proving.check(_text(path), trusted)
    if as_json:
        document(
            {
                "holds": found.holds,
                "problem": found.problem,
                "bad_entry": found.bad or None,
                "office": found.said.office,
                "checkpoint": found.said.seq,
                "taken": found.said.taken,
                "key": found.key,
                "key_trusted": bool(trusted),
                "entries": [values[2] for values in found.entries],
            }
        )
    else:
        console = people()
        console.print(_PROBLEMS[found.problem].format(bad=found.bad), markup=False)
        told = f"{found.said.office} · {found.said.seq} · {found.said.taken} · {found.key}"
        console.print(told, markup=False, soft_wrap=True)
        if not trusted:
            said = "ยังไม่ได้เทียบกุญแจ ระบุ --key · compare the key with the one on the office's page, by --key"
            console.print(said, markup=False, soft_wrap=True)
    raise typer.Exit(0 if found.holds else 1)


def _text(path: Path) -> str:
    try:
        with path.open(encoding="utf-8") as file:
            text = file.read(proving.LARGEST + 1)
    except OSError as error:
        raise CommandRefused("no_file", {"path": str(path)}) from error
    except UnicodeDecodeError as error:
        raise BadProof("shape") from error
    return text
