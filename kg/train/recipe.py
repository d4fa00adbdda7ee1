"""A training recipe: which data and which settings make one language's models."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kg.errors import KnowledgeError, NotFoundError
from kg.resources import models_dir, read_toml
from kg.train.prepare import FAULTS

PROCESSORS = (
    "words",
    "morphology",
    "multiword",
    "tokenize",
    "mwt",
    "pos",
    "depparse",
    "lemma",
    "ner",
)  # in the order in which they can be trained; all but the first three are Stanza's
DATA_KEYS = {
    "train",
    "dev",
    "test",
    "pos_train",
    "pos_dev",
    "depparse_train",
    "depparse_dev",
    "ner_train",
    "ner_dev",
    "ner_test",
    "words_train",
    "morphology_train",
    "multiword_train",
}

Setting = bool | int | float | str


@dataclass(frozen=True, slots=True)
class Recipe:
    """One file of `kg/models/recipes/`.

    Data entries are paths below the data folder; a Python slice may follow (`ud/x.conllu[:700]`, in sentences).
    What heads see of a word (`words`, `kg.train.words`) is fitted on `words_train`; the endings that it may have (`morphology`,
    `kg.train.morphology`) are those of `morphology_train`. Which tokens are several words (`multiword`, `kg.train.multiword`) follows the
    conventions of `multiword_train`.
    The tagger learns from `pos_train` and its best state is chosen by `pos_dev`, if given, instead of `train` and `dev`.
    The parser learns from `depparse_train` besides `train` (and besides `pos_train`), chosen by `depparse_dev`, if given, instead of `dev`.
    `rough` has the share of training sentences for each of `prepare.FAULTS`, `own_rough` those of processors that have shares of their own
    (`[rough.ner]`). With `folds` (two or more) the parser learns from tags
    of taggers that have not seen the sentence (`kg.train.jackknife`), else from those of the shipped tagger.
    """

    name: str
    language: str
    data: Mapping[str, tuple[str, ...]]
    rough: Mapping[str, float]
    settings: Mapping[str, Mapping[str, Setting]]
    folds: int = 0
    own_rough: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def arguments(self, processor: str) -> list[str]:
        """Return the settings of a processor as the command-line arguments of Stanza's trainer."""
        words = []
        for key, value in self.settings[processor].items():
            words += [f"--{key}"] if value is True else [f"--{key}", str(value)]
        return words


def recipe_names() -> list[str]:
    """Return the names of the recipes that ship with the package."""
    return sorted(path.stem for path in (models_dir() / "recipes").glob("*.toml"))


def read_recipe(name: str) -> Recipe:
    """Read and check the recipe of that name.

    Raises:
        NotFoundError: no such recipe.
        KnowledgeError: unknown keys or processors in it.
    """
    path = models_dir() / "recipes" / f"{name}.toml"
    if not path.is_file():
        raise NotFoundError(f"no recipe {name!r}; there are: {', '.join(recipe_names())}")
    raw = read_toml(path)
    data, rough, language, folds = raw.pop("data", {}), raw.pop("rough", {}), raw.pop("language", name), raw.pop("folds", 0)
    own_rough = {key: rough.pop(key) for key in PROCESSORS if isinstance(rough.get(key), dict)}
    faults = [
        *_data_faults(data),
        *_rough_faults(rough),
        *(fault for key, own in own_rough.items() for fault in _rough_faults(own, f"rough.{key}")),
    ]
    if not isinstance(folds, int) or folds < 0 or folds == 1:
        faults.append(f"folds must be 0 or a whole number from 2, not {folds!r}")
    faults += [f"unknown processor {key!r}; allowed: {', '.join(PROCESSORS)}" for key in raw if key not in PROCESSORS]
    faults += [
        f"{key} must be a table of settings, not {value!r}"
        for key, value in raw.items()
        if key in PROCESSORS and not isinstance(value, dict)
    ]
    if faults:
        raise KnowledgeError(str(path), faults)
    return Recipe(name, language, {key: tuple(value) for key, value in data.items()}, rough, raw, folds, own_rough)


def _data_faults(data: Mapping[str, Any]) -> Iterator[str]:
    for key, value in data.items():
        if key not in DATA_KEYS:
            yield f"unknown key data.{key}; allowed: {', '.join(sorted(DATA_KEYS))}"
        elif not (isinstance(value, list) and all(isinstance(entry, str) for entry in value)):
            yield f"data.{key} must be a list of file names, not {value!r}"


def _rough_faults(rough: Mapping[str, Any], name: str = "rough") -> Iterator[str]:
    for key, value in rough.items():
        if key not in FAULTS:
            yield f"unknown key {name}.{key}; allowed: {', '.join(FAULTS)}"
        elif not isinstance(value, (int, float)) or not 0 <= value <= 1:
            yield f"{name}.{key} must be a share from 0 to 1, not {value!r}"
