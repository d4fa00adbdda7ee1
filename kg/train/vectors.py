"""Static vectors of words, both languages in one space: what the name recogniser knows of a word besides what the encoder reads.

Stanza learns a second table beside them, the `delta`, of what the training adds for each of its words. At run time one table
is enough: `merge` adds the two up and keeps the words that are met most.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from pathlib import Path
from typing import Any

import numpy as np

from kg.errors import DataError
from kg.names import number_in
from kg.train import prepare
from kg.train.recipe import Recipe

SPREAD = 0.5  # standard deviation of the numbers in the table that training starts from
MARKS = 4  # padding, unknown, empty, root: Stanza's first rows
LEARNED, GIVEN = 20_000, 45_000  # of the words of the training, by frequency, and of those with a vector, as many are kept


def write(recipe: Recipe, data: Path, target: Path) -> None:
    """Write the vectors that the recipe's `vectors` name as Stanza reads them: the first numbers of each, `word_emb_dim` of them.

    Raises:
        DataError: a file that is missing or lacks `words` (n) or `vectors` (n, at least `word_emb_dim`).
    """
    import torch
    from stanza.models.common.pretrain import PretrainedWordVocab

    size, table = int(recipe.settings["ner"]["word_emb_dim"]), dict[str, Any]()
    for entry in recipe.data["vectors"]:
        for word, vector in _read(data, entry, size):
            table.setdefault(word, vector)
    numbers = np.stack(list(table.values()))
    numbers = np.concatenate([np.zeros((MARKS, size), np.float32), numbers / numbers.std() * SPREAD])
    torch.save({"vocab": PretrainedWordVocab(list(table), lower=False).state_dict(), "emb": torch.from_numpy(numbers)}, target)


def _read(data: Path, entry: str, size: int) -> list[tuple[str, Any]]:
    path, rows = prepare.sliced(data, entry)
    try:
        with np.load(path) as stored:
            words, vectors = stored["words"][rows], stored["vectors"][rows, :size].astype(np.float32)
    except (OSError, ValueError, KeyError, IndexError) as error:
        raise DataError(f"{path}: no word vectors ({error}); the file must have `words` and `vectors`, as numpy saves them") from error
    if vectors.shape[1] < size:
        raise DataError(f"{path}: vectors of {vectors.shape[1]} numbers; `word_emb_dim` of the recipe asks for {size}")
    return [(str(word), vector) for word, vector in zip(words, vectors, strict=True) if str(word).strip() == str(word) != ""]


def merge(state: MutableMapping[str, Any], given: Mapping[str, Any]) -> None:
    """Put one table of vectors into a trained recogniser in the place of the given one and the learned one beside it.

    Args:
        state: what Stanza saved: `model`, `vocab`, `config`. Changed.
        given: the table that the training started from: `emb`, in the order of the vocabulary.
    """
    import torch

    vocabulary, learned = state["vocab"]["word"], state["vocab"].pop("delta")
    start, added = given["emb"], state["model"].pop("delta_emb.weight")
    of_start, of_added = vocabulary["_unit2id"], learned["_unit2id"]
    words = list(dict.fromkeys([*vocabulary["_id2unit"][: MARKS + GIVEN], *learned["_id2unit"][MARKS : MARKS + LEARNED]]))
    rows = [start[number_in(of_start, word)] + (added[of_added[word]] if word in of_added else 0) for word in words]
    state["model"]["word_emb.weight"] = torch.stack(rows)
    state["vocab"]["word"] = {**vocabulary, "_id2unit": words, "_unit2id": {word: i for i, word in enumerate(words)}}
