"""What anybody may learn of an issued paper by the code printed on it; page, JSON and command tell alike."""

import datetime
from dataclasses import dataclass
from typing import Final, Literal

from fastapi import Request
from sqlmodel import Session, col, select

from api.attempts import Attempts
from api.dependencies import moment_of
from workflow.models import Item, Office, PaperText, Witness
from workflow.papers import witness
from workflow.papers.witness import Checked
from workflow.queries import Viewer, items_visible_to

LENGTH: Final = 16
# What is looked at, in this order, and the problems that each can have; after the first nothing is known.
CHECKS: Final = {
    "entry": ("entry_missing", "entry_changed"),
    "chain": ("chain_broken",),
    "text": ("text_changed",),
    "code": ("code_differs",),
}
Result = Literal["holds", "fails", "not_reached", "destroyed"]


@dataclass(frozen=True, slots=True)
class Attested:
    """What `workflow.papers.witness` found, with when the paper was signed and issued, and each check.

    Of whom the paper is to and what it says nothing stands here but `subject` and `item`, for her who may
    see the paper.
    """

    checked: Checked
    checks: dict[str, Result]
    office_en: str = ""
    signed_at: datetime.datetime | None = None
    signature: str = ""
    issued_at: datetime.datetime | None = None
    item: str = ""
    subject: str = ""


def signs_in(typed: str) -> int:
    """How many signs the code that somebody typed has; a whole one has LENGTH."""
    return len(witness.as_typed(typed).replace("-", ""))


def attested(session: Session, typed: str, who: Viewer | None = None) -> Attested:
    """What is recorded under this code, checked now. A pasted address is understood for its last part."""
    checked = witness.check(session, typed.strip().rstrip("/").rsplit("/", 1)[-1])
    row = session.get(Witness, checked.code)
    if row is None:
        return Attested(checked, {})
    text = session.exec(
        select(PaperText)
        .where(PaperText.item_id == row.item_id, PaperText.sha256 == row.text_sha256)
        .order_by(col(PaperText.id).desc())
    ).first()
    item = _seen(session, who, row.item_id)
    return Attested(
        checked,
        _results(checked.problem, destroyed=checked.destroyed is not None),
        office_en=session.get_one(Office, row.office_id).name_en,
        signed_at=text.signed_at if text else None,
        signature=text.signature if text else "",
        issued_at=row.made_at,
        item=item.code if item else "",
        subject=item.title if item else "",
    )


def _seen(session: Session, who: Viewer | None, item_id: int) -> Item | None:
    if who is None:
        return None
    return session.exec(items_visible_to(who).where(Item.id == item_id)).first()


def _results(problem: str, *, destroyed: bool) -> dict[str, Result]:
    """Each check's result, of which `problem` tells the first that fails; a destroyed text cannot be read."""
    results: dict[str, Result] = {}
    after: Result = "holds"
    for name, problems in CHECKS.items():
        failed = problem in problems
        results[name] = "fails" if failed else after
        after = "not_reached" if failed else after
    if destroyed and results["text"] == "holds":
        results["text"] = "destroyed"
    return results


def count_look(request: Request, code: str) -> None:
    """Slows down whoever tries codes, and whoever has the chain walked all day: raises TooManyAttempts."""
    looks: Attempts = request.app.state.looks
    address, at = request.client.host if request.client else "", moment_of(request)
    looks.take(code, address, at)


def found_one(request: Request, code: str) -> None:
    """Whoever holds a paper may look at it as often as she likes; only her address goes on counting."""
    looks: Attempts = request.app.state.looks
    looks.succeeded(code, request.client.host if request.client else "")
