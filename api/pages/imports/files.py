"""A workbook on its way in: read, tried without keeping anything, then saved as it was shown."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from sqlmodel import Session, col, func, select

from workflow.changes import Hand, authority
from workflow.errors import BadInput, Refused
from workflow.models import Entry
from workflow.money.paid import PAYMENT_RECORDERS
from workflow.proposals.editors import GROUP, PLAN_GROUP
from workflow.sheets.finance import FinancePreview, FinanceRow, read_finance, save_finance
from workflow.sheets.proposals import ProposalRow, ProposalsPreview, read_proposals, save_proposals
from workflow.sheets.workbook import Sheet

Preview = FinancePreview | ProposalsPreview
# What may be imported, and the roles that may.
KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "proposals": (*GROUP, *PLAN_GROUP),
    "finance": PAYMENT_RECORDERS,
}


@dataclass(frozen=True, slots=True)
class Written:
    """The entries in the office's history that an import wrote, which stand one after the other."""

    first: int
    last: int


def must_save(session: Session, office_id: int, kind: str, hand: Hand) -> None:
    """Raises NotAllowed for whoever saves no figures of finance; of proposals each is asked for by itself."""
    if kind == "finance":
        authority(session, office_id, hand, PAYMENT_RECORDERS)


def read_file(session: Session, office_id: int, kind: str, sheets: Sequence[Sheet], hand: Hand) -> Preview:
    """What importing the workbook would record, held against what stands today.

    Raises BadInput: the kind is none of KINDS, or as `read_finance` and `read_proposals`.
    """
    if kind not in KINDS:
        raise BadInput("kind", "unknown", kind[:40])
    if kind == "finance":
        return read_finance(session, office_id, sheets, on=hand.day)
    return read_proposals(session, office_id, sheets)


def changes_nothing(preview: Preview) -> bool:
    """Whether the file says what stands already."""
    return not preview.changed and not getattr(preview, "new", ())


def why_not(session: Session, office_id: int, preview: Preview, hand: Hand, source: str) -> Refused | None:
    """Why this could not be saved by this person now: it is saved whole, and all of it taken back."""
    attempt = session.begin_nested()
    try:
        _save(session, office_id, preview, hand, source)
    except Refused as error:
        return error
    finally:
        attempt.rollback()
    return None


def save_file(session: Session, office_id: int, preview: Preview, hand: Hand, source: str) -> Written:
    """Saves all that the preview shows; `source` names the file. Raises what saving its kind raises."""
    before = session.exec(select(func.max(Entry.seq)).where(Entry.office_id == office_id)).one() or 0
    _save(session, office_id, preview, hand, source)
    mine = (Entry.office_id == office_id, Entry.actor_id == hand.by, Entry.seq > before, Entry.at == hand.at)
    first, last = session.exec(select(func.min(col(Entry.seq)), func.max(col(Entry.seq))).where(*mine)).one()
    return Written(first or 0, last or 0)


def fingerprint(preview: Preview) -> str:
    """The same while the file would do the same: of what it says, and of what it would take the place of."""
    if isinstance(preview, FinancePreview):
        told: list[Any] = [preview.fiscal_year, preview.quarter, [_of_line(row) for row in preview.rows]]
    else:
        told = [preview.fiscal_year, preview.group, [_of_project(row) for row in preview.rows]]
    return hashlib.sha256(json.dumps(told, default=str).encode()).hexdigest()


def _save(session: Session, office_id: int, preview: Preview, hand: Hand, source: str) -> None:
    if isinstance(preview, FinancePreview):
        save_finance(session, office_id, preview, hand, source)
    else:
        save_proposals(session, office_id, preview, hand)


def _of_line(row: FinanceRow) -> list[Any]:
    return [asdict(row.line), row.amount, row.before]


def _of_project(row: ProposalRow) -> list[Any]:
    kept = row.kept
    stands = (
        [kept.item.code, kept.item.state, kept.item.version, asdict(kept.form), kept.plan] if kept else []
    )
    lines = [[asdict(line) for line in each] for each in (row.lines, kept.lines if kept else ())]
    says = [row.code, row.title, row.owner_id, row.starts_on, row.ends_on, asdict(row.form), row.plan]
    return [says, lines, sorted(row.changes), stands]
