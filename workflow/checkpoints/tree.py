"""An office's entries as a Merkle tree, of which the root of every 1,024 entries is kept.

A tile is read once, when its last entry has been written. A root over ten million entries is then made of
ten thousand tiles and the entries since, and the proof of one entry reads one tile's entries beside them.
"""

import re
from typing import Final

from sqlmodel import Session, col, func, select

from workflow.checkpoints import merkle
from workflow.database import Cursor, Sql
from workflow.errors import HistoryBroken
from workflow.models import CheckpointTile, Office

TILE: Final = 1_024
_NODE: Final = re.compile(r"[0-9a-f]{64}")
_HASHES = Sql("SELECT hash FROM history_entry WHERE office_id = ? AND seq > ? AND seq <= ? ORDER BY seq")
_TILES = Sql(
    "SELECT tile, hash FROM checkpoint_tile WHERE office_id = ? AND tile >= ? AND tile < ? ORDER BY tile"
)
_KEEP = Sql("INSERT INTO checkpoint_tile (office_id, tile, hash) VALUES (?, ?, ?)")


def lay(session: Session, office_id: int, upto: int, most: int = 32) -> int:
    """Keeps the roots of further whole tiles among entries 1 to `upto`, `most` of them; how many it were.

    The caller holds the office's chain, so that no tile is kept twice. Raises HistoryBroken.
    """
    cursor, kept = Cursor(session), _kept(session, office_id)
    laid = range(kept, min(upto // TILE, kept + most))
    for tile in laid:
        root = merkle.fold(_leaves(session, office_id, tile * TILE, (tile + 1) * TILE))
        cursor.run(_KEEP, (office_id, tile, root.hex()))
    return len(laid)


class Tree:
    """The tree over entries 1 to `size` of an office, read as it is asked for. Leaves count from 0."""

    def __init__(self, session: Session, office_id: int, size: int) -> None:
        self._session, self._office_id, self.size = session, office_id, size
        self._tiles: list[bytes] = []

    def root(self) -> bytes:
        return self.stretch(0, self.size)

    def stretch(self, start: int, stop: int) -> bytes:
        """The root of leaves `start` up to `stop`, as merkle.Stretch. Raises HistoryBroken."""
        if stop - start < TILE:
            return merkle.fold(_leaves(self._session, self._office_id, start, stop))
        first, last = start // TILE, stop // TILE
        nodes = self._whole(last)[first:last]
        if stop % TILE:
            nodes.append(merkle.fold(_leaves(self._session, self._office_id, last * TILE, stop)))
        return merkle.fold(nodes)

    def _whole(self, upto: int) -> list[bytes]:
        """The roots of the tiles before `upto`: those kept, and those that nobody has kept yet."""
        if len(self._tiles) < upto:
            rows = Cursor(self._session).rows(_TILES, (self._office_id, len(self._tiles), upto))
            for tile, kept in rows:
                if tile != len(self._tiles) or not _NODE.fullmatch(kept):
                    break  # one is gone, or is none: the entries themselves have to tell
                self._tiles.append(bytes.fromhex(kept))
        for tile in range(len(self._tiles), upto):
            leaves = _leaves(self._session, self._office_id, tile * TILE, (tile + 1) * TILE)
            self._tiles.append(merkle.fold(leaves))
        return self._tiles


def _kept(session: Session, office_id: int) -> int:
    newest = select(func.max(col(CheckpointTile.tile))).where(CheckpointTile.office_id == office_id)
    found: int | None = session.exec(newest).first()
    return 0 if found is None else found + 1


def _leaves(session: Session, office_id: int, start: int, stop: int) -> list[bytes]:
    rows = Cursor(session).rows(_HASHES, (office_id, start, stop))
    if len(rows) != stop - start:
        office = session.get_one(Office, office_id)
        raise HistoryBroken(office.code, start + len(rows) + 1, "missing")
    for number, (each,) in enumerate(rows, start + 1):
        if not _NODE.fullmatch(each):
            raise HistoryBroken(session.get_one(Office, office_id).code, number, "changed")
    return merkle.leaves_of(each for (each,) in rows)
