"""Asks an office's identity provider who somebody is: OpenID Connect with PKCE, nonce and state."""

import datetime
import json
import logging
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from workflow.accounts.identities import Claims, Provider
from workflow.accounts.tokens import new_token
from workflow.accounts.vault import Vault
from workflow.errors import ProviderRefused

if TYPE_CHECKING:
    from authlib.integrations.httpx_client import OAuth2Client

_log: Final = logging.getLogger("khanton.identity")
_SECONDS: Final = 10.0  # for each answer of the provider
LASTS: Final = 600  # seconds from leaving for the provider to coming back
_LEEWAY: Final = 120  # seconds by which the provider's clock may differ
# Signed with the provider's private key; never with a secret that we hold as well, and never unsigned.
_SIGNED_BY: Final = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]


@dataclass(frozen=True, slots=True)
class Visit:
    """A way to the provider and back, which the browser carries sealed: only this browser can end it.

    `linking` is the person who wants to link her account, 0 where somebody signs in.
    """

    office_id: int
    state: str
    nonce: str
    verifier: str
    to: str
    linking: int = 0

    def sealed(self, vault: Vault, at: datetime.datetime) -> str:
        return vault.seal_at(json.dumps(asdict(self)), int(at.timestamp()))


def new_visit(office_id: int, to: str, linking: int = 0) -> Visit:
    return Visit(office_id, new_token(), new_token(), new_token() + new_token(), to, linking)


def opened(sealed: str, vault: Vault, at: datetime.datetime) -> Visit:
    """The visit that this browser began within ten minutes; raises ProviderRefused."""
    text = vault.open(sealed, LASTS, int(at.timestamp())) if sealed else None
    if text is None:
        raise ProviderRefused("state")
    return Visit(**json.loads(text))


def leave_for(provider: Provider, visit: Visit, redirect_uri: str) -> str:
    """The provider's address to which the browser goes; raises ProviderRefused."""
    with _client(provider, redirect_uri) as client:
        endpoint = _metadata(client, provider)["authorization_endpoint"]
        address, _ = client.create_authorization_url(
            endpoint, state=visit.state, code_verifier=visit.verifier, nonce=visit.nonce
        )
    return str(address)


def claims_of(
    provider: Provider, visit: Visit, redirect_uri: str, code: str, at: datetime.datetime
) -> Claims:
    """Who it is for whom the provider gave this code; raises ProviderRefused.

    Everything of the answer is checked: signature, issuer, audience, nonce, times.
    """
    from authlib.common.errors import AuthlibBaseError
    from httpx2 import HTTPError, InvalidURL
    from joserfc.errors import JoseError

    try:
        with _client(provider, redirect_uri) as client:
            known = _metadata(client, provider)
            token = client.fetch_token(
                known["token_endpoint"],
                grant_type="authorization_code",
                code=code,
                code_verifier=visit.verifier,
            )
            keys = _json(client, known["jwks_uri"])
        return _checked(provider, visit, token, keys, at)
    except (HTTPError, InvalidURL) as error:
        _log.warning("the identity provider %s did not answer: %s", provider.issuer, type(error).__name__)
        raise ProviderRefused("unreachable") from error
    except (AuthlibBaseError, JoseError, ValueError, KeyError, TypeError) as error:
        _log.warning("an answer of %s was not taken: %s", provider.issuer, type(error).__name__)
        raise ProviderRefused("answer") from error


def _client(provider: Provider, redirect_uri: str) -> "OAuth2Client":
    from authlib.integrations.httpx_client import OAuth2Client  # here: it takes a third of a second to load

    return OAuth2Client(
        client_id=provider.client_id,
        client_secret=provider.client_secret or None,
        token_endpoint_auth_method="client_secret_basic" if provider.client_secret else "none",
        scope="openid email",
        redirect_uri=redirect_uri,
        code_challenge_method="S256",
        timeout=_SECONDS,
        follow_redirects=False,
    )


def _metadata(client: "OAuth2Client", provider: Provider) -> dict[str, Any]:
    """What the provider says of itself; as the issuer that was asked, with addresses as safe as its own."""
    from httpx2 import HTTPError, InvalidURL

    try:
        known = _json(client, f"{provider.issuer}/.well-known/openid-configuration")
    except (HTTPError, InvalidURL, ValueError) as error:
        _log.warning("the identity provider %s did not answer: %s", provider.issuer, type(error).__name__)
        raise ProviderRefused("unreachable") from error
    addresses = [known.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
    scheme = urlsplit(provider.issuer).scheme
    same = str(known.get("issuer", "")).rstrip("/") == provider.issuer
    if not same or not all(isinstance(each, str) and urlsplit(each).scheme == scheme for each in addresses):
        raise ProviderRefused("answer")
    return known


def _json(client: "OAuth2Client", address: str) -> dict[str, Any]:
    answer = client.request("GET", address, withhold_token=True)
    answer.raise_for_status()
    found = answer.json()
    if not isinstance(found, dict):
        raise ValueError("not an object")
    return found


def _checked(
    provider: Provider, visit: Visit, token: dict[str, Any], keys: dict[str, Any], at: datetime.datetime
) -> Claims:
    from authlib.oidc.core import CodeIDToken
    from joserfc import jwt
    from joserfc.jwk import KeySet
    from joserfc.jws import JWSRegistry

    signed = jwt.decode(
        token["id_token"],
        KeySet.import_key_set(keys),  # type: ignore[arg-type]
        registry=JWSRegistry(algorithms=_SIGNED_BY, strict_check_header=False),
    )
    told = CodeIDToken(
        signed.claims,
        signed.header,
        {
            "iss": {"essential": True, "values": [provider.issuer, f"{provider.issuer}/"]},
            "aud": {"essential": True, "value": provider.client_id},
            "nonce": {"essential": True},
        },
        {"nonce": visit.nonce, "client_id": provider.client_id, "access_token": token.get("access_token")},
    )
    told.validate(now=int(at.timestamp()), leeway=_LEEWAY)
    subject, email = str(told["sub"])[:255], told.get("email")
    if not subject:
        raise ValueError("no subject")
    verified = told.get("email_verified") is True
    return Claims(provider.issuer, subject, email if isinstance(email, str) else "", verified)
