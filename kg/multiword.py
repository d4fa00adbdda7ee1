"""Which tokens are several words: what a Turkish tokenizer cannot see, that knows letters and no words.

"Hazırdırlar" is an adjective and a copula, "bastırırlar" one verb form. Their endings and beginnings tell, and what each may be by
the table of stems and endings (`kg.morphology`): a log-linear model weighs them. `kg train tr multiword` fits it on treebanks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from kg.errors import ModelError
from kg.language import language_pack
from kg.morphology import Morphology, morphology_of
from kg.resources import DAMAGE, read_packed, write_packed

FILE = "multiword.json.gz"
ANY = "any"  # what every token has
ENDINGS, BEGINNINGS = range(1, 7), range(3, 7)  # letters
LEAST = -0.3  # log-odds: with F1 of .86, this maximises it (a label pays from a probability of half of the F1 that is reached)


class MultiWord:
    """The model, asked for sentences."""

    def __init__(self, weights: Mapping[str, float], morphology: Morphology, lower: Callable[[str], str]) -> None:
        """Take the weights of features, and what tells a word's properties and writes it in small letters."""
        self.weights, self.morphology, self.lower = weights, morphology, lower

    def several(self, tokens: Sequence[str]) -> list[bool | None]:
        """Tell of each token of a sentence whether it is several words; None of what ends in no letter."""
        return [
            sum(self.weights.get(feature, 0.0) for feature in found) > LEAST if found else None
            for found in features(tokens, self.morphology, self.lower)
        ]


def features(tokens: Sequence[str], morphology: Morphology, lower: Callable[[str], str]) -> Iterator[list[str]]:
    """Yield for each token what the model weighs; nothing for one that ends in no letter."""
    for place, token in enumerate(tokens):
        if not token[-1:].isalpha():
            yield []
            continue
        word, after = lower(token), tokens[place + 1] if place + 1 < len(tokens) else ""
        yield [
            ANY,
            f"form {word}",
            f"long {min(len(word) // 3, 4)}",
            f"before {'word' if after[:1].isalnum() else after}",
            f"capital {token[0].isupper() and place > 0}",
            *(f"ends {word[-n:]}" for n in ENDINGS if len(word) > n),
            *(f"begins {word[:n]}" for n in BEGINNINGS if len(word) > n),
            *(f"is {morphology.properties[number]}" for number in morphology.of(token)),
        ]


@lru_cache
def multiword_of(language: str, folder: Path) -> MultiWord | None:
    """Return what lies beside a folder's models of a language, None where nothing does: other tokenizers may follow other conventions."""
    path = folder / language / FILE
    morphology = morphology_of(language, folder) if path.is_file() else None
    return MultiWord(read_weights(path), morphology, language_pack(language).lower) if morphology else None


def read_weights(path: Path) -> dict[str, float]:
    """Read a model.

    Raises:
        ModelError: the file is damaged.
    """
    try:
        return {str(feature): float(weight) for feature, weight in read_packed(path).items()}
    except DAMAGE as error:
        raise ModelError(f"{path}: what tells tokens that are several words cannot be read ({error}); reinstall kg") from error


def write_weights(weights: Mapping[str, float], path: Path) -> None:
    """Write a model, the same bytes each time."""
    write_packed({feature: round(weight, 2) for feature, weight in sorted(weights.items())}, path)
