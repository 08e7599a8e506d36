"""Evidence packs: everything about an item in one ZIP file that anybody can check offline."""

from typing import Any, Final

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from api.packs.giving import MEDIA, Pack, given
from api.problems import RESPONSES

router = APIRouter(tags=["history"], responses={key: RESPONSES[key] for key in (401, 404, 409, 413, 422)})
_FILE: Final[dict[int | str, dict[str, Any]]] = {200: {"content": {MEDIA: {}}, "description": "The pack"}}


@router.get("/items/{code}/evidence-pack", response_class=StreamingResponse, responses=_FILE)
def evidence_pack(pack: Pack) -> StreamingResponse:
    """ชุดหลักฐาน · Papers, history, proofs and what checks them; see README.txt in it."""
    return given(pack)
