"""Ministries: a body named beside its state ("Algerian Foreign Ministry") is an organization of its own, in the tables or not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from kg.facts import Entity, EntityType, Link
from kg.language import fold
from kg.link.gazetteer import Gazetteer
from kg.link.reading import Reading
from kg.link.seats import is_dateline
from kg.link.sources import local_name

OWNER_DISTANCE = 2
FOREIGN_NEWS = 3
LONGEST = 5  # words of a body's name
Phrases = Mapping[tuple[str, ...], str]


def phrases(gazetteer: Gazetteer, language: str) -> Phrases:
    """Return the folded body names of a language and the template each belongs to."""
    table: Mapping[str, Mapping[str, list[str]]] = gazetteer.usage.get("bodies", {})
    return {tuple(fold(name).split()): template for template, names in table.items() for name in names.get(language, ())}


def body_at(reading: Reading, known: Phrases, first: int) -> tuple[int, str, str] | None:
    """Return the last atom, its stem and the template of the longest body name that begins at an atom with capitals."""
    words: list[str] = []
    for index in range(first, min(first + LONGEST, len(reading.atoms))):
        if not reading.capital(index) and reading.atoms[index].folded not in reading.titles.joints:
            break
        words.append(reading.atoms[index].folded)
    for length in range(len(words), 0, -1):
        for stem in reading.pack.stems(reading.atoms[first + length - 1].text):
            template = known.get((*words[: length - 1], fold(stem)))
            if template and not (length == 1 and _goes_on(reading, first + 1)):
                return first + length - 1, stem, template
    return None


def _goes_on(reading: Reading, index: int) -> bool:
    """Return whether a capital or a title follows, so that one word alone is no body: "Dışişleri Bakanı", "dışişleri bakanlarının"."""
    if index >= len(reading.atoms) or not reading.joined(index):
        return False
    stems = reading.pack.stems(reading.atoms[index].text)
    return reading.capital(index) or any(fold(stem) in reading.titles.small_roles for stem in stems)


def owner_of(reading: Reading, links: Sequence[Link], counts: Counter[str], first: int, *, home: bool) -> str:
    """Return the state whose body an atom names: the one right before it, the press's own (`home`), the dateline's, the most named."""
    before = [link for link in links if link.entity.startswith("state/") and first not in reading.begins]
    near = [link for link in before if 0 <= first - reading.atom_at(link.mention.end - 1) - 1 < OWNER_DISTANCE]
    if near:
        return near[-1].entity
    states = [key for key, _ in counts.most_common() if key.startswith("state/")]
    own = reading.gazetteer.usage.get("home", {}).get(reading.pack.code, "") if home else ""
    if own and (not states or counts[own] or counts[states[0]] < FOREIGN_NEWS):
        return str(own)
    written = (
        reading.gazetteer.entities.get(link.entity) for link in links if link.mention.start == 0 and is_dateline(reading, link.mention.end)
    )
    return next((entity.country for entity in written if entity and entity.country), states[0] if states else "")


def body_entity(gazetteer: Gazetteer, template: str, state: Entity) -> Entity:
    """Return the body of a state: the gazetteer's, else one made from the template (`known=False`)."""
    table: Mapping[str, list[str]] = gazetteer.usage["bodies"][template]
    for language, names in table.items():
        for name in names:
            key = gazetteer.bodies.get(language, {}).get(tuple(fold(name).split()), {}).get(state.key)
            if key:
                return gazetteer.entities[key]
    english = template.format(state=state.label("en"), demonym=gazetteer.demonyms.get(state.key, state.label("en")))
    turkish = f"{state.label('tr')} {table['tr'][0]}" if table.get("tr") else english
    every = tuple(f"{label} {name}" for language, label in state.labels for name in table.get(language, ()))
    return Entity(f"organization/{local_name(english)}", EntityType.ORGANIZATION, (("en", english), ("tr", turkish)),
                  (english, turkish, *every), "ministry", parent=state.key, known=False)  # fmt: skip
