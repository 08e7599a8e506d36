"""`khanton init`: prepares the database and sets up an office with its first accounts."""

from dataclasses import dataclass
from typing import Annotated

import typer
from sqlmodel import Session

from api import clock
from api.commands import options
from api.commands.output import answering, document, people, table
from api.commands.place import prepared
from api.commands.refusals import CommandRefused
from states.thai import be_year
from workflow import accounts
from workflow.accounts import policy
from workflow.changes import Hand
from workflow.moments import bangkok_date
from workflow.offices import NewOffice, create_office
from workflow.people import Appointment, NewPerson, NewPosition, add_people, add_positions, appoint
from workflow.structure import NewGroup, add_groups


@dataclass(frozen=True, slots=True)
class Account:
    """An account to be made: USERNAME=ROLE or USERNAME=ROLE@GROUP."""

    username: str
    role: str
    group: str


def init(
    context: typer.Context,
    office: Annotated[str | None, typer.Option("--office", metavar="CODE", help="รหัสสำนักงาน · code")] = None,
    name: Annotated[str, typer.Option("--name", help="ชื่อเต็ม · full name")] = "",
    short: Annotated[str, typer.Option("--short", help="ชื่อย่อ · short name")] = "",
    profile: Annotated[str, typer.Option("--profile", help="แบบของเขต · profile")] = "modern_default",
    group: Annotated[
        list[str] | None, typer.Option("--group", metavar="CODE=NAME", help="กลุ่ม · a group of the office")
    ] = None,
    account: Annotated[
        list[str] | None,
        typer.Option("--account", metavar="USERNAME=ROLE[@GROUP]", help="บัญชี · an account"),
    ] = None,
    backed_up: Annotated[
        bool,
        typer.Option("--backed-up", help="สำรองไว้เองแล้ว ปรับรุ่นได้ · upgrade without a copy: there is a backup"),
    ] = False,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """ตั้งระบบ · Prepare the database; with --office also set up an office and its first accounts."""
    with answering(as_json):
        place = options.place_named(context, database, data)
        groups, wanted = options.pairs("group", group), _accounts(options.pairs("account", account))
        codes: dict[str, str] = {}
        with prepared(place, backed_up=backed_up) as found, found.write() as session:
            if office:
                new = NewOffice(office, name, short or name, profile, holiday_years=holiday_years())
                codes = set_up(session, new, groups, wanted)
        if as_json:
            document({"database": place.shown, "office": office, "codes": codes})
        else:
            _show(place.shown, office, codes)


def _accounts(given: dict[str, str]) -> list[Account]:
    return [Account(name, *role.partition("@")[::2]) for name, role in given.items()]


def holiday_years() -> tuple[int, ...]:
    """Last year's holidays to next year's: what a fiscal year under way can touch."""
    year = bangkok_date(clock.now()).year
    return year - 1, year, year + 1


def set_up(session: Session, new: NewOffice, groups: dict[str, str], wanted: list[Account]) -> dict[str, str]:
    """A one-time code by username, each shown once; with it she chooses her password at /first.

    The office begins with the recommended rules of sign-in.
    """
    at = clock.now()
    created = create_office(session, new, at=at)
    hand, office_id = Hand(created.system_id, at), created.office_id
    places = add_groups(session, office_id, [NewGroup(code, th) for code, th in groups.items()], hand)
    everybody = wanted or [Account(f"admin.{new.code.lower()}", "system_admin", "")]
    for each in everybody:
        if each.group and each.group not in places:
            raise CommandRefused("bad_option", {"text": f"--account {each.username}=…@{each.group}"})
    persons = add_people(session, office_id, [NewPerson(e.username, e.username) for e in everybody], hand)
    posts = [
        NewPosition(e.username, e.role, e.username, places[e.group] if e.group else None) for e in everybody
    ]
    positions = add_positions(session, office_id, posts, hand)
    held = [Appointment(positions[e.username], persons[e.username]) for e in everybody]
    appoint(session, office_id, held, hand)
    policy.save(session, office_id, policy.RECOMMENDED, hand)
    issued = {name: accounts.issue_code(session, person, "first", hand) for name, person in persons.items()}
    return {name: each.code for name, each in issued.items()}


def _show(place: str, office: str | None, codes: dict[str, str]) -> None:
    console = people()
    console.print(f"ฐานข้อมูลพร้อมใช้ · the database is ready: {place}", markup=False)
    if not office:
        return
    year = be_year(bangkok_date(clock.now()).year)
    console.print(f"ตั้งสำนักงาน {office} แล้ว พร้อมวันหยุดถึงปี พ.ศ. {year + 1}", markup=False)
    shown = table("บัญชี", "รหัสครั้งเดียว (แสดงครั้งเดียว)")
    for username, code in codes.items():
        shown.add_row(username, code)
    console.print(shown)
    console.print(
        "ตั้งรหัสผ่านที่หน้า /first ภายในเจ็ดวัน · set the password at /first within seven days", markup=False
    )
