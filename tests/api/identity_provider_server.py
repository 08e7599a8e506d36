"""An identity provider of our own on 127.0.0.1: a real server that lies where a test asks it to."""

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "khanton-test", "a secret of the client"


@dataclass
class IdentityProvider:
    """What it knows and what it says. `claims` overrides what stands in the ID token; `metadata` what it says
    of itself; `signing` is another key than the published one where the signature is to be wrong."""

    issuer: str = ""
    subject: str = "sub-1"
    email: str = ""
    email_verified: bool = False
    claims: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    now: int = 0
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "k1"}))
    signing: RSAKey | None = None
    algorithm: str = "RS256"
    asked: dict[str, dict[str, str]] = field(default_factory=dict)
    tokens: int = 0

    def authorise(self, address: str) -> str:
        """What the provider's own page would do with somebody who says yes: a code, sent back."""
        told = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert told["response_type"] == "code"
        assert told["code_challenge_method"] == "S256"
        assert told["client_id"] == CLIENT
        code = f"code-{len(self.asked)}"
        self.asked[code] = told
        return f"{told['redirect_uri']}?code={code}&state={told['state']}"

    def answer(self, path: str, body: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        if path == "/.well-known/openid-configuration":
            return 200, {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorise",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                **self.metadata,
            }
        if path == "/keys":
            return 200, {"keys": [self.key.as_dict(private=False)]}
        return self._token(body, authorization) if path == "/token" else (404, {})

    def _token(self, body: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """A code is taken once, from the client it was given to, with the verifier of its challenge."""
        asked = self.asked.pop(body.get("code", ""), None)
        basic = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET.replace(' ', '%20')}".encode()).decode()
        plain = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if authorization not in (basic, plain):
            return 401, {"error": "invalid_client"}
        challenge = base64.urlsafe_b64encode(hashlib.sha256(body.get("code_verifier", "").encode()).digest())
        if asked is None or challenge.decode().rstrip("=") != asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        self.tokens += 1
        claims = {
            "iss": self.issuer,
            "sub": self.subject,
            "aud": CLIENT,
            "exp": self.now + 300,
            "iat": self.now,
            "nonce": asked["nonce"],
            "email": self.email,
            "email_verified": self.email_verified,
            **self.claims,
        }
        present = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": self.algorithm, "kid": "k1"}
        signed = jwt.encode(header, present, self.signing or self.key)
        return 200, {"access_token": "at", "token_type": "Bearer", "id_token": signed}


@pytest.fixture(name="provider")
def identity_provider() -> Iterator[IdentityProvider]:
    provider = IdentityProvider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say(*provider.answer(urlsplit(self.path).path, {}, ""))

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["content-length"])).decode()
            body = {name: values[0] for name, values in parse_qs(raw).items()}
            self._say(*provider.answer(self.path, body, self.headers.get("authorization", "")))

        def _say(self, status: int, told: dict[str, Any]) -> None:
            data = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: Any) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield provider
    server.shutdown()
    thread.join()
    server.server_close()
