"""`khanton history verify`: whether the record holds, in itself and against what was signed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlmodel import Session, func, select

from api.commands import options
from api.commands.history_paper import verify_paper
from api.commands.history_proof import verify_proof
from api.commands.items import remark_on
from api.commands.output import answering, document, people, progress
from api.commands.place import Place, offices, opened
from api.commands.refusals import CommandRefused
from states.baht import plain_baht
from workflow.amendments.review import Deviation, deviations
from workflow.checkpoints import anchors, checking, keys, notes
from workflow.checkpoints.anchors import Anchors
from workflow.checkpoints.checking import Finding, Report
from workflow.checkpoints.keys import KeyFile
from workflow.checkpoints.notes import Verifier
from workflow.models import ChainHead, Office

KeyOption = Annotated[
    list[str] | None,
    typer.Option("--key", metavar="KEY", help="กุญแจสาธารณะที่เชื่อถือ · a public key to trust (khanton+…)"),
]


def verify(
    context: typer.Context,
    paper: Annotated[
        str | None,
        typer.Option("--paper", metavar="CODE", help="รหัสท้ายกระดาษ · the code at the foot of a paper"),
    ] = None,
    anchor: Annotated[
        Path | None, typer.Option("--anchor", metavar="FILE", help="หลักฐานภายนอก · a file of anchors")
    ] = None,
    proof: Annotated[
        Path | None,
        typer.Option("--proof", metavar="FILE", help="ตรวจแฟ้มหลักฐาน ไม่ใช้ฐานข้อมูล · a proof, without database"),
    ] = None,
    key: KeyOption = None,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """ตรวจประวัติ วงเงิน หรือหนังสือฉบับหนึ่ง · Recompute every hash, and compare the plans with what was approved.

    Checkpoints are held against the key in the data folder, or the keys named with --key. With --anchor also
    against a file of anchors; with --paper or --proof one paper or one proof is checked alone.
    """
    with answering(as_json):
        given = read_keys(key)
        if proof is not None:
            verify_proof(proof, given, as_json)
        place = options.place_at_hand(context, database, data)
        remark_on(place)
        if paper is not None:
            verify_paper(place, paper, as_json)
        outside = anchors.read(anchor) if anchor else Anchors((), ())
        with opened(place) as found, found.read() as session:
            trust = _trust(session, place, outside, given)
            checked = [_checked(session, each, outside, trust, as_json) for each in offices(session, office)]
    if as_json:
        document([_told(each, trust, outside) for each in checked])
    else:
        _say(checked, trust, outside)
    if any(not each.report.holds or each.deviations for each in checked) or outside.unreadable:
        raise typer.Exit(1)


@dataclass(frozen=True, slots=True)
class _Trust:
    """Which keys are believed, and why: given, anchor, file, or only because the database says so."""

    by: str
    verifiers: Mapping[str, Verifier]


@dataclass(frozen=True, slots=True)
class _Checked:
    report: Report
    deviations: list[Deviation]


def read_keys(given: Sequence[str] | None) -> list[Verifier]:
    """The public keys that were named; raises CommandRefused."""
    found = [(text, notes.read_verifier(text)) for text in given or ()]
    for text, verifier in found:
        if verifier is None:
            raise CommandRefused("bad_option", {"text": f"--key {text[:80]}"})
    return [verifier for _, verifier in found if verifier is not None]


def _trust(session: Session, place: Place, outside: Anchors, given: Sequence[Verifier]) -> _Trust:
    if given:
        return _Trust("given", keys.trusted(session, given))
    if outside.found:
        return _Trust("anchor", checking.keys_of(session, outside.found))
    own = KeyFile.in_folder(place.folder).verifier()
    if own is not None:
        return _Trust("file", keys.trusted(session, [own]))
    known = [notes.read_verifier(each.verifier) for each in keys.known(session)]
    return _Trust("database", {each.key_id: each for each in known if each is not None})


def _checked(session: Session, office: Office, outside: Anchors, trust: _Trust, as_json: bool) -> _Checked:
    total = session.exec(select(func.max(ChainHead.seq)).where(ChainHead.office_id == office.id)).one() or 0
    with progress(as_json) as bar:

        def heard(done: int) -> None:
            bar(done, max(total, done), office.code)

        report = checking.examine(session, office, trust.verifiers, outside.found, heard)
    return _Checked(report, deviations(session, office.id))


def _told(each: _Checked, trust: _Trust, outside: Anchors) -> dict[str, Any]:
    report = each.report
    verdict, other = report.verdict, report.contradicted
    return {
        "office": report.office,
        "holds": report.holds,
        "entries": verdict.entries,
        "head": verdict.last_hash,
        "bad_entry": report.first_bad,
        "problem": verdict.problem or next((found.problem for found in report.findings), ""),
        "checkpoints": report.checkpoints,
        "anchors": report.anchors,
        "keys": {"by": trust.by, "trusted": [str(key) for key in trust.verifiers.values()]},
        "contradicts": {"line": other.line, "checkpoint": other.said.seq} if other else None,
        "findings": list(report.findings),
        "unreadable_lines": list(outside.unreadable),
        "deviations": [_deviation(found) for found in each.deviations],
    }


_PROBLEMS = {
    "changed": "เนื้อหาถูกเปลี่ยน · its content was changed",
    "unlinked": "ไม่ต่อจากรายการก่อนหน้า · it does not follow the one before",
    "missing": "มีรายการหายไปก่อนหน้านี้ · an entry before it is missing",
    "head": "รายการท้ายหายไป · the last entries are missing",
}
_FOUND = {
    "differs": "รายการที่ {first}–{last} ไม่ใช่รายการที่ลงนามไว้ · are not the entries that were signed",
    "beyond": "ประวัติสั้นกว่าที่ลงนามไว้ถึงรายการที่ {last}: ถูกตัดท้ายหรือกู้คืนจากชุดสำรองเก่า"
    " · shorter than what was signed up to entry {last}: cut, or restored from an older backup",
    "root": "รากต้นไม้ของรายการที่ 1–{last} ไม่ตรงกับที่ลงนามไว้ · the tree over them is not the one signed",
    "unsigned": "ลายเซ็นของจุดตรวจสอบไม่ถูกต้อง · the checkpoint's signature is not good",
    "strange_key": "ลงนามด้วยกุญแจที่ไม่เชื่อถือ · signed by a key that is not trusted",
    "unlinked": "จุดตรวจสอบไม่ต่อจากจุดก่อนหน้า · the checkpoint does not follow the one before",
    "checkpoint_gone": "จุดตรวจสอบนี้หายไปจากฐานข้อมูล · this checkpoint is gone from the database",
}


def _say(checked: Iterable[_Checked], trust: _Trust, outside: Anchors) -> None:
    console = people()
    for each in checked:
        report = each.report
        console.print(f"{report.office}: {_sentence(report, trust)}", markup=False, soft_wrap=True)
        for found in report.findings:
            console.print(f"  {_where(found)}: {_words(found)}", markup=False, soft_wrap=True)
        if not report.verdict.holds and report.contradicted is not None:
            said = report.contradicted.said.seq
            where = f"บรรทัด {report.contradicted.line}" if report.contradicted.line else "ในฐานข้อมูล"
            console.print(f"  ขัดกับจุดตรวจสอบรายการที่ {said} ({where})", markup=False, soft_wrap=True)
        _say_deviations(report.office, each.deviations)
    for line in outside.unreadable:
        console.print(f"บรรทัด {line}: อ่านไม่ได้ · line {line} of the anchors cannot be read", markup=False)


def _sentence(report: Report, trust: _Trust) -> str:
    verdict = report.verdict
    if verdict.problem:
        return f"รายการที่ {verdict.bad_seq} ไม่ถูกต้อง: {_PROBLEMS[verdict.problem]}"
    if report.findings:
        return f"รายการที่ {report.first_bad} ไม่ถูกต้อง: ขัดกับจุดตรวจสอบ · contradicts what was signed"
    against = f" จุดตรวจสอบ {report.checkpoints} หลักฐานภายนอก {report.anchors}" if report.checkpoints else ""
    weak = " (กุญแจตามฐานข้อมูลเท่านั้น · keys by the database's word only)" if trust.by == "database" else ""
    weak = weak if report.checkpoints else ""
    return f"ประวัติถูกต้องครบ {verdict.entries} รายการ · holds, {verdict.last_hash[:12]}{against}{weak}"


def _where(found: Finding) -> str:
    return f"บรรทัด {found.line} · line {found.line}" if found.line else f"จุดตรวจสอบ {found.checkpoint}"


def _words(found: Finding) -> str:
    return _FOUND[found.problem].format(first=found.first, last=found.last)


def _deviation(found: Deviation) -> dict[str, object]:
    """What differs in a plan; amounts in baht, null where there is no such line."""
    lines = [
        {
            **{name: getattr(each, name) for name in ("project", "fund", "category", "sub")},
            "kept": None if each.kept is None else plain_baht(each.kept),
            "approved": None if each.proven is None else plain_baht(each.proven),
        }
        for each in found.unproven
    ]
    return {"plan": found.plan, "altered": list(found.altered), "lines": lines}


def _say_deviations(code: str, plans: Iterable[Deviation]) -> None:
    for plan in plans:
        names = ", ".join(sorted({*plan.altered, *(each.project for each in plan.unproven)}))
        people().print(
            f"{code}: {plan.plan} ไม่ตรงกับที่อนุมัติไว้ · differs from what was approved: {names}", markup=False
        )
