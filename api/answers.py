"""Answers a repeated request with what was answered the first time, and does nothing twice."""

import hashlib
from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Header, Request
from fastapi.responses import Response
from pydantic import BaseModel
from sqlalchemy.exc import IntegrityError

from api.dependencies import Known, Moment, Transaction
from api.errors import KeyInUse
from api.plain_text import PlainText
from workflow import answers
from workflow.errors import BadInput

JSON = "application/json"
REPLAYED = "Idempotent-Replay"
_LONGEST_KEY = 120


class Once:
    """Carries out one request, or repeats the answer it got. Refused attempts are not remembered."""

    def __init__(
        self,
        request: Request,
        session: Transaction,
        caller: Known,
        at: Moment,
        key: Annotated[
            PlainText | None,
            Header(alias="Idempotency-Key", description="Send the same key again to get the same answer"),
        ] = None,
    ) -> None:
        if key is not None and not 0 < len(key) <= _LONGEST_KEY:
            raise BadInput("idempotency_key", "length", f"1-{_LONGEST_KEY}")
        self._request, self._key = request, key
        self._session, self._person_id, self._at = session, caller.person_id, at

    def __call__(self, told: BaseModel | str, act: Callable[[], BaseModel], status: int = 200) -> Response:
        """The answer of `act`, recorded in the same transaction; `told` is what the request said.

        Raises KeyReused where the key came with another request, KeyInUse where two came at once.
        """
        if self._key is None:
            return Response(act().model_dump_json(), status, media_type=JSON)
        asked = self._hash(told)
        known = answers.recorded(self._session, self._person_id, self._key, asked)
        if known is not None:
            return Response(known.body, known.status, {REPLAYED: "true"}, JSON)
        body = act().model_dump_json()
        self._record(self._key, asked, status, body)
        return Response(body, status, media_type=JSON)

    def _hash(self, told: BaseModel | str) -> str:
        text = told if isinstance(told, str) else told.model_dump_json()
        address = f"{self._request.method} {self._request.url.path}?{self._request.url.query}"
        return hashlib.sha256(f"{address}\n{text}".encode()).hexdigest()

    def _record(self, key: str, asked: str, status: int, body: str) -> None:
        try:
            answers.record(self._session, self._person_id, key, asked, status=status, body=body, at=self._at)
        except IntegrityError as error:
            raise KeyInUse(key) from error


OnlyOnce = Annotated[Once, Depends()]
