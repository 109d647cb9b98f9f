"""The hash tree of RFC 6962, section 2.1: one root for a block of the log, and a short proof for any line of it.

Pure arithmetic on bytes: nothing is read, so that a proof can be checked where this site is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

LEAF, NODE = b"\x00", b"\x01"


def leaf_hash(entry: bytes) -> bytes:
    """The 32 bytes that stand for `entry` in the tree."""
    return sha256(LEAF + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The 32 bytes above two others."""
    return sha256(NODE + left + right).digest()


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The root above the hashes `leaves`, in their order; that of no leaves is the hash of nothing."""
    if not leaves:
        return sha256(b"").digest()
    level = list(leaves)
    while len(level) > 1:
        level = _above(level)
    return level[0]


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The audit path of leaf `index` (RFC 6962, 2.1.1), nearest first: about log2(n) hashes.

    Raises IndexError where there is no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    path, level = [], list(leaves)
    while len(level) > 1:
        beside = index ^ 1
        if beside < len(level):
            path.append(level[beside])
        level, index = _above(level), index // 2
    return path


def root_from_proof(*, leaf: bytes, index: int, count: int, path: Sequence[bytes]) -> bytes | None:
    """The root that `path` leads to from the hash `leaf` at `index` of `count` leaves; None where it doesn't fit.

    Whoever holds the block's signed root compares: the same root proves that the leaf stands there (RFC 9162, 2.1.3.2).
    """
    if not 0 <= index < count:
        return None
    node, last, rest = leaf, count - 1, list(path)
    while last > 0:
        if index % 2 or index < last:
            if not rest:
                return None
            other = rest.pop(0)
            node = node_hash(other, node) if index % 2 else node_hash(node, other)
        index, last = index // 2, last // 2
    return None if rest else node


def _above(level: list[bytes]) -> list[bytes]:
    """The next level: pairs joined, and an odd last one taken up as it is, which gives the tree of the RFC."""
    joined = [node_hash(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
    return joined + level[len(joined) * 2 :]
