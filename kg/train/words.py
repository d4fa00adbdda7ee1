"""Fit the projection of whole words' states that heads get (`kg.encoder`) by principal components.

A word has 4 * 384 numbers: lower and upper layers of the mean of its pieces and of its last piece, which largely say the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from kg.train import prepare
from kg.train.recipe import Recipe

BATCH = 48  # sentences read at once
FILE = "words.npz"


def fit(recipe: Recipe, data: Path, target: Path) -> None:
    """Write center and projection, fitted on the sentences of the recipe's `words_train`.

    Components are scaled by the fourth root of their variance: half-way to equal weight, since the small ones tell much of grammar,
    and the smallest nothing. The average variance of a projected number is one.
    """
    sentences = [words for entry in recipe.data["words_train"] for words in prepare.read_words(data, entry)]
    count, total, squares = 0, np.zeros(1), np.zeros((1, 1))
    for states in _states(sentences):
        count, total, squares = count + len(states), total + states.sum(0), squares + states.T @ states
    center = total / count
    projection = components(squares / count - np.outer(center, center), int(recipe.settings["words"]["dimensions"]))
    np.savez(target, center=center.astype(np.float32), projection=projection.astype(np.float16))


def components(covariance: Any, dimensions: int) -> Any:
    """Return the projection on the first components, scaled, shape (n, dimensions)."""
    variances, directions = np.linalg.eigh(covariance)
    variances, directions = variances[::-1][:dimensions], directions[:, ::-1][:, :dimensions]
    signs = np.sign(directions[np.abs(directions).argmax(0), np.arange(dimensions)])  # either is an eigenvector
    roots = np.sqrt(np.maximum(variances, 1e-9))
    return directions * signs / np.sqrt(roots) / np.sqrt(roots.mean())


def _states(sentences: list[list[str]]) -> Iterator[Any]:
    """Yield the states of the words of some sentences, shape (words, 4 * 384), at their last pieces."""
    import torch

    from kg import encoder

    shared, tokenizer = encoder.load()
    ordered = sorted(sentences, key=len)
    for start in range(0, len(ordered), BATCH):
        pieces = tokenizer(ordered[start : start + BATCH], is_split_into_words=True, truncation=True)
        with torch.inference_mode():
            ids, mask = shared.batched([tuple(row) for row in pieces.input_ids])
            states = shared.whole(shared.grouped(shared.states(ids, mask, encoder.KEEP)), ids, mask)
        for i in range(len(ids)):
            last = {word: place for place, word in enumerate(pieces.word_ids(i)) if word is not None}
            yield states[i, list(last.values())].double().numpy()
