"""The gazetteer in memory: every entity, and the index of every name it is found by."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.errors import DataError, KnowledgeError
from kg.facts import Entity, EntityType, Tenure
from kg.language import fold, language_codes
from kg.link.atoms import atoms_of
from kg.link.compiled import cache_file, read_compiled, write_compiled
from kg.resources import ontology_dir, read_toml

BASE = "https://w3id.org/diplomacy-kg/id/"
FILES = ("states", "organizations", "persons", "places", "agreements", "offices")
TYPES = {str(kind): kind for kind in EntityType}
STATE_WORDS = ("prefLabel", "altLabel", "demonym")
USAGE_KEYS = frozenset({"hidden", "weak", "never", "seats", "demonyms", "bodies", "capital", "home", "prefer", "aliases", "surnames"})
CROSS_MINIMUM = 4

Node = dict[str, list[ox.NamedNode | ox.Literal]]


@dataclass(frozen=True, slots=True)
class Alias:
    """One name of one entity. `kind` is name, acronym, demonym or surname; `shapes` holds one letter an atom (see `shape_of`).

    `weak`: also a common word of its language; `homograph`: a common word of another language, where it is then no name.
    """

    key: str
    text: str
    language: str
    kind: str
    folded: tuple[str, ...]
    gaps: tuple[str, ...]
    shapes: str
    weak: bool = False
    homograph: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Gazetteer:
    """Entities by key, and what the linker looks up.

    `index`: aliases by their first folded atom. `bodies`: for each language and folded body name ("foreign ministry") its
    organization for each state. `offices`: folded role words to role ids, for each language. `seats`: a capital or house → the
    state (or union) it stands for. `given`: folded first names of known people. `demonyms`: states' English adjectives.
    `usage`: the raw table of `usage.toml`.
    """

    entities: Mapping[str, Entity]
    index: Mapping[str, tuple[Alias, ...]]
    bodies: Mapping[str, Mapping[tuple[str, ...], Mapping[str, str]]]
    offices: Mapping[str, Mapping[str, tuple[str, ...]]]
    seats: Mapping[str, str]
    given: frozenset[str]
    demonyms: Mapping[str, str]
    short: frozenset[str]
    usage: Mapping[str, Any] = field(repr=False)


@lru_cache(maxsize=4)
def load_gazetteer(folder: Path | None = None) -> Gazetteer:
    """Read the gazetteer of `folder` (default: the one that ships), whole, from its compiled copy where there is one.

    Raises:
        DataError: a file is missing or is no Turtle.
        KnowledgeError: `usage.toml` or `ambiguous.toml` has unknown keys or names unknown entities.
    """
    collecting = gc.isenabled()
    gc.disable()  # nothing made here is garbage; looking for it takes a third of the time
    try:
        folder = folder or ontology_dir() / "gazetteer"
        compiled = cache_file(folder)
        found = read_compiled(compiled)
        if not isinstance(found, Gazetteer):
            found = _load(folder)
            write_compiled(compiled, found)
        return found
    finally:
        if collecting:
            gc.enable()


def _load(folder: Path) -> Gazetteer:
    nodes = _read_nodes(folder)
    usage = _read_usage(folder / "usage.toml")
    short = frozenset(_toml(folder / "ambiguous.toml").get("short", ()))
    entities = dict(_entities(nodes))
    _check_usage(folder / "usage.toml", usage, entities)
    aliases = _without_tails(list(_aliases(nodes, entities, usage)))
    index: defaultdict[str, list[Alias]] = defaultdict(list)
    for alias in aliases:
        index[alias.folded[0]].append(alias)
    return Gazetteer(
        entities,
        {first: tuple(found) for first, found in index.items()},
        _bodies(aliases, entities),
        _offices(nodes),
        {entity.capital: entity.key for entity in entities.values() if entity.capital} | usage.get("seats", {}),
        frozenset(fold(first) for entity in entities.values() if entity.type is EntityType.PERSON for first in _given(entity)),
        _demonyms(nodes),
        short,
        usage,
    )


def _read_nodes(folder: Path) -> dict[str, Node]:
    """Return every subject's properties by local names; subjects and objects under the base IRI are shortened to keys."""
    nodes: dict[str, Node] = {}
    for name in FILES:
        path = folder / f"{name}.ttl"
        try:
            triples = list(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
        except (OSError, SyntaxError) as error:
            raise DataError(f"{path}: {error}; compile it with `kg gazetteer SOURCE_DIR`") from error
        for triple in triples:
            node = nodes.setdefault(triple.subject.value.removeprefix(BASE), {})
            predicate = triple.predicate.value
            node.setdefault(predicate[max(predicate.rfind("#"), predicate.rfind("/")) + 1 :], []).append(triple.object)
    return nodes


def _toml(path: Path) -> dict[str, Any]:
    return read_toml(path) if path.is_file() else {}


def _read_usage(path: Path) -> dict[str, Any]:
    usage = _toml(path)
    unknown = sorted(usage.keys() - USAGE_KEYS)
    if unknown:
        raise KnowledgeError(str(path), [f"unknown key {key!r}; allowed: {', '.join(sorted(USAGE_KEYS))}" for key in unknown])
    return usage


def _check_usage(path: Path, usage: Mapping[str, Any], entities: Mapping[str, Entity]) -> None:
    named = [*usage.get("seats", {}).items(), *usage.get("prefer", {}).items()]
    named += [item for name in ("demonyms", "aliases") for table in usage.get(name, {}).values() for item in table.items()]
    faults = [f"{source!r}: no entity {key!r}" for source, key in named if key and key not in entities]
    if faults:
        raise KnowledgeError(str(path), faults)


def _values(node: Node, name: str) -> list[str]:
    return [value.value for value in node.get(name, ())]


def _keys(node: Node, name: str) -> list[str]:
    return [value.value.removeprefix(BASE) for value in node.get(name, ())]


def _entities(nodes: Mapping[str, Node]) -> Iterator[tuple[str, Entity]]:
    tenures: defaultdict[str, list[Tenure]] = defaultdict(list)
    members: defaultdict[str, list[str]] = defaultdict(list)
    for key, node in nodes.items():
        for organization in _keys(node, "memberOf"):
            members[organization].append(key)
        if key.startswith("tenure/"):
            person, role, body = (_keys(node, name)[0] for name in ("person", "office", "body"))
            begin, end = (next(iter(_values(node, name)), "") for name in ("from", "to"))
            tenures[person].append(Tenure(role.removeprefix("office/"), body, begin, end))
    for key, node in nodes.items():
        kind = next((TYPES[name] for iri in _values(node, "type") if (name := iri.rpartition("#")[2]) in TYPES), None)
        if kind:
            yield key, _entity(key, kind, node, tuple(sorted(members[key])), tuple(tenures[key]))


def _entity(key: str, kind: EntityType, node: Node, members: tuple[str, ...], tenures: tuple[Tenure, ...]) -> Entity:
    labels = tuple((label.language or "", label.value) for label in node["prefLabel"] if isinstance(label, ox.Literal))
    every = ("prefLabel", "altLabel", "hiddenLabel", "acronym", "notation", "wikipediaTitle")
    names = dict.fromkeys(value for name in every for value in _values(node, name))
    place = [float(value) for name in ("lat", "long") for value in _values(node, name)]
    wikidata = next((iri.rpartition("/")[2] for iri in _values(node, "exactMatch") if "wikidata" in iri), "")

    def first(name: str) -> str:
        return next(iter(_keys(node, name)), "")

    return Entity(key, kind, labels, tuple(names), first("kind"), first("country"), first("capital"), first("parent"),
                  members, tenures, (place[0], place[1]) if len(place) > 1 else None, wikidata)  # fmt: skip


def _aliases(nodes: Mapping[str, Node], entities: Mapping[str, Entity], usage: Mapping[str, Any]) -> Iterator[Alias]:
    weak, never = ({lang: frozenset(map(fold, words)) for lang, words in usage.get(name, {}).items()} for name in ("weak", "never"))
    states = frozenset(
        fold(text) for key, node in nodes.items() if key.startswith("state/") for name in STATE_WORDS for text in _values(node, name)
    )
    kinds = {"prefLabel": "name", "altLabel": "name", "hiddenLabel": "name", "acronym": "acronym", "demonym": "demonym"}
    seen: set[tuple[str, str, str]] = set()
    every = frozenset().union(*weak.values())
    for key in entities:
        for name, kind in kinds.items():
            for literal in nodes[key].get(name, ()):
                language = (literal.language or "") if isinstance(literal, ox.Literal) else ""
                text = literal.value
                mark = (key, text, language)
                if name != "prefLabel" and _common(text, key, states):
                    continue
                if mark not in seen and fold(text) not in never.get(language, ()) and any(c.isupper() or c.isdigit() for c in text):
                    seen.add(mark)
                    yield _alias(key, text, language, kind, fold(text) in weak.get(language, ()), fold(text) in every)
    for name, kind in (("demonyms", "demonym"), ("aliases", "name")):
        for language, table in usage.get(name, {}).items():
            yield from (_alias(key, text, language, kind, False) for text, key in table.items())
    yield from _surnames(entities, weak)


def _without_tails(aliases: list[Alias]) -> list[Alias]:
    """Leave out "5+1 ülkeleri" where "5+1" is a name of the same entity: the common noun is no part of the mention."""
    known = {(alias.key, alias.folded) for alias in aliases}

    def has_tail(alias: Alias) -> bool:
        return alias.shapes.endswith("l") and (alias.key, alias.folded[: len(alias.shapes.rstrip("l"))]) in known

    return [alias for alias in aliases if not has_tail(alias)]


def _common(text: str, key: str, states: frozenset[str]) -> bool:
    """Return whether an organization's alias is no more than a state's name and common nouns ("Israeli army"), so no name of its own."""
    words = text.split()
    cut = next((n for n in (2, 1) if fold(" ".join(words[:n]).removesuffix("'s")) in states), 0)
    return key.startswith("organization/") and 0 < cut < len(words) and all(word[0].islower() for word in words[cut:])


def _surnames(entities: Mapping[str, Entity], weak: Mapping[str, frozenset[str]]) -> Iterator[Alias]:
    """Yield people's last names; whom such a name means is for the article to say."""
    for key, entity in entities.items():
        if entity.type is EntityType.PERSON:
            shorts = {fold(name) for name in entity.names if " " not in name}
            for language, label in entity.labels:
                last = label.split(" (")[0].split()[-1]
                if len(last) > 2 and " " in label and fold(last) not in shorts and last[0].isupper() and not last.endswith("."):
                    yield _alias(key, last, language, "surname", fold(last) in weak.get(language, ()))


def _demonyms(nodes: Mapping[str, Node]) -> dict[str, str]:
    demonyms = ((key, label) for key, node in nodes.items() if key.startswith("state/") for label in reversed(node.get("demonym", ())))
    return {key: label.value for key, label in demonyms if isinstance(label, ox.Literal) and label.language == "en"}


def _given(entity: Entity) -> Iterator[str]:
    for _, label in entity.labels:
        first, space, _ = label.partition(" ")
        if space and len(first) > CROSS_MINIMUM - 2 and first.isalpha():
            yield first


def _alias(key: str, text: str, language: str, kind: str, weak: bool, homograph: bool = False) -> Alias:
    if text.replace(" ", "").isalpha():  # most names: no need to look for gaps
        words = text.split()
        return Alias(
            key, text, language, kind, tuple(fold(text).split()), (" ",) * (len(words) - 1), "".join(map(shape_of, words)), weak, homograph
        )
    atoms = atoms_of(text)
    folded, gaps = tuple(atom.folded for atom in atoms), tuple(atom.gap for atom in atoms[:-1])
    return Alias(key, text, language, kind, folded, gaps, "".join(shape_of(atom.text) for atom in atoms), weak, homograph)


def shape_of(text: str) -> str:
    """Return how a word is written: A(cronym), M(ixed short), C(apital first), l(ower), d(igit or sign)."""
    if text.isupper():
        return "A"
    if not any(map(str.isalpha, text)):
        return "d"
    if text[0].isupper():
        return "M" if len(text) <= CROSS_MINIMUM and any(c.isupper() for c in text[1:]) else "C"
    return "l"


def _bodies(aliases: Iterable[Alias], entities: Mapping[str, Entity]) -> dict[str, dict[tuple[str, ...], dict[str, str]]]:
    """Index organizations of a state by their names without the state's: ("foreign", "ministry") → state → organization."""
    aliases = list(aliases)
    states = {(a.language, a.folded): a.key for a in aliases if a.key.startswith("state/")}
    bodies: dict[str, dict[tuple[str, ...], dict[str, str]]] = {lang: {} for lang in language_codes()}
    for alias in aliases:
        entity = entities[alias.key]
        if entity.key.startswith("organization/") and entity.parent.startswith("state/"):
            for cut in (1, 2, 3):
                if states.get((alias.language, alias.folded[:cut])) == entity.parent and len(alias.folded) > cut:
                    bodies[alias.language].setdefault(alias.folded[cut:], {}).setdefault(entity.parent, alias.key)
    return bodies


def _offices(nodes: Mapping[str, Node]) -> dict[str, dict[str, tuple[str, ...]]]:
    offices: dict[str, defaultdict[str, list[str]]] = {lang: defaultdict(list) for lang in language_codes()}
    for key, node in nodes.items():
        if key.startswith("office/"):
            for label in node.get("altLabel", ()):
                if isinstance(label, ox.Literal) and label.language in offices:
                    offices[label.language][fold(label.value)].append(key.removeprefix("office/"))
    return {lang: {words: tuple(roles) for words, roles in found.items()} for lang, found in offices.items()}
