"""The hash tree of the log: the RFC's own roots, and proofs that hold for their leaf alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transparency.domain.merkle import inclusion_proof, leaf_hash, root_from_proof, root_of

GOLDEN = json.loads((Path(__file__).parents[1] / "vectors" / "merkle.json").read_text())
LEAVES = [leaf_hash(bytes.fromhex(entry)) for entry in GOLDEN["inputs"]]


@pytest.mark.parametrize(("count", "root"), GOLDEN["roots"].items())
def test_the_roots_are_those_of_the_rfc(count, root):
    assert root_of(LEAVES[: int(count)]).hex() == root


@given(st.lists(st.binary(max_size=8), min_size=1, max_size=70), st.data())
def test_every_leaf_is_proven_to_stand_where_it_stands(entries, data):
    leaves = [leaf_hash(entry) for entry in entries]
    index = data.draw(st.integers(0, len(leaves) - 1))

    path = inclusion_proof(leaves, index)

    assert len(path) <= (len(leaves) - 1).bit_length()
    assert root_from_proof(leaf=leaves[index], index=index, count=len(leaves), path=path) == root_of(leaves)


@given(st.integers(1, 40), st.data())
def test_no_other_leaf_and_no_changed_proof_leads_to_the_root(count, data):
    leaves = [leaf_hash(bytes([number])) for number in range(count)]
    index = data.draw(st.integers(0, count - 1))
    path = inclusion_proof(leaves, index)
    other = data.draw(st.integers(0, count).filter(lambda number: number != index))

    for wrong in (
        {"leaf": leaf_hash(bytes([other])), "index": index, "path": path},
        {"leaf": leaves[index], "index": index, "path": [*path, leaves[0]]},
        *([{"leaf": leaves[index], "index": index, "path": path[:-1]}] if path else []),
        *([{"leaf": leaves[index], "index": other, "path": path}] if other < count else []),
    ):
        assert root_from_proof(**wrong, count=count) != root_of(leaves)


def test_a_leaf_that_is_not_there_has_no_proof():
    with pytest.raises(IndexError):
        inclusion_proof(LEAVES, 8)
    assert root_from_proof(leaf=LEAVES[0], index=8, count=8, path=[]) is None
