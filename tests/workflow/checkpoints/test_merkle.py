"""The tree is that of RFC 6962: the vectors that Certificate Transparency publishes, and its proofs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.checkpoints import merkle

# The leaves and roots of certificate-transparency's own tests (merkle_tree_test, "known vectors").
INPUTS = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
PATHS = {  # (leaf, size) to the path that the same tests publish
    (0, 1): (),
    (0, 8): (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    (5, 8): (
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
    (2, 3): ("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",),
    (1, 5): (
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ),
}
STEPS = {  # (old size, size) to the consistency proof
    (1, 1): (),
    (1, 8): (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    (6, 8): (
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
    (2, 5): (
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ),
}
LEAVES = [merkle.leaf(bytes.fromhex(each)) for each in INPUTS]


def over(leaves: list[bytes]) -> merkle.Stretch:
    return lambda start, stop: merkle.fold(leaves[start:stop])


def test_the_published_roots() -> None:
    growing, grown = merkle.Growing(), []
    for each in LEAVES:
        growing.add(each)
        grown.append(growing.root().hex())
    assert tuple(merkle.fold(LEAVES[:size]).hex() for size in range(1, 9)) == ROOTS
    assert tuple(grown) == ROOTS


@pytest.mark.parametrize(("index", "size"), PATHS)
def test_the_published_paths(index: int, size: int) -> None:
    path = merkle.inclusion(index, size, over(LEAVES))
    assert tuple(each.hex() for each in path) == PATHS[index, size]
    assert merkle.root_from(LEAVES[index], index, size, path) == bytes.fromhex(ROOTS[size - 1])


@pytest.mark.parametrize(("old", "size"), STEPS)
def test_the_published_consistency_proofs(old: int, size: int) -> None:
    path = merkle.consistency(old, size, over(LEAVES))
    assert tuple(each.hex() for each in path) == STEPS[old, size]


def test_a_tree_without_leaves_has_the_root_of_nothing() -> None:
    assert merkle.fold([]) == merkle.Growing().root() == merkle.EMPTY
    assert merkle.EMPTY.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def mth(leaves: list[bytes]) -> bytes:
    """MTH as the RFC writes it, to compare with."""
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return merkle._joined(mth(leaves[:half]), mth(leaves[half:]))


def numbered(size: int) -> list[bytes]:
    return [merkle.leaf(str(each).encode()) for each in range(size)]


@given(st.integers(1, 200), st.data())
def test_every_leaf_is_proved_and_no_other(size: int, data: st.DataObject) -> None:
    leaves = numbered(size)
    index = data.draw(st.integers(0, size - 1))
    root = mth(leaves)
    path = merkle.inclusion(index, size, over(leaves))
    assert merkle.fold(leaves) == root
    assert merkle.root_from(leaves[index], index, size, path) == root
    assert merkle.root_from(merkle.leaf(b"another"), index, size, path) != root
    for other in {index - 1, index + 1, data.draw(st.integers(0, size - 1))} - {index}:
        assert merkle.root_from(leaves[index], other, size, path) != root
    assert merkle.root_from(leaves[index], index, size, [*path, root]) is None
    if path:
        assert merkle.root_from(leaves[index], index, size, path[:-1]) is None


@given(st.integers(1, 200), st.data())
def test_a_tree_begins_every_later_one_and_no_other(size: int, data: st.DataObject) -> None:
    leaves = numbered(size)
    old = data.draw(st.integers(1, size))
    path = merkle.consistency(old, size, over(leaves))
    before, after = mth(leaves[:old]), mth(leaves)
    assert merkle.is_consistent(old, before, size, after, path)
    strange = merkle.leaf(b"another")
    assert not merkle.is_consistent(old, strange, size, after, path)
    assert not merkle.is_consistent(old, before, size, strange, path)
    assert not merkle.is_consistent(old, before, size, after, [*path, strange])
    for place in range(len(path)):
        changed = [*path[:place], strange, *path[place + 1 :]]
        assert not merkle.is_consistent(old, before, size, after, changed)


@pytest.mark.parametrize(("index", "size"), [(-1, 4), (4, 4), (0, 0)])
def test_there_is_no_path_of_a_leaf_that_is_not_there(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="of"):
        merkle.inclusion(index, size, over(LEAVES))
    assert merkle.root_from(LEAVES[0], index, size, []) is None


@pytest.mark.parametrize(("old", "size"), [(0, 4), (5, 4)])
def test_there_is_no_proof_from_a_larger_tree(old: int, size: int) -> None:
    with pytest.raises(ValueError, match="of"):
        merkle.consistency(old, size, over(LEAVES))
    assert not merkle.is_consistent(old, LEAVES[0], size, LEAVES[0], [])
