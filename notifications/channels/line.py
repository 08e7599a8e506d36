"""LINE: a push message from the office's own official account, counted per recipient by LINE."""

import json
import uuid
from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr

from notifications.channels.channel import Outgoing, TransportError, said
from notifications.channels.http import Answer, Http, secured
from notifications.channels.options import Options, Seconds

LONGEST = 5_000  # of a text message, as LINE counts: UTF-16 code units
_MORE = "…"


class LineOptions(Options):
    """`token` is the channel access token of the official account; `address` differs only in tests."""

    token: SecretStr = Field(min_length=1)
    address: Annotated[str, AfterValidator(secured)] = "https://api.line.me"
    timeout: Seconds = 15


class Line:
    name = "line"

    def __init__(self, options: LineOptions) -> None:
        self._options = options
        self._address = options.address.rstrip("/")
        self._http = Http(options.timeout)

    def send(self, message: Outgoing) -> str:
        """LINE's number of the request; raises TransportError.

        LINE takes a retry key once and answers 409 to a repetition of what it has taken.
        """
        told = {"to": message.to, "messages": [{"type": "text", "text": shortened(message.line)}]}
        answer = self._http.post(
            f"{self._address}/v2/bot/message/push",
            json.dumps(told, ensure_ascii=False).encode(),
            {
                **self._headers,
                "Content-Type": "application/json",
                "X-Line-Retry-Key": str(uuid.UUID(message.token)),
            },
            message.at,
        )
        if answer.status == 200:
            return answer.headers.get("x-line-request-id", "")
        if answer.status == 409:
            return f"409 {answer.headers.get('x-line-accepted-request-id', '')}".strip()
        raise self._trouble(answer, message)

    def close(self) -> None:
        self._http.close()

    @property
    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._options.token.get_secret_value()}"}

    def _trouble(self, answer: Answer, message: Outgoing) -> TransportError:
        """400 speaks of this person or this text; 401, 403 and the rest of the account; of a 5xx LINE itself
        says that the message may have been delivered."""
        text = f"{answer.status} {said(answer.text, self._options.token.get_secret_value())}".strip()
        if answer.status == 429:
            if "monthly limit" in answer.text.casefold() and self._used_up(message):
                return TransportError(text, quota=True)
            return TransportError(text, retry_after=answer.retry_after or 60)
        return TransportError(text, permanent=answer.status == 400, unknown=answer.status >= 500)

    def _used_up(self, message: Outgoing) -> bool:
        """Whether the month's messages are gone: LINE gives the same answer while another sending is
        under way and only reserves them."""
        try:
            allowed = self._http.get(f"{self._address}/v2/bot/message/quota", self._headers, message.at)
            used = self._http.get(
                f"{self._address}/v2/bot/message/quota/consumption", self._headers, message.at
            )
            return int(json.loads(used.text)["totalUsage"]) >= int(json.loads(allowed.text)["value"])
        except (TransportError, ValueError, KeyError, TypeError):
            return False


def shortened(text: str) -> str:
    """The text as far as LINE takes it, whole characters only."""
    if _units(text) <= LONGEST:
        return text
    kept = text.encode("utf-16-le")[: (LONGEST - len(_MORE)) * 2].decode("utf-16-le", "ignore")
    return kept + _MORE


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
