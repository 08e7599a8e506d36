"""Refusals: each carries facts; the doors turn them into Thai or English and say what to do next."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from states.model import Label, Strength
from workflow.errors_accounts import AccountEnded as AccountEnded
from workflow.errors_accounts import CodeRefused as CodeRefused
from workflow.errors_accounts import PasswordNeeded as PasswordNeeded
from workflow.errors_accounts import ProviderRefused as ProviderRefused
from workflow.errors_accounts import SecondFactorRefused as SecondFactorRefused
from workflow.errors_checkpoints import BadAnchors as BadAnchors
from workflow.errors_checkpoints import BadProof as BadProof
from workflow.errors_checkpoints import CheckpointKeyMissing as CheckpointKeyMissing
from workflow.errors_checkpoints import CheckpointKeyStrange as CheckpointKeyStrange
from workflow.errors_checkpoints import ErasedAlready as ErasedAlready
from workflow.errors_checkpoints import HistoryBroken as HistoryBroken
from workflow.errors_checkpoints import NotCheckpointed as NotCheckpointed
from workflow.errors_checkpoints import PackTooLarge as PackTooLarge
from workflow.errors_checkpoints import StillBound as StillBound
from workflow.errors_keeping import BackupRefused as BackupRefused
from workflow.errors_keeping import ContentDestroyed as ContentDestroyed
from workflow.errors_keeping import ReadOnlyDatabase as ReadOnlyDatabase
from workflow.errors_keeping import RestoreRefused as RestoreRefused
from workflow.errors_keeping import RetentionRefused as RetentionRefused
from workflow.errors_keeping import UpgradeRefused as UpgradeRefused
from workflow.errors_past import PastRefused as PastRefused
from workflow.refused import Refused as Refused


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing a step still needs.

    `code` is a guard or a document; `facts` the evidence keys that supply it with the kind of value each
    takes; `supplied_by` the roles that can; `detail` what exactly is missing, where the rows say so.
    """

    code: str
    label: Label
    strength: Strength
    supplied_by: tuple[str, ...]
    facts: Mapping[str, str] = field(default_factory=dict)
    detail: Label | None = None


@dataclass(frozen=True, slots=True)
class Denial:
    """Why a person may not take a step.

    `code`: no_role, other_group, other_school, other_office, read_only, not_active, separated, service_only.
    `roles` are those who may; `other_trigger` the step by her that stands in the way.
    """

    code: str
    roles: tuple[str, ...] = ()
    other_trigger: str = ""


@dataclass
class UnknownItem(Refused):
    code: str


@dataclass
class UnknownOffice(Refused):
    code: str


@dataclass
class UnknownPerson(Refused):
    username: str


@dataclass
class UnknownBody(Refused):
    """The office has no such committee or board, or it has no such member."""

    code: str


@dataclass
class UnknownKind(Refused):
    """No definition of this kind is published in the office."""

    kind: str


@dataclass
class UnknownTrigger(Refused):
    """No step of this kind of item has this name."""

    kind: str
    trigger: str
    known: tuple[str, ...]


@dataclass
class UnknownEntry(Refused):
    seq: int


@dataclass
class NotOpenHere(Refused):
    """The step exists, but not from the state the item is in."""

    code: str
    trigger: str
    state: Label
    open_here: tuple[str, ...]


@dataclass
class NotAllowed(Refused):
    denial: Denial


@dataclass
class StepRefused(Refused):
    """Everything the step still needs, at once."""

    trigger: str
    missing: tuple[Missing, ...]


@dataclass
class SomebodyWasFaster(Refused):
    """The item is no longer as it was when this person looked; what happened since."""

    code: str
    expected_version: int
    version: int
    trigger: str = ""
    by: str = ""
    at: datetime.datetime | None = None


@dataclass
class ContentChanged(Refused):
    """What a paper says is no longer as this person read it; who changed it last, and when."""

    code: str
    by: str
    at: datetime.datetime


@dataclass
class BadEvidence(Refused):
    """A piece of evidence that cannot be taken in. `problem`: unknown_key, not_yes_no, not_number, not_date,
    not_list, not_fraction, empty, too_long, too_large, type_not_allowed, needs_file_name."""

    key: str
    problem: str
    detail: str = ""


@dataclass
class TooLong(Refused):
    """A text over the limit; `limit` and `length` in characters."""

    name: str
    limit: int
    length: int


@dataclass
class BadDate(Refused):
    """`problem`: in_future, before_last_step, after_next_step, wrong_era, unreadable."""

    problem: str
    text: str
    meant: datetime.date | None = None


@dataclass
class CannotCorrect(Refused):
    """`problem`: not_latest, not_a_step, already_corrected, has_children, in_use (what was done with the
    money since, as `detail`), needs_reason or nothing_to_correct."""

    problem: str
    seq: int
    detail: Label = field(default_factory=lambda: Label("", ""))


@dataclass
class MeetingFixed(Refused):
    """This part of a meeting cannot be changed where the meeting stands.

    `what`: meeting, agenda, attendance, resolution or minutes; `state` is where it stands.
    """

    code: str
    what: str
    state: Label


@dataclass
class ClosingRefused(Refused):
    """A meeting that cannot be closed: what it needs, and why papers cannot follow their resolutions."""

    code: str
    missing: tuple[Missing, ...]
    papers: tuple[tuple[str, Refused], ...]


@dataclass
class AlreadyExists(Refused):
    """`what`: item, office, person, definition; `name` is its code."""

    what: str
    name: str


@dataclass
class BadInput(Refused):
    """A value that has the wrong shape: `name` of the field, `problem` in a word, the value as `detail`."""

    name: str
    problem: str
    detail: str = ""


@dataclass
class SignInFailed(Refused):
    """Wrong name or password, or an account that is not in force; never says which."""


@dataclass
class KeyReused(Refused):
    """The same Idempotency-Key came with another request."""

    key: str


@dataclass
class DefinitionRefused(Refused):
    """A definition that fails verification; `findings` in Thai and English."""

    kind: str
    findings: tuple[Label, ...]


@dataclass
class PaperFixed(Refused):
    """What a memo, letter, circular or order says is neither changed nor signed where it stands."""

    code: str
    state: Label


@dataclass
class AskedAlready(Refused):
    """The unread readers of a paper were asked again today already, by `by` at the moment `at`."""

    code: str
    by: str
    at: datetime.datetime


@dataclass
class RegisterRefused(Refused):
    """`problem`: not_upward (numbers up to it are taken), void_already, of_paper (it goes with its paper),
    other_year (the paper keeps its number of another year)."""

    problem: str
    number: str


@dataclass
class UnknownNumber(Refused):
    """The office's registers have no such number."""

    number: str


@dataclass
class BadMarkup(Refused):
    """A paper's text with something papers do not have. `problem`: tag, attribute, class, value, place,
    unclosed, too_deep or too_long; `name` is what it is called there."""

    problem: str
    name: str


@dataclass
class RenderRefused(Refused):
    """A paper that could not be made within its limits. `reason`: too_slow, too_large, out_of_memory or
    bad_template; `detail` is what the template language said, in English."""

    reason: str
    detail: str = ""


@dataclass
class PdfUnavailable(Refused):
    """This computer lacks what PDF is made with; `detail` is what the library said."""

    detail: str = ""
