"""A Merkle tree over numbered entries, as RFC 6962 (2.1) defines it: roots, proofs, and what a proof proves.

Pure: it knows bytes only. A node is 32 bytes. What a stretch of leaves amounts to is asked of `Stretch`, so
that whoever keeps the nodes decides how many he keeps.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import Final

# The root of the leaves from `start` up to, not including, `stop`.
Stretch = Callable[[int, int], bytes]
EMPTY: Final = hashlib.sha256().digest()


def leaf(data: bytes) -> bytes:
    """The node of one entry. The zero before it keeps a leaf from being passed off as an inner node."""
    return hashlib.sha256(b"\0" + data).digest()


def leaves_of(hashes: Iterable[str]) -> list[bytes]:
    """The leaves of entries whose hashes are given as 64 hexadecimal digits."""
    sha256, unhex = hashlib.sha256, bytes.fromhex
    return [sha256(b"\0" + unhex(each)).digest() for each in hashes]


def fold(nodes: Sequence[bytes]) -> bytes:
    """The root over nodes of one height, the last of which may be lower: it moves up where it has no pair."""
    if not nodes:
        return EMPTY
    sha256, row = hashlib.sha256, list(nodes)
    while len(row) > 1:
        odd = row[-1:] if len(row) % 2 else []
        pairs = zip(row[::2], row[1::2], strict=False)
        row = [sha256(b"\1" + left + right).digest() for left, right in pairs] + odd
    return row[0]


class Growing:
    """A tree to which leaves are added at the right; it keeps one node for each power of two in its size."""

    __slots__ = ("_peaks", "size")

    def __init__(self) -> None:
        self._peaks: list[bytes] = []
        self.size = 0

    def add(self, node: bytes) -> None:
        """One more leaf, as `leaf` made it."""
        size = self.size
        while size & 1:
            node = _joined(self._peaks.pop(), node)
            size >>= 1
        self._peaks.append(node)
        self.size += 1

    def root(self) -> bytes:
        if not self._peaks:
            return EMPTY
        *higher, node = self._peaks
        for peak in reversed(higher):
            node = _joined(peak, node)
        return node


def inclusion(index: int, size: int, stretch: Stretch) -> list[bytes]:
    """PATH(index, D[size]): the nodes that lead from leaf `index` (from 0) to the root, the lowest first."""
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} of {size}")
    start, stop, path = 0, size, []
    while stop - start > 1:
        middle = start + _split(stop - start)
        if index < middle:
            path.append(stretch(middle, stop))
            stop = middle
        else:
            path.append(stretch(start, middle))
            start = middle
    return path[::-1]


def consistency(old: int, size: int, stretch: Stretch) -> list[bytes]:
    """PROOF(old, D[size]): that the tree of `old` leaves is the beginning of the one of `size`."""
    if not 0 < old <= size:
        raise ValueError(f"{old} of {size}")
    start, stop, path, whole = 0, size, [], True
    while old != stop:
        middle = start + _split(stop - start)
        if old <= middle:
            path.append(stretch(middle, stop))
            stop = middle
        else:
            path.append(stretch(start, middle))
            start, whole = middle, False
    if not whole:
        path.append(stretch(start, stop))
    return path[::-1]


def root_from(node: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root to which leaf `index` leads by its path; None where it cannot fit (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return None
    here, last = index, size - 1
    for other in path:
        if last == 0:
            return None
        if here & 1 or here == last:
            node = _joined(other, node)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            node = _joined(node, other)
        here, last = here >> 1, last >> 1
    return node if last == 0 else None


def is_consistent(old: int, old_root: bytes, size: int, root: bytes, path: Sequence[bytes]) -> bool:
    """Whether `path` proves that the tree of `old` leaves begins the other one (RFC 9162, 2.1.4.2)."""
    if not 0 < old <= size:
        return False
    if old == size:
        return not path and old_root == root
    nodes = [old_root, *path] if old & (old - 1) == 0 else list(path)
    if not nodes:
        return False
    here, last = old - 1, size - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    first = second = nodes[0]
    for other in nodes[1:]:
        if last == 0:
            return False
        if here & 1 or here == last:
            first, second = _joined(other, first), _joined(other, second)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            second = _joined(second, other)
        here, last = here >> 1, last >> 1
    return last == 0 and first == old_root and second == root


def _joined(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << ((size - 1).bit_length() - 1)
