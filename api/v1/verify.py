"""Whether the office's history still contains what an issued paper attests: for anybody who has its code."""

import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, Field

from api.dependencies import Moment, Somebody, Transaction, Walking
from api.plain_text import PlainText
from api.problems import RESPONSES
from api.v1.shapes import Instant
from api.witnessed import Attested, attested, count_look, found_one
from workflow import queries

router = APIRouter(tags=["papers"], responses={key: RESPONSES[key] for key in (422, 429)})


class VerifiedShown(BaseModel):
    """Nothing of whom the paper is to or what it says, but to her who has signed in and may see it."""

    code: str = Field(description="As it is printed, however it was typed")
    found: bool = Field(description="Whether any paper issued here has this code")
    holds: bool = Field(description="Whether the history still contains what the paper attests")
    problem: str = Field(
        description="unknown, entry_missing, entry_changed, chain_broken, text_changed or code_differs; empty"
        " where it holds"
    )
    checks: dict[str, str] = Field(
        description="entry, chain, text, code: holds, fails or not_reached; text: destroyed, too"
    )
    withdrawn: str = Field(description="void or undone, where the paper is no longer in force")
    destroyed_by_order: str | None = Field(
        description="The order by which the text was destroyed; its hash still stands in the history"
    )
    destroyed_on: datetime.date | None
    office_th: str
    office_en: str
    form: str = Field(description="memo, letter, circular or order")
    number: str = Field(description="As printed, in 0-9")
    register_kind: str = Field(
        description="internal, outgoing, circular or order: the register that the number is of"
    )
    dated_on: datetime.date | None
    signed_at: Instant | None
    signature: str = Field(description="in_system or on_paper")
    issued_at: Instant | None
    entry_seq: int = Field(description="The entry of the office's history that it attests")
    text_sha256: str = Field(description="Of the signed text")
    item: str | None = Field(description="The paper's code, for whoever may see it")
    subject: str | None


@router.get("/verify/{code}")
def verify(
    request: Request,
    _turn: Walking,
    session: Transaction,
    person: Somebody,
    at: Moment,
    code: Annotated[
        PlainText, Path(description="As printed on the paper; O, I, dashes, case are read kindly")
    ],
) -> VerifiedShown:
    """ตรวจสอบหนังสือ · What the history says of this paper. No sign-in; a hundred looks in 15 minutes."""
    count_look(request, code)
    told = attested(session, code, queries.viewer(session, person.id, at) if person else None)
    if told.checked.found:
        found_one(request, code)
    return shown(told)


def shown(told: Attested) -> VerifiedShown:
    """The answer as JSON has it, and the command line."""
    found = told.checked
    return VerifiedShown(
        code=found.code,
        found=found.found,
        holds=found.holds,
        problem=found.problem,
        checks=dict(told.checks),
        withdrawn=found.withdrawn,
        destroyed_by_order=found.destroyed.order_no if found.destroyed else None,
        destroyed_on=found.destroyed.on if found.destroyed else None,
        office_th=found.office,
        office_en=told.office_en,
        form=found.form,
        number=found.number,
        register_kind=found.register,
        dated_on=found.issued_on,
        signed_at=told.signed_at,
        signature=told.signature,
        issued_at=told.issued_at,
        entry_seq=found.entry_seq,
        text_sha256=found.text_sha256,
        item=told.item or None,
        subject=told.subject or None,
    )
