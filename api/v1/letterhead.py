"""What the office prints at the head of its papers, and its emblem."""

import hashlib
from typing import Annotated

from fastapi import APIRouter, File, Response, UploadFile
from pydantic import BaseModel, Field
from sqlmodel import Session

from api.answers import OnlyOnce
from api.dependencies import Acting, Configured, Looking, OwnOffice, Transaction
from api.errors import UnknownDocument
from api.plain_text import PlainText
from api.problems import RESPONSES
from api.v1.schools import for_the_whole_office
from api.v1.shapes import Asked
from workflow.evidence import read_file
from workflow.models import Office
from workflow.offices import change_office
from workflow.papers import letterhead as letterheads

router = APIRouter(tags=["papers"], responses={key: RESPONSES[key] for key in (401, 403, 404, 409, 413, 422)})


class WantedLetterhead(Asked):
    address: PlainText = ""
    telephone: PlainText = ""
    email: PlainText = ""
    thai_digits: bool = True
    document_prefix: PlainText | None = Field(
        default=None,
        description="ศธ 04xxx as issued to the office, never guessed; left out: as it is. Only system_admin",
    )


class LetterheadShown(BaseModel):
    address: str
    telephone: str
    email: str
    thai_digits: bool = Field(description="Whether papers drafted from now on are printed in Thai digits")
    document_prefix: str = Field(description="Empty until the office has put in its own")
    emblem_sha256: str | None = Field(description="Of the PNG at /letterhead/emblem; null without one")


@router.get("/letterhead")
def letterhead(session: Transaction, who: Looking, office: OwnOffice) -> LetterheadShown:
    """หัวหนังสือ · The letterhead in use."""
    for_the_whole_office(who)
    return _shown(session, office)


@router.put("/letterhead", response_model=LetterheadShown)
def change(
    wish: WantedLetterhead, session: Transaction, hand: Acting, office: OwnOffice, once: OnlyOnce
) -> Response:
    """แก้หัวหนังสือ · Sets address, telephone, e-mail and digits; papers signed before do not change."""

    def act() -> LetterheadShown:
        told = wish.model_dump(exclude={"document_prefix"})
        letterheads.set_letterhead(session, office, told, hand)
        if wish.document_prefix is not None:
            change_office(session, office, {"document_prefix": wish.document_prefix.strip()}, hand)
        return _shown(session, office)

    return once(wish, act)


@router.put("/letterhead/emblem", response_model=LetterheadShown)
def set_emblem(
    file: Annotated[UploadFile, File(description="PNG or JPEG, at most 4 MB and 4,000 pixels a side")],
    session: Transaction,
    hand: Acting,
    office: OwnOffice,
    settings: Configured,
    once: OnlyOnce,
) -> Response:
    """ใส่ตราครุฑ · Takes in the emblem, written anew as PNG without what was hidden in it."""
    data = file.file.read()

    def act() -> LetterheadShown:
        letterheads.set_emblem(session, settings.data_folder, data, hand)
        return _shown(session, office)

    return once(hashlib.sha256(data).hexdigest(), act)


@router.delete("/letterhead/emblem")
def remove_emblem(session: Transaction, hand: Acting, office: OwnOffice) -> LetterheadShown:
    """เอาตราออก · Papers keep the room where the emblem stood."""
    letterheads.remove_emblem(session, hand)
    return _shown(session, office)


@router.get(
    "/letterhead/emblem",
    response_class=Response,
    responses={200: {"content": {"image/png": {}}, "description": "The picture"}},
)
def emblem(session: Transaction, who: Looking, office: OwnOffice, settings: Configured) -> Response:
    """ตราครุฑ · The picture that papers carry."""
    for_the_whole_office(who)
    sha256 = letterheads.letterhead(session, office).emblem_sha256
    if sha256 is None:
        raise UnknownDocument("emblem")
    return Response(read_file(settings.data_folder, sha256), media_type="image/png")


def _shown(session: Session, office: int) -> LetterheadShown:
    kept = letterheads.letterhead(session, office)
    return LetterheadShown(
        address=kept.address,
        telephone=kept.telephone,
        email=kept.email,
        thai_digits=kept.thai_digits,
        document_prefix=session.get_one(Office, office).document_prefix,
        emblem_sha256=kept.emblem_sha256,
    )
