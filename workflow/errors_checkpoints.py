"""Refusals about checkpoints, proofs and erasure; like all others they are named by `workflow.errors`."""

from dataclasses import dataclass

from workflow.refused import Refused


@dataclass
class CheckpointKeyMissing(Refused):
    """The file `path` with key `key_id` is gone, with which checkpoints have been signed."""

    path: str
    key_id: str


@dataclass
class CheckpointKeyStrange(Refused):
    """The key in the file `path` is not the one that signs here (`expected`), or the file holds no key."""

    path: str
    expected: str


@dataclass
class HistoryBroken(Refused):
    """The history of `office` does not hold from entry `seq` on: it is not signed, and nothing is proved."""

    office: str
    seq: int
    problem: str


@dataclass
class NotCheckpointed(Refused):
    """Entry `seq` of `office` comes after its last checkpoint, at entry `upto`; 0 where there is none."""

    office: str
    seq: int
    upto: int


@dataclass
class BadAnchors(Refused):
    """The file `path` is no file of anchors. `problem`: unreadable, too_large, empty."""

    path: str
    problem: str


@dataclass
class PackTooLarge(Refused):
    """The evidence pack of `item` would hold more than `most` of `what`: items, entries or bytes."""

    item: str
    what: str
    most: int


@dataclass
class BadProof(Refused):
    """What was given is no proof. `problem`: shape, form, too_large, key."""

    problem: str


@dataclass
class StillBound(Refused):
    """The personal data of `username` cannot be erased while she is bound to the office.

    `posts` she holds or stands in for, seats included; `duties` she still owes, or ("account",) where her
    account is in force. What is empty is ("-",).
    """

    username: str
    posts: tuple[str, ...] = ("-",)
    duties: tuple[str, ...] = ("-",)


@dataclass
class ErasedAlready(Refused):
    """The personal data of `username` were erased before."""

    username: str
