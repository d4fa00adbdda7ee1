"""The best tree of a sentence, seen at a glance where each word's best head already makes one."""

from __future__ import annotations

from typing import Any

import numpy as np


def greedy_tree(scores: np.ndarray[Any, np.dtype[Any]]) -> np.ndarray[Any, np.dtype[np.intp]] | None:
    """Return each word's best head if that is a tree with one root, which no other tree can then surpass; else None.

    Stanza first makes all roots dear, so that one is chosen, and so always finds cycles that it has to break one after the other
    (Chu-Liu-Edmonds with the root's arcs reweighted, in Python), though the answer is at hand.

    Args:
        scores: of shape (words + 1, words + 1): what it counts for the word of the row to hang on that of the column; word 0 is the root.

    Returns:
        The heads, of shape (words + 1,), 0 for the root itself.
    """
    heads = np.where(np.eye(len(scores), dtype=bool), -np.inf, scores).argmax(axis=1)
    heads[0] = 0
    above = heads
    for _ in range(len(heads).bit_length()):  # each step looks twice as far up
        above = above[above]
    return heads if not above.any() and np.count_nonzero(heads[1:] == 0) == 1 else None
