"""Entities that the gazetteer does not have: made from their names, one for each in an article, under a stable key."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.facts import Entity, EntityType
from kg.language import APOSTROPHES, fold
from kg.link.atoms import DASHES
from kg.link.reading import Reading
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


def make_entity(reading: Reading, span: Span) -> Entity:
    """Make an entity (`known=False`) from a name the gazetteer does not have."""
    name = canonical_name(reading, span)
    folder, kind = TYPES[span.ner]
    return Entity(f"{folder}/{slug(name) or 'unnamed'}", kind, ((reading.pack.code, name),), (name,), known=False)
