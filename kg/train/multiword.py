"""Learn which tokens are several words (`kg.multiword`) from treebanks, of which one's conventions are followed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kg.errors import UsageError
from kg.language import language_pack
from kg.morphology import morphology_of
from kg.multiword import features, write_weights
from kg.resources import models_dir
from kg.train import prepare
from kg.train.judge import fit as fitted
from kg.train.recipe import Recipe

OWN = "own "  # how the names of features begin that only the treebanks have whose conventions are followed
LIGHT = 0.02  # weights smaller than this are not kept


def fit(recipe: Recipe, data: Path, target: Path) -> None:
    """Write the weights fitted on the tokens of `multiword_train` and, for what treebanks have in common, of `train`.

    Each feature has a weight for all treebanks and one for `multiword_train` besides (Daumé 2007, "Frustratingly easy domain
    adaptation"); tokens are then told by their sum. Of the settings, `penalty` is that of the squares of the weights.

    Raises:
        UsageError: the language has no table of stems and endings.
    """
    morphology, lower = morphology_of(recipe.language, models_dir()), language_pack(recipe.language).lower
    if morphology is None:
        raise UsageError(f"{recipe.language} has no table of stems and endings; first: kg train {recipe.name} morphology")
    own = recipe.data["multiword_train"]
    lessons: list[tuple[list[str], int, int]] = []
    for entry in dict.fromkeys((*own, *recipe.data["train"])):
        for block in prepare.roughen(prepare.read_blocks(data, [entry]), recipe.rough, recipe.language, 1):
            tokens, several = zip(*tokens_of(block), strict=True)
            for found, answer in zip(features(tokens, morphology, lower), several, strict=True):
                if found:
                    lessons.append(([*found, *(OWN + feature for feature in found if entry in own)], int(answer), 1))
    weights = {feature: yes - no for feature, (no, yes) in fitted(lessons, 2, float(recipe.settings["multiword"]["penalty"])).items()}
    both = {feature: weight + weights.get(OWN + feature, 0.0) for feature, weight in weights.items() if not feature.startswith(OWN)}
    write_weights({feature: weight for feature, weight in both.items() if abs(weight) >= LIGHT}, target)


def tokens_of(block: prepare.Block) -> Iterator[tuple[str, bool]]:
    """Yield the tokens of a sentence in CoNLL-U, and whether each is several words."""
    for row in prepare.tokens(line.split("\t") for line in block if not line.startswith("#")):
        yield row[1], "-" in row[0]
