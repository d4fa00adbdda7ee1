"""The judge: learned weights that say how likely a candidate event is one, and who takes part in it how.

Frames propose (`kg.extract.match.candidates`), rules fill slots (`kg.extract.roles`), and both speak to the judge as features beside
many others (`kg.extract.situation`). It asks log-linear models, where what a feature counts for is one number
(`kg/models/judge.json.gz`), and, where an encoder has read the words, a small network (`kg.extract.network`).
`kg train judge` makes them from annotated passages. Extraction works without, by the rules alone.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kg.errors import ModelError
from kg.extract.situation import Node
from kg.facts import Factuality
from kg.resources import DAMAGE, models_dir, read_packed, write_packed

if TYPE_CHECKING:
    from kg.extract.network import Network

ROLES = ("actor", "recipient", "none")
FACTUALITIES = tuple(factuality.value for factuality in Factuality)
CONSIDERED = 6  # entities for which all combinations of roles are weighed
HARDLY = 0.97  # whoever is likelier than this to take no part is left out, but for the likeliest participant
PLACE = 0.3  # more than this likely, and it happens there
TIME = 0.4  # more than this likely, and it happens then
SOURCE = 0.25  # more than this likely, and it is they who say so
HEARD = 0.6  # what the network's voice counts for, that of the log-linear models being the rest; found by cross-validation
LEAST = 1e-6  # nothing is impossible
Sizes = tuple[int, int]
Answers = Mapping[str, Sequence[float]]
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class LogLinear:
    """A multinomial log-linear model: for each feature, what it adds to the score of each class."""

    classes: tuple[str, ...]
    weights: Mapping[str, Sequence[float]]

    def chances(self, features: Sequence[str]) -> list[float]:
        """Return the probability of each class."""
        known = list(filter(None, map(self.weights.get, features)))
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
        network: heard beside the models where an encoder has read the words, on types that it has learned.
    """

    models: Mapping[str, LogLinear]
    sizes: Mapping[str, Mapping[Sizes, float]]
    threshold: float
    network: Network | None = None

    def events(self, types: Sequence[str], triggers: Sequence[Node]) -> list[float]:
        """Return the probability of each candidate, given by its type and its trigger, that it is an event of that type."""
        heard: dict[int, Answers] = {}
        if self.network and (known := [i for i, type_ in enumerate(types) if self.network.knows(type_, triggers[i])]):
            answers = self.network.events([types[i] for i in known], [triggers[i] for i in known])
            heard = dict(zip(known, answers, strict=True))
        return [self._asked(node, heard.get(i, {}))["event"][1] for i, node in enumerate(triggers)]

    def others(self, type_: str, trigger: Node, nodes: Sequence[Node]) -> list[Answers]:
        """Return for each node of an event the probabilities of the classes of what it is asked."""
        if not self.network or not self.network.knows(type_, trigger):
            return [self._asked(node, {}) for node in nodes]
        heard = self.network.others(type_, trigger, nodes)
        return [self._asked(node, answers) for node, answers in zip(nodes, heard, strict=True)]

    def _asked(self, node: Node, heard: Answers) -> Answers:
        found = {question: self.models[question].chances(node.features(question)) for question in node.asked}
        return {question: pooled(chances, heard[question], HEARD) if question in heard else chances for question, chances in found.items()}

    def assign(self, type_: str, cast: Mapping[str, Sequence[float]], *, directed: bool, acting: Collection[str]) -> Assignment | None:
        """Return the likeliest combination of roles with at least one participant, None where there is nobody.

        Args:
            type_: the event's.
            cast: for each entity, the probabilities of `ROLES`.
            directed: whether the type tells actors from recipients.
            acting: the entities that can act; the others can only suffer.
        """
        chances = {key: found for key, found in cast.items() if directed or key in acting}
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


def likeliest(chances: Mapping[Key, float], least: float) -> Key | None:
    """Return the key of the highest probability, None if it is no higher than `least`."""
    best = max(chances, key=lambda key: chances[key], default=None)
    return best if best is not None and chances[best] > least else None


def pooled(one: Sequence[float], other: Sequence[float], share: float) -> list[float]:
    """Return the normalised geometric mean of two distributions, of which the other has that share."""
    odds = [max(LEAST, a) ** (1 - share) * max(LEAST, b) ** share for a, b in zip(one, other, strict=True)]
    total = sum(odds)
    return [odd / total for odd in odds]


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


def network_path(path: Path) -> Path:
    """Return the file of the network that belongs to a file of weights."""
    return path.with_name("judge.npz")


def save_judge(judge: Judge, path: Path) -> None:
    """Write weights, three decimals each, and the network beside them, byte for byte the same for the same judge."""
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
    write_packed({"threshold": judge.threshold, "models": models, "sizes": sizes}, path)
    network_path(path).unlink(missing_ok=True)  # that of another judge must not be heard
    if judge.network:
        from kg.extract.network import save_network

        save_network(judge.network, network_path(path))


@cache
def load_judge(path: Path | None = None) -> Judge:
    """Read weights, and the network if one is beside them (once); those that ship by default.

    Raises:
        ModelError: a file is missing or damaged.
    """
    path = path or judge_path()
    network = None
    if network_path(path).is_file():
        from kg.extract.network import load_network  # numpy takes a tenth of a second, which nobody should wait for who only asks a graph

        network = load_network(network_path(path))
    try:
        record = read_packed(path)
        models = {name: LogLinear(tuple(model["classes"]), model["weights"]) for name, model in record["models"].items()}
        sizes = {
            type_: {(int(key[0]), int(key[2])): float(chance) for key, chance in table.items()} for type_, table in record["sizes"].items()
        }
        return Judge(models, sizes, float(record["threshold"]), network)
    except DAMAGE as error:
        raise ModelError(f"{path}: the judge's weights cannot be read ({error}); reinstall kg, or go by the rules alone") from error
