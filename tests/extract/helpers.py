"""Documents, links and claims from small hand-written trees: no model, no gazetteer.

A tree is `form lemma upos [feats] head deprel` for each word, words apart by `|` or a line's end; `~` after a form glues it to the
next word. Entities are named by short keys, actors in alphabetical order.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from kg.document import Document, Sentence, Token, from_conllu
from kg.extract import extract_claims
from kg.extract.discourse import Discourse
from kg.extract.features import Proposal
from kg.extract.frames import load_frames
from kg.extract.participants import Scene
from kg.extract.propose import proposals
from kg.extract.syntax import Predicate, predicate
from kg.facts import Claim, Entity, EntityType, Link, Mention

CLOSING = {",", ".", ";", ":", "!", "?", ")", "”", "'s", "’s", "n't", "n’t"}
OPENING = {"“", "("}
FIELDS = 6
PUBLISHED = date(2024, 5, 15)  # a Wednesday

STATES = {
    "TUR": "Türkiye Turkey Turkish Türk Ankara",
    "IRN": "İran Iran Iranian İranlı",
    "AZE": "Azerbaycan Azerbaijan",
    "RUS": "Rusya Russia Russian Rus Moscow Kremlin Moskova",
    "USA": "ABD US Washington American Amerikan",
    "SYR": "Suriye Syria",
    "GRC": "Yunanistan Greece Greek",
    "DEU": "Almanya Germany German Alman",
    "FRA": "Fransa France French",
    "ISR": "İsrail Israel Israeli",
    "UKR": "Ukrayna Ukraine",
    "SOM": "Somali Somalia",
    "IRQ": "Iraklılar Iraqis Irak Iraq",
    "PRK": "Pyongyang",
    "JPN": "Japonya Japan",
    "ARM": "Ermenistan Armenia",
}
ORGANIZATIONS = {"EU": "AB EU", "NATO": "NATO", "UN": "BM UN", "Reuters": "Reuters", "MFA": "Dışişleri_Bakanlığı Foreign_Ministry"}
PERSONS = {
    "Putin": "Vladimir_Putin Putin",
    "Erdoğan": "Recep_Tayyip_Erdoğan Erdoğan Erdogan",
    "Çavuşoğlu": "Mevlüt_Çavuşoğlu Çavuşoğlu",
    "Lavrov": "Sergey_Lavrov Lavrov",
    "Ashton": "Catherine_Ashton Ashton",
    "Merkel": "Merkel",
}
PLACES = {"Vienna": "Viyana Vienna", "Istanbul": "İstanbul Istanbul", "Geneva": "Cenevre Geneva", "Sochi": "Soçi Sochi"}
AGREEMENTS = {"JCPOA": "JCPOA Nükleer_Anlaşma Minsk"}
KINDS: tuple[tuple[EntityType, Mapping[str, str]], ...] = (
    (EntityType.STATE, STATES),
    (EntityType.ORGANIZATION, ORGANIZATIONS),
    (EntityType.PERSON, PERSONS),
    (EntityType.PLACE, PLACES),
    (EntityType.AGREEMENT, AGREEMENTS),
)
ENTITIES = {key: Entity(key, kind, (("en", key),)) for kind, table in KINDS for key in table}
NAMES = {name.replace("_", " "): key for _, table in KINDS for key, names in table.items() for name in names.split()}


class Row(NamedTuple):
    """A claim in short; unknown place, time and source are empty."""

    type: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...] = ()
    factuality: str = "occurred"
    place: str = ""
    time: str = ""
    source: str = ""


def told(
    type_: str, actors: str, recipients: str = "", factuality: str = "occurred", *, place: str = "", time: str = "", source: str = ""
) -> Row:
    """Return an expected claim; keys apart by spaces."""
    return Row(type_, tuple(sorted(actors.split())), tuple(sorted(recipients.split())), factuality, place, time, source)


def conllu(tree: str) -> str:
    """Return one tree as CoNLL-U."""
    rows = [cells for part in re.split(r"\s\|\s|\n", tree) if (cells := part.split())]
    lines = []
    for index, cells in enumerate(rows, 1):
        if len(cells) == FIELDS - 1:
            cells.insert(3, "_")
        if len(cells) != FIELDS:
            raise ValueError(f"{cells} is not: form lemma upos [feats] head deprel")
        form, lemma, upos, feats, head, deprel = cells
        after = rows[index][0].rstrip("~") if index < len(rows) else ""
        glued = len(form) > 1 and form.endswith("~")
        form = form[:-1] if glued else form
        misc = "SpaceAfter=No" if glued or after in CLOSING or form in OPENING else "_"
        lines.append("\t".join([str(index), form, lemma, upos, "_", feats, head, deprel, "_", misc]))
    return "\n".join(lines) + "\n"


def document(language: str, *trees: str, published: date | None = PUBLISHED) -> Document:
    """Return a document of hand-written trees, one a sentence; its text is the words laid out."""
    built = from_conllu("\n".join(conllu(tree) for tree in trees))
    return replace(built, article=replace(built.article, language=language, published=published))


def sentence(tree: str) -> Sentence:
    """Return one hand-written tree."""
    return document("en", tree).sentences[0]


def links(doc: Document, names: Mapping[str, str] | None = None) -> list[Link]:
    """Link every name of the table in the text, longest first; in Turkish with its suffix behind an apostrophe."""
    names = NAMES if names is None else names
    known = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    suffix = r"(?:['’]\w+)?" if doc.article.language == "tr" else ""
    found = []
    for match in re.finditer(rf"(?<!\w)({known}){suffix}(?!\w)", doc.article.text):
        for each in doc.sentences:
            inside = [t for t in each.tokens if t.start < match.end() and match.start() < t.end]
            if inside:
                head = next((t for t in inside if t.head not in {other.index for other in inside}), inside[0])
                found.append(Link(Mention(match.start(), match.end(), match[0], each.index, head.index), names[match[1]]))
    return found


def raw_claims(doc: Document) -> list[Claim]:
    """Return the claims of a document with the shipped frames."""
    return extract_claims(doc, links(doc), ENTITIES)


def row(claim: Claim) -> Row:
    """Return a claim in short."""
    time = claim.time.iso() if claim.time else ""
    actors, recipients = tuple(sorted(claim.actors)), tuple(sorted(claim.recipients))
    return Row(claim.type, actors, recipients, claim.factuality.value, claim.place, time, claim.source)


def claims(language: str, *trees: str) -> list[Row]:
    """Return the claims of hand-written trees in short, in text order."""
    return [row(claim) for claim in raw_claims(document(language, *trees))]


def factuality(language: str, tree: str, type_: str) -> list[str]:
    """Return the factualities of the claims of one type."""
    return [claim.factuality for claim in claims(language, tree) if claim.type == type_]


def sources(language: str, *trees: str, type_: str) -> list[str]:
    """Return the sources of the claims of one type."""
    return [claim.source for claim in claims(language, *trees) if claim.type == type_]


def word(each: Sentence, text: str) -> Token:
    """Return the first word of that form."""
    return next(token for token in each.tokens if token.text == text)


def slots(language: str, tree: str, trigger: str) -> list[tuple[str, str]]:
    """Return the slots around a trigger as (slot, word), sorted."""
    each = sentence(tree)
    built: Predicate = predicate(each, word(each, trigger), language)
    return sorted((slot, token.text) for slot, token in built.slots)


def meeting(doc: Document, at: int = -1) -> tuple[Scene, Sentence, list[Proposal], Proposal]:
    """Return the scene, the sentence, all its proposals and the first meeting proposed in one of the sentences, the last by default."""
    where = range(len(doc.sentences))[at]
    for read, each, proposed in proposals(doc, links(doc), ENTITIES, load_frames()):
        if each.index == where:
            return read, each, proposed, next(p for p in proposed if p.match.pattern.type == "CONSULT")
    raise AssertionError(f"no sentence {where}")


def scene(doc: Document) -> Scene:
    """Return a scene as the extraction sets it up."""
    by_sentence: dict[int, Sequence[Link]] = {
        each.index: [link for link in links(doc) if link.mention.sentence == each.index] for each in doc.sentences
    }
    return Scene(doc, ENTITIES, by_sentence, Discourse(ENTITIES))
