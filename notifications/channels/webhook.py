"""A signed call to another program of the office, with the notices as JSON."""

import hashlib
import hmac
import json
from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr

from notifications.channels.channel import Outgoing, TransportError, said
from notifications.channels.http import Answer, Http, secured
from notifications.channels.options import Options, Seconds

# Answers that speak of the address, the secret or the moment, not of this message.
_NOT_THE_MESSAGE = frozenset({401, 403, 404, 405, 408, 425, 429})


class WebhookOptions(Options):
    """`url` is the office's one address; who is meant stands in the call, so that nobody names a server."""

    url: Annotated[str, AfterValidator(secured)]
    secret: SecretStr = Field(min_length=16)
    timeout: Seconds = 15


class Webhook:
    name = "webhook"

    def __init__(self, options: WebhookOptions) -> None:
        self._options = options
        self._http = Http(options.timeout)

    def send(self, message: Outgoing) -> str:
        """The status; raises TransportError."""
        body = json.dumps(_told(message), ensure_ascii=False, default=str).encode()
        stamp = str(int(message.at.timestamp()))
        headers = {
            "Content-Type": "application/json",
            "X-Khanton-Delivery": message.token,
            "X-Khanton-Signature": f"t={stamp},v1={signature(self._secret, stamp, body)}",
        }
        answer = self._http.post(self._options.url, body, headers, message.at)
        if 200 <= answer.status < 300:
            return str(answer.status)
        raise self._trouble(answer)

    def close(self) -> None:
        self._http.close()

    @property
    def _secret(self) -> str:
        return self._options.secret.get_secret_value()

    def _trouble(self, answer: Answer) -> TransportError:
        return TransportError(
            f"{answer.status} {said(answer.text, self._secret)}".strip(),
            permanent=400 <= answer.status < 500 and answer.status not in _NOT_THE_MESSAGE,
            retry_after=answer.retry_after,
        )


def signature(secret: str, stamp: str, body: bytes) -> str:
    """HMAC-SHA256 in hexadecimal over the moment (seconds since 1970), a full stop and the body."""
    return hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def _told(message: Outgoing) -> dict[str, object]:
    return {
        "delivery": message.token,
        "to": message.to,
        "name": message.name,
        "language": message.language,
        "subject": message.subject,
        "text": message.text,
        "notices": message.told,
    }
