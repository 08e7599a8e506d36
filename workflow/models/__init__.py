"""Every table, by family."""

from workflow.models.evidence import Attestation, Document, StoredFile
from workflow.models.history import ChainHead, Entry
from workflow.models.items import Item, OfficeDefinition, PublishedDefinition
from workflow.models.money import Disbursement, Fund, LineChange, ProjectLine
from workflow.models.obligations import Obligation
from workflow.models.outbox import Answer, OutboxRow
from workflow.models.people import (
    Body,
    Cluster,
    Credential,
    Delegation,
    Group,
    Holiday,
    Occupancy,
    Office,
    Person,
    Position,
    School,
    SignIn,
)

__all__ = [
    "Answer",
    "Attestation",
    "Body",
    "ChainHead",
    "Cluster",
    "Credential",
    "Delegation",
    "Disbursement",
    "Document",
    "Entry",
    "Fund",
    "Group",
    "Holiday",
    "Item",
    "LineChange",
    "Obligation",
    "Occupancy",
    "Office",
    "OfficeDefinition",
    "OutboxRow",
    "Person",
    "Position",
    "ProjectLine",
    "PublishedDefinition",
    "School",
    "SignIn",
    "StoredFile",
]
