"""The judge: learned weights that say how likely a candidate event is one, and who takes part in it how.

Frames propose (`kg.extract.match.candidates`), rules fill slots (`kg.extract.roles`), and both speak to the judge as features beside
many others. It is a log-linear model: what a feature counts for is one number, in `kg/models/judge.json.gz`, and
`kg train judge` makes it from annotated passages. Extraction works without it, by the rules alone.
"""

from __future__ import annotations

import gzip
import json
import math
import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import TypeVar

from kg.errors import ModelError
from kg.facts import Factuality
from kg.resources import models_dir

ROLES = ("actor", "recipient", "none")
FACTUALITIES = tuple(factuality.value for factuality in Factuality)
CONSIDERED = 6  # entities for which all combinations of roles are weighed
HARDLY = 0.97  # whoever is likelier than this to take no part is left out, but for the likeliest participant
PLACE = 0.3  # more than this likely, and it happens there
TIME = 0.4  # more than this likely, and it happens then
SOURCE = 0.25  # more than this likely, and it is they who say so
LEAST = 1e-6  # no role is impossible
Sizes = tuple[int, int]
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class LogLinear:
    """A multinomial log-linear model: for each feature, what it adds to the score of each class."""

    classes: tuple[str, ...]
    weights: Mapping[str, Sequence[float]]

    def chances(self, features: Sequence[str]) -> list[float]:
        """Return the probability of each class."""
        known = [weights for feature in features if (weights := self.weights.get(feature))]
        scores = [sum(column) for column in zip(*known, strict=True)] or [0.0] * len(self.classes)
        top = max(scores)
        odds = [math.exp(score - top) for score in scores]
        total = sum(odds)
        return [odd / total for odd in odds]


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who takes part how: entity keys, and the probability of this among all combinations weighed."""

    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    probability: float


@dataclass(frozen=True, slots=True)
class Judge:
    """The models, by what they decide.

    Attributes:
        models: `event` (is the candidate one? classes no, yes), `role` (of an entity; `ROLES`), `place` (is it
            here? no, yes), `time` (of a time expression; is it then? no, yes), `source` (of an
            entity; is it attributed to them? no, yes), `factuality` (`FACTUALITIES`).
        sizes: for each type, the log-probability of so many actors and so many recipients.
        threshold: the probability from which on a candidate is an event.
    """

    models: Mapping[str, LogLinear]
    sizes: Mapping[str, Mapping[Sizes, float]]
    threshold: float

    def event(self, features: Sequence[str]) -> float:
        """Return the probability that a candidate with these features is an event of its type."""
        return self.models["event"].chances(features)[1]

    def place(self, features: Mapping[str, Sequence[str]]) -> str:
        """Return which of the entities described is where it happens, empty if none is likelier than `PLACE`."""
        return self._likeliest("place", features, PLACE) or ""

    def source(self, features: Mapping[str, Sequence[str]]) -> str:
        """Return which of the entities described an event is attributed to, empty if none is likelier than `SOURCE`."""
        return self._likeliest("source", features, SOURCE) or ""

    def _likeliest(self, model: str, features: Mapping[Key, Sequence[str]], least: float) -> Key | None:
        """Return the key whose features are likeliest, None if none is likelier than `least`."""
        chances = {key: self.models[model].chances(described)[1] for key, described in features.items()}
        best = max(chances, key=lambda key: chances[key], default=None)
        return best if best is not None and chances[best] > least else None

    def factuality(self, features: Sequence[str]) -> Factuality:
        """Return how real an event with these features most likely is."""
        chances = self.models["factuality"].chances(features)
        return Factuality(FACTUALITIES[max(range(len(chances)), key=lambda i: chances[i])])

    def time(self, features: Sequence[Sequence[str]]) -> int | None:
        """Return which of the time expressions described (its index) says when, None if none is likelier than `TIME`."""
        return self._likeliest("time", dict(enumerate(features)), TIME)

    def assign(self, type_: str, cast: Mapping[str, Sequence[str]], *, directed: bool, acting: Collection[str]) -> Assignment | None:
        """Return the likeliest combination of roles with at least one participant, None where there is nobody.

        Args:
            type_: the event's.
            cast: for each entity, its features.
            directed: whether the type tells actors from recipients.
            acting: the entities that can act; the others can only suffer.
        """
        chances = {key: self.models["role"].chances(features) for key, features in cast.items() if directed or key in acting}
        keys = sorted(chances, key=lambda key: chances[key][2])[:CONSIDERED]
        keys = [key for i, key in enumerate(keys) if not i or chances[key][2] < HARDLY]
        ways = [_ways(chances[key], directed=directed, acts=key in acting) for key in keys]
        up_to = range(CONSIDERED + 1)
        table = {(acts, suffers): self.size(type_, (acts, suffers)) for acts in up_to for suffers in up_to}
        found = []
        for roles in product(*ways):
            taken = [role for role, _ in roles]
            counts = taken.count(0), taken.count(1)
            if any(counts):
                found.append((sum([weight for _, weight in roles]) + table[counts], taken))
        if not found:
            return None
        most, best = max(found, key=lambda way: way[0])
        chosen = dict(zip(keys, best, strict=True))
        sides = [tuple(key for key in cast if chosen.get(key) == side) for side in (0, 1)]
        return Assignment(sides[0], sides[1], math.exp(most) / sum(math.exp(score) for score, _ in found))

    def size(self, type_: str, counts: Sizes) -> float:
        """Return the log-probability of so many actors and recipients."""
        known = self.sizes.get(type_, {})
        return known.get(capped(counts), min(known.values(), default=0.0))


def _ways(chances: Sequence[float], *, directed: bool, acts: bool) -> list[tuple[int, float]]:
    """Return the roles open to an entity, as (index in `ROLES`, log-probability); in a mutual event whoever takes part acts."""
    actor, recipient, none = (max(LEAST, chance) for chance in chances)
    open_ = [(2, math.log(none))]
    if not directed:
        return [*open_, (0, math.log(actor + recipient))]
    return [*open_, (1, math.log(recipient)), *([(0, math.log(actor))] if acts else [])]


def capped(counts: Sizes) -> Sizes:
    """Count no further than the table of sizes does."""
    return min(counts[0], 4), min(counts[1], 2)


def judge_path(folder: Path | None = None) -> Path:
    """Return the file of the shipped weights."""
    return (folder or models_dir()) / "judge.json.gz"


def save_judge(judge: Judge, path: Path) -> None:
    """Write weights, three decimals each, byte for byte the same for the same judge."""
    models = {
        name: {
            "classes": model.classes,
            "weights": {feature: [round(weight, 3) for weight in weights] for feature, weights in sorted(model.weights.items())},
        }
        for name, model in sorted(judge.models.items())
    }
    sizes = {
        type_: {f"{actors},{recipients}": round(chance, 3) for (actors, recipients), chance in sorted(table.items())}
        for type_, table in sorted(judge.sizes.items())
    }
    record = {"threshold": judge.threshold, "models": models, "sizes": sizes}
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text, mtime=0))


@cache
def load_judge(path: Path | None = None) -> Judge:
    """Read weights (once); those that ship by default.

    Raises:
        ModelError: the file is missing or damaged.
    """
    path = path or judge_path()
    try:
        record = json.loads(gzip.decompress(path.read_bytes()))
        models = {name: LogLinear(tuple(model["classes"]), model["weights"]) for name, model in record["models"].items()}
        sizes = {
            type_: {(int(key[0]), int(key[2])): float(chance) for key, chance in table.items()} for type_, table in record["sizes"].items()
        }
        return Judge(models, sizes, float(record["threshold"]))
    except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError, zlib.error) as error:
        raise ModelError(f"{path}: the judge's weights cannot be read ({error}); reinstall kg, or go by the rules alone") from error
