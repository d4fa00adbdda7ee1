"""Entities that the gazetteer does not have: made from their names, one for each in an article, under a stable key."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.facts import Entity, EntityType
from kg.language import APOSTROPHES, fold
from kg.link.atoms import DASHES
from kg.link.reading import Reading
from kg.link.recognised import is_generic
from kg.link.spans import Span

TYPES: Mapping[str, tuple[str, EntityType]] = {
    "PER": ("person", EntityType.PERSON),
    "ORG": ("organization", EntityType.ORGANIZATION),
    "LOC": ("place", EntityType.PLACE),
}
NOT_SLUG = re.compile(r"[^a-z0-9]+")


def slug(name: str) -> str:
    """Return a name as the last part of a key, the same for every spelling of case and accents.

    >>> slug("Ivica Dačić")
    'ivica_dacic'
    """
    return NOT_SLUG.sub("_", fold(name)).strip("_")


def canonical_name(reading: Reading, span: Span) -> str:
    """Return the name of a span without suffixes: what stands before an apostrophe; a head noun in its bare form."""
    first, last = reading.atoms[span.first], reading.atoms[span.last]
    text = reading.document.article.text
    heads = reading.titles.bodies | reading.titles.sites
    stems = [stem for stem in reading.pack.stems(last.text) if fold(stem) in heads]
    end = last.start + len(stems[0] if stems else last.text)
    return " ".join(text[first.start : end].translate(DASHES).split()).strip(APOSTROPHES)


def make_entity(reading: Reading, span: Span, owner: Entity | None = None) -> Entity:
    """Make an entity (`known=False`) from a name the gazetteer does not have.

    A medium's label is its name without the noun ("Taraf Gazetesi"); a name of generic words takes its state's ("Royal Court (Jordan)").
    """
    name = canonical_name(reading, span)
    folder, kind = TYPES[span.ner]
    names = [name]
    if owner and is_generic(reading, span):
        state = owner.label(reading.pack.code)
        names = [f"{name} ({state})", f"{state} {name}", name]
    elif span.ner == "ORG" and fold(name).rpartition(" ")[2] in reading.titles.media:
        names = [name.rpartition(" ")[0], name]
    return Entity(f"{folder}/{slug(names[0]) or 'unnamed'}", kind, ((reading.pack.code, names[0]),), tuple(names), known=False)
