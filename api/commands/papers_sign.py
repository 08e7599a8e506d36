"""`khanton papers sign` and `issue`: the signature, its password typed again; the number and the witness."""

import datetime
from pathlib import Path
from typing import Annotated

import typer
from sqlmodel import Session

from api import clock
from api.commands import options
from api.commands.finding import actor_and_item
from api.commands.items import remark_on
from api.commands.output import answering, document, people
from api.commands.papers import Code
from api.commands.place import opened
from api.commands.sheets import content_of
from api.errors import WrongPassword
from papers.to_sign import markup_to_sign
from workflow import accounts
from workflow.changes import Hand
from workflow.errors import SignInFailed
from workflow.evidence import safe_name, take_in
from workflow.models import Person
from workflow.moments import bangkok_date
from workflow.papers import issuing, signing
from workflow.statements import Attached

Version = Annotated[
    int | None, typer.Option("--expect-version", metavar="N", help="รุ่นที่เห็น · the version you saw")
]


def sign(
    context: typer.Context,
    code: Code,
    account: options.As,
    order: Annotated[str, typer.Option("--order", metavar="TEXT", help="คำสั่งการ · the order given")] = "",
    as_deputy: Annotated[
        bool, typer.Option("--as-deputy", help="รอง ผอ. ปฏิบัติราชการแทน · on behalf of the director")
    ] = False,
    on_paper: Annotated[
        bool, typer.Option("--on-paper", help="ลงนามบนกระดาษแล้ว · was signed by hand")
    ] = False,
    on: options.OnDay = None,
    expect_version: Version = None,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """ลงนาม โดยพิมพ์รหัสผ่านอีกครั้ง · Sign: asks the password again; the text is frozen with it."""
    with answering(as_json):
        place = options.place_at_hand(context, database, data)
        remark_on(place)
        at, day = clock.now(), options.day_of(on)
        trigger = "sign_as_deputy" if as_deputy else "sign"
        password = typer.prompt("รหัสผ่าน · password", hide_input=True, err=True)
        with opened(place) as found:
            with found.read() as session:
                person, item = actor_and_item(session, code, account, office)
                _confirm(session, person, password, at)
                day_signed = day or bangkok_date(at)
                text = markup_to_sign(
                    session, item.id, trigger=trigger, order=order, by=person.id, on=day_signed
                )
            with found.write() as session:
                person, item = actor_and_item(session, code, account, office)
                moved = signing.sign(
                    session,
                    item.id,
                    trigger,
                    Hand(person.id, at),
                    order=order,
                    markup=text.ready.markup,
                    title=text.ready.title,
                    revision=text.revision,
                    signature="on_paper" if on_paper else "in_system",
                    on=day,
                    expect_version=text.version if expect_version is None else expect_version,
                )
        sha256 = signing.sha256_of(text.ready.markup)
        if as_json:
            told = {"item": code, "state": moved.to_state, "version": moved.version}
            document({**told, "entry": moved.entry_seq, "text_sha256": sha256})
        else:
            people().print(f"ลงนาม {code} แล้ว ข้อความที่ลงนาม SHA-256 {sha256}", markup=False)


def _confirm(session: Session, person: Person, password: str, at: datetime.datetime) -> None:
    try:
        accounts.check_password(session, person.username, password, at)
    except SignInFailed as error:
        raise WrongPassword from error


def issue(
    context: typer.Context,
    code: Code,
    account: options.As,
    scan: Annotated[
        Path | None, typer.Option("--scan", metavar="FILE", help="ฉบับสแกนที่ลงนามบนกระดาษ · the signed scan")
    ] = None,
    on: options.OnDay = None,
    expect_version: Version = None,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """ออกเลขและส่งถึงผู้รับ · Give the signed paper its number and send it to its readers."""
    with answering(as_json):
        place = options.place_at_hand(context, database, data)
        remark_on(place)
        at, day = clock.now(), options.day_of(on)
        content = content_of(scan) if scan else None
        with opened(place) as found, found.write() as session:
            person, item = actor_and_item(session, code, account, office)
            attached = None
            if scan is not None and content is not None:
                row = take_in(session, place.folder, content, scan.name, at=at)
                attached = Attached(row.sha256, safe_name(scan.name))
            done = issuing.issue(
                session,
                item.id,
                Hand(person.id, at),
                dated_on=day,
                scan=attached,
                expect_version=expect_version,
            )
        if as_json:
            told = {"item": code, "state": done.moved.to_state, "version": done.moved.version}
            document({**told, "number": done.number_text, "witness": done.witness_code})
        else:
            people().print(f"{code} ออกเลขที่ {done.number_text} รหัสตรวจสอบ {done.witness_code}", markup=False)
