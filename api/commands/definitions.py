"""`khanton definitions`: checks, shows, draws and publishes the paths that papers take."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api import clock
from api.commands import options
from api.commands.definition_moves import move
from api.commands.definition_staffing import staffing
from api.commands.output import answering, document, people, table
from api.commands.place import one_office, opened
from api.commands.refusals import CommandRefused
from states.canonical import content_hash
from states.catalogue import catalogue
from states.compile import compile_definition, shipped_definition
from states.diagram import dot, mermaid
from states.findings import Finding
from states.load import read_yaml_file
from states.model import Definition, Label
from states.route import UnknownAction
from states.source import (
    DEFINITIONS,
    FALLBACK_PROFILE,
    PROFILES,
    DefinitionSource,
    ProfileSource,
    read_definition,
    read_profile,
    shipped_kinds,
    shipped_profiles,
)
from states.verify import verify
from workflow import definitions as published
from workflow.changes import Hand, authority
from workflow.errors import DefinitionRefused, UnknownKind
from workflow.models import Office
from workflow.people import by_username

app = typer.Typer(no_args_is_help=True, help="เส้นทางงาน · The paths that papers take.")
Profile = Annotated[str | None, typer.Option("--profile", metavar="NAME", help="แบบของเขต · profile")]
Kind = Annotated[str, typer.Argument(metavar="KIND", help="ชนิดเอกสาร · kind")]


class Form(StrEnum):
    """How a path is drawn."""

    MERMAID = "mermaid"
    DOT = "dot"


class Language(StrEnum):
    TH = "th"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Checked:
    """A definition for one profile with what is wrong with it."""

    kind: str
    profile: str
    source: str
    definition: Definition | None
    findings: tuple[Finding, ...]


@app.command()
def check(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE]...", help="ไฟล์ YAML · definition or profile files")
    ] = None,
    profile: Profile = None,
    as_json: options.Json = False,
) -> None:
    """ตรวจเส้นทางงาน · Verify the shipped definitions, or these files."""
    with answering(as_json):
        checked = [each for path in paths or () for each in _of_file(path, profile)]
        if not paths:
            checked = [_shipped(kind, name) for name in _profiles(profile) for kind in shipped_kinds()]
    if as_json:
        document([_told(each) for each in checked])
    else:
        _say(checked)
    if any(each.findings for each in checked):
        raise typer.Exit(1)


def _profiles(asked: str | None) -> tuple[str, ...]:
    """The profile asked for, or all; raises CommandRefused for one that is not shipped."""
    if asked is not None and asked not in shipped_profiles():
        raise CommandRefused("bad_option", {"text": f"--profile {asked}"})
    return (asked,) if asked else shipped_profiles()


def _of_file(path: Path, profile: str | None) -> list[Checked]:
    """A definition file in every profile, or a profile file with every kind."""
    raw = read_yaml_file(path)
    if isinstance(raw, dict) and "kind" in raw:
        source = read_definition(path)
        profiles = [read_profile(PROFILES / f"{name}.yaml") for name in _profiles(profile)]
        return [_checked(source, each, str(path)) for each in profiles]
    if isinstance(raw, dict) and "profile" in raw:
        theirs = read_profile(path)
        kinds = [read_definition(DEFINITIONS / f"{kind}.yaml") for kind in shipped_kinds()]
        return [_checked(each, theirs, str(path)) for each in kinds]
    raise CommandRefused("not_a_definition", {"path": str(path)})


def _shipped(kind: str, profile: str) -> Checked:
    definition = shipped_definition(kind, profile)
    return Checked(kind, profile, str(DEFINITIONS / f"{kind}.yaml"), definition, verify(definition))


def _checked(source: DefinitionSource, profile: ProfileSource, path: str) -> Checked:
    try:
        definition = _compiled(source, profile)
    except UnknownAction as error:
        finding = Finding("route_action_unknown", error.kind, profile.profile, error.action, error.slot)
        return Checked(source.kind, profile.profile, path, None, (finding,))
    return Checked(source.kind, profile.profile, path, definition, verify(definition))


def _compiled(source: DefinitionSource, profile: ProfileSource) -> Definition:
    return compile_definition(
        source, profile, fallback=read_profile(PROFILES / f"{FALLBACK_PROFILE}.yaml"), words=catalogue()
    )


def _told(checked: Checked) -> dict[str, object]:
    known = checked.definition
    return {
        "kind": checked.kind,
        "profile": checked.profile,
        "source": checked.source,
        "hash": content_hash(known) if known else None,
        "states": len(known.states) if known else None,
        "transitions": len(known.transitions) if known else None,
        "findings": [
            {
                "code": each.code,
                "name": each.name,
                "where": each.where,
                "counterexample": each.counterexample,
                "th": each.th,
                "en": each.en,
            }
            for each in checked.findings
        ],
    }


def _say(checked: Iterable[Checked]) -> None:
    shown, console = table("ชนิด", "แบบของเขต", "สถานะ", "ขั้นตอน", "ผล"), people()
    faults: list[Finding] = []
    for each in checked:
        known = each.definition
        counts = (str(len(known.states)), str(len(known.transitions))) if known else ("-", "-")
        result = f"พบ {len(each.findings)} ข้อ" if each.findings else "ผ่าน"
        shown.add_row(each.kind, each.profile, *counts, result)
        faults += each.findings
    console.print(shown)
    for fault in faults:
        console.print(f"- {fault.kind} / {fault.profile}: {fault.th}\n  {fault.en}", markup=False)


@app.command()
def show(
    context: typer.Context,
    kind: Kind,
    profile: Profile = None,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """แสดงขั้นตอนของเอกสารชนิดหนึ่ง · Every step of one kind, and who may take it."""
    with answering(as_json):
        found = _meant(context, kind, profile, office, database, data)
        if as_json:
            document({"hash": content_hash(found), **_whole(found)})
            return
        shown = table("จาก", "ขั้นตอน", "เป็น", "ผู้มีอำนาจ")
        roles = catalogue().roles
        for move in found.transitions:
            sources = ", ".join(found.by_state[name].label.th for name in move.sources)
            who = ", ".join(roles[role].th for role in move.by)
            name = f"{move.label.th} [{move.trigger}]"
            shown.add_row(sources, name, found.by_state[move.target].label.th, who)
        people().print(shown)


def _whole(definition: Definition) -> dict[str, object]:
    return {
        "kind": definition.kind,
        "profile": definition.profile,
        "label": definition.label,
        "initial": definition.initial,
        "states": definition.states,
        "transitions": definition.transitions,
        "route": definition.route,
        "duties": definition.duties,
        "separations": definition.separations,
        "must_pass": definition.must_pass,
        "settings": definition.settings,
    }


@app.command()
def diagram(
    context: typer.Context,
    kind: Kind,
    profile: Profile = None,
    form: Annotated[Form, typer.Option("--format", help="รูปแบบ · Mermaid or Graphviz")] = Form.MERMAID,
    language: Annotated[Language, typer.Option("--language", help="ภาษา · language")] = Language.TH,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
) -> None:
    """วาดเส้นทาง · Draw the path as text for Mermaid or Graphviz."""
    with answering(False):
        found = _meant(context, kind, profile, office, database, data)
        typer.echo((mermaid if form is Form.MERMAID else dot)(found, language.value), nl=False)


def _meant(
    context: typer.Context,
    kind: str,
    profile: str | None,
    office: str | None,
    database: str | None,
    data: Path | None,
) -> Definition:
    """The office's published definition where one is named, else the shipped one of a profile."""
    if office is None:
        if kind not in shipped_kinds():
            raise UnknownKind(kind)
        return shipped_definition(kind, _profiles(profile or FALLBACK_PROFILE)[0])
    with opened(options.place_at_hand(context, database, data)) as found, found.read() as session:
        row = one_office(session, office)
        name = published.in_force(session, row.id, kind, clock.now())
        return published.by_hash(session, name)


@app.command()
def publish(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="FILE", help="ไฟล์นิยาม · a definition file")],
    account: options.As,
    profile: Annotated[
        Path | None,
        typer.Option("--profile-file", metavar="FILE", help="ไฟล์แบบของเขต · the office's profile"),
    ] = None,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """ประกาศใช้เส้นทางงาน · Make this the path of new papers in the office; those under way keep theirs."""
    with answering(as_json):
        source = read_definition(path)
        at = clock.now()
        with opened(options.place_at_hand(context, database, data)) as found, found.write() as session:
            person = by_username(session, account)
            home = one_office(session, office) if office else session.get_one(Office, person.office_id)
            authority(session, home.id, Hand(person.id, at))
            theirs = read_profile(profile or PROFILES / f"{home.profile}.yaml")
            checked = _checked(source, theirs, str(path))
            if checked.definition is None:
                raise DefinitionRefused(source.kind, tuple(Label(f.th, f.en) for f in checked.findings))
            name = published.publish(session, home.id, checked.definition, by=person.id, at=at)
            told = {"office": home.code, "kind": source.kind, "profile": theirs.profile, "hash": name}
        if as_json:
            document(told)
        else:
            people().print(f"ประกาศใช้ {source.kind} ใน {told['office']} แล้ว: {name[:12]}", markup=False)


app.command("migrate")(move)
app.command("staffing")(staffing)
