"""`khanton history`: who did what, when and in which capacity, and whether the record holds."""

from typing import Annotated

import typer
from sqlmodel import Session, col, select

from api.commands import options
from api.commands.finding import Names, item_of
from api.commands.history_checkpoints import checkpoint, new_key
from api.commands.history_proof import prove
from api.commands.history_verify import verify
from api.commands.items import remark_on
from api.commands.output import answering, document, people
from api.commands.place import offices, opened
from api.commands.sentences import sentence
from workflow import definitions, disclosures
from workflow.models import Entry, Position

app = typer.Typer(invoke_without_command=True, help="ประวัติ · The record of what was done.")


for command in (verify, prove, checkpoint):
    app.command()(command)
app.command("new-key")(new_key)


@app.callback()
def history(
    context: typer.Context,
    item: Annotated[str | None, typer.Option("--item", metavar="CODE", help="เฉพาะเรื่อง · one item")] = None,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """ประวัติทั้งหมดหรือของเรื่องเดียว · The whole record, or one item's."""
    context.obj = options.remembered(context, database, data)
    context.find_root().obj = context.obj
    if context.invoked_subcommand:
        return
    with answering(as_json):
        place = options.place_at_hand(context, database, data)
        remark_on(place)
        with opened(place) as found, found.read() as session:
            entries = _entries(session, item, office)
            if as_json:
                _document(session, entries)
            else:
                _tell(session, entries)


def _entries(session: Session, item: str | None, office: str | None) -> list[Entry]:
    """The entries asked for, in the order they were recorded."""
    wanted = select(Entry).order_by(col(Entry.office_id), col(Entry.seq))
    if item:
        wanted = wanted.where(Entry.item_id == item_of(session, item, office).id)
    elif office:
        wanted = wanted.where(Entry.office_id == offices(session, office)[0].id)
    return list(session.exec(wanted).all())


def _document(session: Session, entries: list[Entry]) -> None:
    names, codes, posts = Names(session), Names(session).item_codes(), _posts(session)
    details = disclosures.read(session, entries)
    document(
        [
            {
                "office": names.offices[each.office_id],
                "seq": each.seq,
                "kind": each.kind,
                "at": each.at,
                "effective_on": each.effective_on,
                "item": codes.get(each.item_id) if each.item_id else None,
                "subject": each.subject,
                "actor": names.username(each.actor_id),
                "actor_name": names.people[each.actor_id].name_th,
                "position": posts.get(each.position_id) if each.position_id else None,
                "principal": names.username(each.principal_id),
                "capacity": each.capacity,
                "order_no": each.order_no,
                "trigger": each.trigger,
                "from": each.from_state,
                "to": each.to_state,
                "version": each.version,
                "definition": each.definition_hash,
                "reason": each.reason,
                "details": details[each.office_id, each.seq],
                "corrects": each.corrects,
                "dwell_seconds": each.dwell_seconds,
                "prev_hash": each.prev_hash,
                "hash": each.hash,
            }
            for each in entries
        ]
    )


def _tell(session: Session, entries: list[Entry]) -> None:
    names, posts, console = Names(session), _posts(session), people()
    for each in entries:
        name = names.people[each.actor_id].name_th
        known = definitions.by_hash(session, each.definition_hash) if each.definition_hash else None
        post = posts.get(each.position_id, "") if each.position_id else ""
        console.print(sentence(each, name, "" if post in name else post, known), markup=False, soft_wrap=True)


def _posts(session: Session) -> dict[int, str]:
    return {each.id: each.title_th for each in session.exec(select(Position))}
