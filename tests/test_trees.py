"""The quick look for a sentence's best tree agrees with Stanza's search."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from stanza.models.common.chuliu_edmonds import chuliu_edmonds_one_root

from kg.trees import greedy_tree


def scored(heads: list[int], likes: float = 5.0) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Return scores by which each word likes one head best."""
    scores = np.zeros((len(heads) + 1, len(heads) + 1))
    for word, head in enumerate(heads, 1):
        scores[word, head] = likes
    return scores


@given(st.integers(1, 12), st.integers(0, 2**16), st.floats(0, 4))
def test_a_tree_found_at_once_is_the_one_that_the_search_finds(words: int, seed: int, noise: float) -> None:
    draw = np.random.default_rng(seed)
    order = draw.permutation(words) + 1
    heads = [0] * words
    for i, word in enumerate(order[1:], 1):
        heads[word - 1] = int(order[draw.integers(i)])
    scores = scored(heads) + noise * draw.standard_normal((words + 1, words + 1))
    found = greedy_tree(scores)
    if found is not None:
        assert found.tolist() == chuliu_edmonds_one_root(scores).tolist()
    if not noise:
        assert found is not None and found[1:].tolist() == heads


def test_where_the_best_heads_make_no_tree_there_is_none() -> None:
    assert greedy_tree(scored([2, 1, 0])) is None, "a cycle"
    assert greedy_tree(scored([0, 0, 1])) is None, "two roots"
    assert greedy_tree(scored([2, 3, 1])) is None, "no root"
    alone = greedy_tree(scored([0]))
    assert alone is not None and alone.tolist() == [0, 0]
    scores = scored([2, 0])
    scores[1, 1] = 9.0
    found = greedy_tree(scores)
    assert found is not None and found.tolist() == [0, 2, 0], "no word is its own head"
