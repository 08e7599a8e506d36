"""Moves open items to the definition in force, all in one transaction, and takes a move back."""

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, replace
from typing import Any, Final

from sqlalchemy import insert, literal, update
from sqlmodel import Session, SQLModel, col, select

from workflow import definitions, history
from workflow.changes import SETTERS, Hand, authority
from workflow.database import Cursor
from workflow.errors import BadInput, CannotCorrect
from workflow.facts import LONGEST_REASON, limited
from workflow.history import Sealed
from workflow.models import Entry, Item, Obligation
from workflow.moments import moment_text
from workflow.paths.owing import Opening
from workflow.paths.verdicts import CANNOT, MOVES, Outlook, Verdict, outlook
from workflow.permissions import Authority
from workflow.statements import reopen_settled

MOVERS: Final = (*SETTERS, "plan_director")


def migrate(
    session: Session,
    office_id: int,
    kind: str,
    mapping: Mapping[str, str],
    hand: Hand,
    *,
    reason: str,
    expect: Mapping[int, int] | None = None,
    only: Collection[str] = (),
) -> Outlook:
    """Moves every open item of `kind` whose verdict is "moves" to the definition in force.

    Each gets an entry of its own. `expect` holds the versions that were looked at, by item: what has moved
    since is left where it is, with the reason "faster"; `only` names the items meant. What the outlook
    returned says is what was done. Raises NotAllowed, UnknownKind, BadInput (no reason), TooLong.
    """
    by = authority(session, office_id, hand, MOVERS)
    why = limited("reason", reason, LONGEST_REASON).strip()
    if not why:
        raise BadInput("reason", "empty")
    session.flush()
    session.expire_all()  # steps are written beside the ORM
    found = outlook(session, office_id, kind, mapping, hand.at, hand.day)
    meant = [each for each in found.verdicts if not only or each.code in only]
    judged = tuple(_as_looked_at(each, expect) for each in meant)
    for each in judged:
        if each.verdict == MOVES:
            _move(session, each, found.to_hash, by, hand, why)
    session.expire_all()
    return replace(found, verdicts=judged)


def _as_looked_at(verdict: Verdict, expect: Mapping[int, int] | None) -> Verdict:
    if expect is None or expect.get(verdict.item_id) == verdict.version:
        return verdict
    return replace(verdict, verdict=CANNOT, reason="faster", changes=())


def _move(session: Session, one: Verdict, to_hash: str, by: Authority, hand: Hand, why: str) -> None:
    told = {
        "from_hash": one.from_hash,
        "to_hash": to_hash,
        "opened": sorted({each.new.code for each in one.balance.opens}),
        "closed": sorted({each.code for each in (*one.balance.settles, *one.balance.cancels)}),
    }
    item = session.get_one(Item, one.item_id)
    record = _record(item, "migrated", by, hand, why, told, target=one.target, definition_hash=to_hash)
    sealed = history.append(session, record)
    _stand(session, item, one.target, to_hash)
    for outcome, rows in (("done", one.balance.settles), ("cancelled", one.balance.cancels)):
        closing = {"outcome": outcome, "closed_seq": sealed.seq, "closed_at": hand.at}
        ids = [each.id for each in rows]
        if ids:
            session.execute(update(Obligation).where(col(Obligation.id).in_(ids)).values(closing))
    session.add_all(_opened(item, each, sealed, hand) for each in one.balance.opens)
    session.flush()
    _carry_evidence(session, item.id, one.version)


def _opened(item: Item, opening: Opening, sealed: Sealed, hand: Hand) -> Obligation:
    """What takes another's place counts from when that one was opened."""
    before = opening.instead_of
    return Obligation(
        office_id=item.office_id,
        item_id=item.id,
        **asdict(opening.new),
        opened_seq=before.opened_seq if before else sealed.seq,
        opened_at=before.opened_at if before else hand.at,
    )


def _stand(session: Session, item: Item, state: str, definition_hash: str) -> None:
    """It stands where it does since its last step: a move is none, and nobody's page is still the newest."""
    session.execute(
        update(Item)
        .where(col(Item.id) == item.id, col(Item.version) == item.version)
        .values(state=state, definition_hash=definition_hash, version=item.version + 1)
    )


def _carry_evidence(session: Session, item_id: int, version: int) -> None:
    """What was shown for the present step counts on: it is of the step, and the step is still to be taken."""
    for table in (SQLModel.metadata.tables[name] for name in ("attestation", "document")):
        columns = [each for each in table.columns if each.name != "id"]
        values: Any = [literal(version + 1) if each.name == "item_version" else each for each in columns]
        rows = (
            select(*values)
            .where(table.c.item_id == item_id, table.c.item_version == version)
            .order_by(table.c.id)
        )
        session.execute(insert(table).from_select([each.name for each in columns], rows))


def _record(
    item: Item,
    kind: str,
    by: Authority,
    hand: Hand,
    reason: str,
    told: Mapping[str, Any],
    *,
    target: str,
    definition_hash: str,
    corrects: int | None = None,
) -> history.Record:
    return history.Record(
        office_id=item.office_id,
        kind=kind,
        at=moment_text(hand.at),
        effective_on=hand.day.isoformat(),
        subject=f"item:{item.code}",
        actor_id=hand.by,
        capacity=by.capacity,
        item_id=item.id,
        position_id=by.position_id,
        principal_id=by.principal_id,
        order_no=by.order_no,
        from_state=item.state,
        to_state=target,
        version=item.version + 1,
        definition_hash=definition_hash,
        reason=reason,
        details=history.details(told),
        corrects=corrects,
    )


def latest_move(session: Session, item: Item) -> Entry | None:
    """The entry that brought the item to its definition, if it has taken no step since."""
    return session.exec(
        select(Entry).where(Entry.item_id == item.id, Entry.kind == "migrated", Entry.version == item.version)
    ).first()


def take_back(session: Session, item: Item, hand: Hand, *, reason: str) -> Sealed:
    """Puts an item back on the definition and the state it had before it was moved, with what it owed.

    Raises NotAllowed, BadInput (its latest entry is no move), CannotCorrect (no reason), TooLong.
    """
    by = authority(session, item.office_id, hand, MOVERS)
    session.refresh(item)
    entry = latest_move(session, item)
    if entry is None:
        raise BadInput("item", "went_on", item.code)
    why = limited("reason", reason, LONGEST_REASON).strip()
    if not why:
        raise CannotCorrect("needs_reason", entry.seq)
    told = json.loads(entry.details)
    version, back_to = item.version, told["from_hash"]
    definitions.by_hash(session, back_to)
    details = {"from_hash": told["to_hash"], "to_hash": back_to}
    record = _record(
        *(item, "unmigrated", by, hand, why, details),
        target=entry.from_state,
        definition_hash=back_to,
        corrects=entry.seq,
    )
    sealed = history.append(session, record)
    _stand(session, item, entry.from_state, back_to)
    session.execute(
        update(Obligation)
        .where(
            col(Obligation.item_id) == item.id,
            col(Obligation.outcome) == "",
            col(Obligation.code).in_(told["opened"]),
        )
        .values(outcome="cancelled", closed_seq=sealed.seq, closed_at=hand.at)
    )
    reopen_settled(Cursor(session), item.id, entry.seq)
    _carry_evidence(session, item.id, version)
    session.expire_all()
    return sealed
