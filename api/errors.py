"""One table: how each refusal is answered, as an HTTP status and as the command line's exit code.

Exit code 1: understood, and refused. 2: not understood (a name, a value or a file is wrong).
"""

import sqlite3
from dataclasses import dataclass
from typing import Final

import psycopg
from sqlalchemy.exc import OperationalError

from states.load import Unreadable
from states.typed import UnreadableDate, WrongEra
from workflow import errors, errors_eventlogs
from workflow.errors import Refused


@dataclass
class TooManyAttempts(Refused):
    """Too many failed sign-ins from here; `seconds` until the next is listened to."""

    seconds: int


@dataclass
class NotSignedIn(Refused):
    """No session, or one that has ended."""


@dataclass
class WrongPassword(Refused):
    """The password typed again to confirm a signature is not hers."""


@dataclass
class AddressNeedsPassword(Refused):
    """Another e-mail address of her own, without the password that shows that it is she who wants it."""


@dataclass
class CrossSite(Refused):
    """A browser sent this from another site's page; `origin` as the browser names it."""

    origin: str


@dataclass
class TooLarge(Refused):
    """A request body over `limit` bytes."""

    limit: int


@dataclass
class KeyInUse(Refused):
    """The same Idempotency-Key is being answered at this moment, or was by somebody faster."""

    key: str


@dataclass
class StorageFull(Refused):
    """There is no room left where the database or the documents are kept; nothing was recorded."""


@dataclass
class UnknownDocument(Refused):
    """The item `code` has no document of this content."""

    code: str


@dataclass
class BadRequest(Refused):
    """A request whose shape is wrong: per field its place and pydantic's name for what is wrong with it."""

    fields: tuple[tuple[str, str], ...]


@dataclass
class HttpRefusal(Refused):
    """What the web framework itself refuses: no such address (404), not by this method (405)."""

    status: int


@dataclass(frozen=True, slots=True)
class Answered:
    """The HTTP status and the exit code of a refusal."""

    status: int
    exit_code: int


ANSWERS: Final[dict[type[Exception], Answered]] = {
    errors.UnknownItem: Answered(404, 2),
    errors.UnknownOffice: Answered(404, 2),
    errors.UnknownPerson: Answered(404, 2),
    errors.UnknownBody: Answered(404, 2),
    errors.UnknownKind: Answered(404, 2),
    errors.UnknownTrigger: Answered(404, 2),
    errors.UnknownEntry: Answered(404, 2),
    errors.NotOpenHere: Answered(409, 1),
    errors.NotAllowed: Answered(403, 1),
    errors.StepRefused: Answered(422, 1),
    errors.SomebodyWasFaster: Answered(409, 1),
    errors.ContentChanged: Answered(409, 1),
    errors.BadEvidence: Answered(422, 2),
    errors.TooLong: Answered(413, 1),
    errors.BadDate: Answered(422, 2),
    errors.PastRefused: Answered(422, 2),
    errors.CannotCorrect: Answered(409, 1),
    errors.MeetingFixed: Answered(409, 1),
    errors.ClosingRefused: Answered(422, 1),
    errors.AlreadyExists: Answered(409, 1),
    errors.BadInput: Answered(422, 2),
    errors.SignInFailed: Answered(401, 1),
    errors.AccountEnded: Answered(403, 1),
    errors.CodeRefused: Answered(401, 1),
    errors.SecondFactorRefused: Answered(401, 1),
    errors.ProviderRefused: Answered(403, 1),
    errors.PasswordNeeded: Answered(403, 1),
    errors.KeyReused: Answered(422, 1),
    errors.DefinitionRefused: Answered(422, 1),
    errors.PaperFixed: Answered(409, 1),
    errors.AskedAlready: Answered(409, 1),
    errors.RegisterRefused: Answered(409, 1),
    errors.UnknownNumber: Answered(404, 2),
    errors.BadMarkup: Answered(422, 2),
    errors.RenderRefused: Answered(422, 1),
    errors.PdfUnavailable: Answered(501, 1),
    errors.CheckpointKeyMissing: Answered(409, 1),
    errors.CheckpointKeyStrange: Answered(409, 1),
    errors.HistoryBroken: Answered(409, 1),
    errors.NotCheckpointed: Answered(409, 1),
    errors.BadAnchors: Answered(422, 2),
    errors.BadProof: Answered(422, 2),
    errors.PackTooLarge: Answered(413, 2),
    errors.StillBound: Answered(409, 1),
    errors.ErasedAlready: Answered(409, 1),
    errors_eventlogs.TooManyRows: Answered(422, 1),
    errors.BackupRefused: Answered(409, 1),
    errors.RestoreRefused: Answered(409, 1),
    errors.UpgradeRefused: Answered(409, 1),
    errors.RetentionRefused: Answered(409, 1),
    errors.ContentDestroyed: Answered(410, 1),
    errors.ReadOnlyDatabase: Answered(503, 1),
    Unreadable: Answered(422, 2),
    WrongEra: Answered(422, 2),
    UnreadableDate: Answered(422, 2),
    TooManyAttempts: Answered(429, 1),
    NotSignedIn: Answered(401, 1),
    WrongPassword: Answered(403, 1),
    AddressNeedsPassword: Answered(403, 1),
    CrossSite: Answered(403, 1),
    TooLarge: Answered(413, 1),
    BadRequest: Answered(422, 2),
    KeyInUse: Answered(409, 1),
    UnknownDocument: Answered(404, 2),
    OperationalError: Answered(503, 1),
    sqlite3.OperationalError: Answered(503, 1),
    psycopg.OperationalError: Answered(503, 1),
    StorageFull: Answered(507, 1),
}
# A problem that is answered otherwise than the rest of its class.
BY_PROBLEM: Final[dict[tuple[type[Exception], str], Answered]] = {
    (errors.BadDate, "in_future"): Answered(422, 1),
    (errors.BadDate, "before_last_step"): Answered(422, 1),
    (errors.BadDate, "after_next_step"): Answered(422, 1),
    (errors.CannotCorrect, "needs_reason"): Answered(422, 1),
    (errors.CannotCorrect, "nothing_to_correct"): Answered(422, 1),
    (errors.BadEvidence, "too_large"): Answered(413, 1),
    (errors.ProviderRefused, "unreachable"): Answered(502, 1),
    (errors.RestoreRefused, "no_file"): Answered(404, 2),
    (errors.RestoreRefused, "wrong_kind"): Answered(422, 2),
    (errors.BadInput, "workbook_too_large"): Answered(413, 1),
    (errors.BadInput, "workbook_rows"): Answered(422, 1),
    (errors.BadInput, "csv_too_large"): Answered(413, 1),
    (errors.BadInput, "csv_mistakes"): Answered(422, 1),
}
UNEXPECTED: Final = Answered(500, 1)


def answered(error: Exception) -> Answered:
    """How this error is answered; an unknown one as an unexpected fault."""
    if isinstance(error, HttpRefusal):
        return Answered(error.status, 2)
    special = BY_PROBLEM.get((type(error), getattr(error, "problem", "")))
    if special is not None:
        return special
    for kind in type(error).__mro__:
        if kind in ANSWERS:
            return ANSWERS[kind]
    return UNEXPECTED
