"""`khanton import offices`: sets up every office of a list, with its schools; what is there already stays."""

import csv
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlmodel import Session

from api import clock
from api.commands import options
from api.commands.init import holiday_years, set_up
from api.commands.output import answering, document, people, progress, table
from api.commands.place import prepared
from api.commands.refusals import CommandRefused
from states.source import shipped_profiles
from workflow.accounts import policy
from workflow.arriving.tenants import (
    Listed,
    Settled,
    Tenant,
    new_office,
    read_lists,
    service_account,
    settle,
    standing,
)
from workflow.changes import Hand
from workflow.database import Database
from workflow.offices import create_office

MOST_SHOWN = 30
OfficeList = Annotated[
    Path, typer.Argument(metavar="FILE.csv", help="รายชื่อเขต · office_code, office_name; also .gz")
]
SchoolList = Annotated[
    Path | None,
    typer.Option(
        "--schools", metavar="FILE.csv", help="รายชื่อโรงเรียน · school_code, office_code, school_name"
    ),
]
Codes = Annotated[
    Path | None,
    typer.Option(
        "--codes", metavar="FILE.csv", help="สร้างผู้ดูแลระบบทุกเขต เขียนรหัสครั้งเดียวลงไฟล์ · make administrators"
    ),
]


def offices(
    context: typer.Context,
    file: OfficeList,
    schools: SchoolList = None,
    profile: Annotated[str, typer.Option("--profile", help="แบบของเขต · profile")] = "modern_default",
    prefix: Annotated[str, typer.Option("--prefix", help="นำหน้ารหัสเขต · before codes of digits")] = "ESA",
    codes: Codes = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="ตรวจโดยไม่บันทึก · save nothing")] = False,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """สำนักงานทั้งรายการพร้อมโรงเรียน · Offices by the list, each with its schools; again changes nothing."""
    with answering(as_json):
        if profile not in shipped_profiles():
            raise CommandRefused("bad_option", {"text": f"--profile {profile}"})
        if codes is not None and codes.exists():
            raise CommandRefused("file_exists", {"path": str(codes)})
        listed = read_lists(file, schools, prefix=prefix)
        settled: dict[str, Settled] = {}
        if not dry_run:
            place = options.place_named(context, database, data)
            with prepared(place) as found, progress(as_json) as moving, _written(codes) as write:
                for done, tenant in enumerate(listed.tenants):
                    moving(done, len(listed.tenants), tenant.code)
                    settled[tenant.code] = _settled(found, tenant, profile, write)
        _answer(listed, settled, dry_run, as_json)


@contextmanager
def _written(path: Path | None) -> Iterator[Any]:
    """Writes each office's one-time code as soon as it exists; None where none are wanted."""
    if path is None:
        yield None
        return
    try:
        with open(path, "x", encoding="utf-8-sig", newline="", opener=_for_us_alone) as file:
            writer = csv.writer(file)
            writer.writerow(["office", "account", "code"])

            def write(office: str, made: dict[str, str]) -> None:
                writer.writerows([office, *each] for each in made.items())
                file.flush()

            yield write
    except OSError as error:
        raise CommandRefused("cannot_write", {"path": str(path)}) from error


def _for_us_alone(path: str, flags: int) -> int:
    """With these codes an administrator signs in for the first time."""
    return os.open(path, flags, 0o600)


def _settled(found: Database, tenant: Tenant, profile: str, write: Any) -> Settled:
    """One office in one transaction: set up where it is new, then the schools it lacks."""
    at, made = clock.now(), dict[str, str]()
    with found.write() as session:
        office_id = standing(session, tenant.code)
        created = office_id is None
        if office_id is None:
            made = _created(session, tenant, profile, with_codes=write is not None)
            office_id = standing(session, tenant.code)
        assert office_id is not None
        hand = Hand(service_account(session, office_id), at)
        settled = settle(session, tenant, office_id, hand, created=created)
    if write is not None and made:
        write(tenant.code, made)
    return settled


def _created(session: Session, tenant: Tenant, profile: str, *, with_codes: bool) -> dict[str, str]:
    """As `khanton init` sets an office up; the one-time codes of its administrator where they are wanted."""
    new = new_office(tenant, profile, holiday_years())
    if with_codes:
        return set_up(session, new, {}, [])
    at = clock.now()
    created = create_office(session, new, at=at)
    policy.save(session, created.office_id, policy.RECOMMENDED, Hand(created.system_id, at))
    return {}


def _answer(listed: Listed, settled: dict[str, Settled], dry_run: bool, as_json: bool) -> None:
    figures = {
        "offices": len(listed.tenants),
        "schools": sum(len(each.schools) for each in listed.tenants),
        "new_offices": sum(each.created for each in settled.values()),
        "new_schools": sum(each.schools for each in settled.values()),
        "same_names": listed.same_names,
        "saved": not dry_run,
    }
    differing = {code: each.differing for code, each in settled.items() if each.differing}
    if as_json:
        document({**figures, "adjusted": listed.adjusted, "differing": differing})
        return
    console = people()
    console.print(
        f"เขต · offices: {figures['offices']:,} (ใหม่ · new {figures['new_offices']:,})"
        f"  โรงเรียน · schools: {figures['schools']:,} (ใหม่ · new {figures['new_schools']:,})",
        markup=False,
    )
    console.print(f"ชื่อซ้ำภายในเขต · names borne twice within an office: {listed.same_names:,}", markup=False)
    repeated = [each for each in listed.adjusted if each.why != "prefixed"]
    prefixed = len(listed.adjusted) - len(repeated)
    console.print(f"รหัสเขตที่เติมนำหน้า · codes of offices prefixed: {prefixed:,}", markup=False)
    shown = table("บรรทัด", "เขต", "โรงเรียน", "รหัสในรายการ", "รหัสที่ใช้")
    for each in repeated[:MOST_SHOWN]:
        shown.add_row(str(each.line), each.office, each.name, each.listed, each.code)
    if repeated:
        console.print(shown, markup=False)
    for code, schools in differing.items():
        console.print(f"{code}: ชื่อต่างจากรายการ · named otherwise here: {', '.join(schools)}", markup=False)
    console.print("ยังไม่ได้บันทึก (--dry-run)" if dry_run else "บันทึกแล้ว · saved", markup=False)
