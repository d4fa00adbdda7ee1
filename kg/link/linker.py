"""From an analysed article to its links: every named mention, and the entity it names."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from kg.document import Document
from kg.facts import Entity, EntityType, Link, Mention
from kg.language import fold
from kg.link.arrange import Item, arrange
from kg.link.bodies import body_entity, owner_of
from kg.link.choose import Choice, Context, choose, context_of
from kg.link.gazetteer import Gazetteer
from kg.link.lookup import Match, find_names
from kg.link.nil import TYPES, canonical_name, make_entity
from kg.link.people import People, spelled_otherwise
from kg.link.reading import Reading, read
from kg.link.seats import acts
from kg.link.spans import Span

UNKNOWN_SCORE = 0.5
GUESS_SCORE = 0.4
PART_SCORE = 0.8
BODY_SCORE = 0.75


@dataclass(slots=True)
class _Work:
    """The links made so far, in any order, and what they taught about the article."""

    reading: Reading
    context: Context
    links: list[Link] = field(default_factory=list)
    entities: dict[str, Entity] = field(default_factory=dict)
    acronyms: dict[str, str] = field(default_factory=dict)
    people: People = field(default_factory=People)
    covered: set[int] = field(default_factory=set)

    def add(self, item: Item, entity: Entity, kind: str, choice: Choice) -> None:
        """Link an item to an entity."""
        mention = _mention(self.reading, item, kind)
        self.entities.setdefault(entity.key, entity)
        self.links.append(Link(mention, entity.key, choice.score, choice.runner_up))
        self.covered.update(range(item.first, item.last + 1 + (item.end > self.reading.atoms[item.last].end + 1)))


def link_mentions(document: Document, gazetteer: Gazetteer) -> tuple[list[Link], dict[str, Entity]]:
    """Find the named mentions of an article and link each to an entity of the gazetteer, or to a new one (`known=False`).

    Names come from the tokens' name tags, where there are any, and from the gazetteer; spans cover the surface word with its
    suffixes and no title. Links are in text order and do not overlap; the dictionary has every entity that a link names.
    """
    reading = read(document, gazetteer)
    matches = find_names(reading.atoms, gazetteer, reading.pack)
    work = _Work(reading, context_of(reading, matches))
    items = arrange(reading, matches)
    later = [item for item in items if _surname(item) or not _link_known(work, item)]
    for item in later:
        if item.span and item.last > item.first and item.span.ner in TYPES:
            _link_new(work, item, item.span)
    for item in later:
        if item.last == item.first:
            _link_single(work, item)
    _link_parts(work)
    links = sorted(work.links, key=lambda link: (link.mention.start, link.mention.end))
    return links, {link.entity: work.entities[link.entity] for link in links}


def _link_known(work: _Work, item: Item) -> bool:
    """Link a name of the gazetteer, or a ministry; return False when it is left for later."""
    if item.body:
        return _link_body(work, item)
    if item.match is None:
        return False
    key = work.acronyms.get(_surface(work.reading, item))
    choice = Choice(key, PART_SCORE) if key else choose(work.reading, item.match, work.context, item.span.ner if item.span else "")
    if choice is None:
        return False
    entity = work.entities.get(choice.key) or work.reading.gazetteer.entities[choice.key]
    kind = next((alias.kind for alias in item.match.aliases if alias.key == choice.key), "acronym")
    entity, kind = _seated(work.reading, item.match, entity, kind)
    work.add(item, entity, "name" if kind == "surname" else kind, choice)
    _learn(work, item, entity)
    return True


def _seated(reading: Reading, match: Match, entity: Entity, kind: str) -> tuple[Entity, str]:
    """Return the state in place of its capital, where the capital acts."""
    seat = reading.gazetteer.seats.get(entity.key)
    if seat and acts(reading, match):
        return reading.gazetteer.entities[seat], "capital"
    return entity, kind


def _learn(work: _Work, item: Item, entity: Entity) -> None:
    """Remember what later mentions may shorten this one to: a person's parts, an acronym in brackets behind a name."""
    atoms = work.reading.atoms
    if entity.type is EntityType.PERSON:
        names = [entity.label("en"), entity.label("tr"), _surface(work.reading, item)]
        work.people.learn(entity.key, names, work.reading.titles)
    following = item.last + 1
    if following < len(atoms) and atoms[item.last].gap.strip() == "(" and atoms[following].text.isupper() and ")" in atoms[following].gap:
        work.acronyms.setdefault(atoms[following].text, entity.key)


def _surface(reading: Reading, item: Item) -> str:
    last = reading.atoms[item.last]
    stem = item.match.stem if item.match and item.match.last == item.last else last.text
    return reading.document.article.text[item.start : last.start] + stem


def _link_body(work: _Work, item: Item) -> bool:
    """Link a ministry to the state named right before it, else to the language's own or the article's most named state."""
    reading = work.reading
    states = reading.gazetteer.entities
    owner = item.owner or owner_of(reading, work.links, work.context.counts, item.first, home=True)
    if not owner:
        return False
    entity = body_entity(reading.gazetteer, item.body, states[owner])
    work.add(item, entity, "name", Choice(entity.key, BODY_SCORE))
    return True


def _link_new(work: _Work, item: Item, found: Span) -> None:
    """Link a name that the gazetteer does not have: to a person of the article it varies, else to a new entity."""
    span, known = _span_of(item, found), work.reading.gazetteer.entities
    name = canonical_name(work.reading, span)
    key = (work.people.full_name(name) or spelled_otherwise(name, work.reading.gazetteer)) if span.ner == "PER" else None
    entity = work.entities.get(key or "") or known.get(key or "")
    if entity is None:
        owner = owner_of(work.reading, work.links, work.context.counts, item.first, home=False) if span.ner == "ORG" else ""
        entity = make_entity(work.reading, span, known.get(owner))
    entity = work.entities.get(entity.key, entity)
    work.add(item, entity, "name", Choice(entity.key, GUESS_SCORE if span.guessed else UNKNOWN_SCORE))
    _learn(work, item, entity)


def _span_of(item: Item, span: Span) -> Span:
    return replace(span, first=item.first, last=item.last, start=item.start, end=item.end)


def _link_single(work: _Work, item: Item) -> None:
    """Link one word: part of a name the article gave in full, an acronym it explained, or a new entity."""
    atom = work.reading.atoms[item.first]
    steps = [_link_part, *([_link_known] if _surname(item) else [])]
    if not any(fold(stem) in work.people.last for stem in work.reading.pack.stems(atom.text)):
        steps.reverse()  # a known last name goes before a first name, but not before a last name of the article
    if any(step(work, item) for step in steps):
        return
    if item.span and item.span.ner in TYPES and atom.text[0].isupper():
        _link_new(work, item, item.span)


def _surname(item: Item) -> bool:
    return item.match is not None and all(alias.kind == "surname" for alias in item.match.aliases)


def _link_part(work: _Work, item: Item) -> bool:
    atom = work.reading.atoms[item.first]
    for stem in work.reading.pack.stems(atom.text):
        key = work.acronyms.get(stem) or work.people.part(fold(stem))
        if key and not (stem != atom.text and len(stem) <= 3):
            work.add(item, work.entities[key], "acronym" if stem in work.acronyms else "name", Choice(key, PART_SCORE))
            return True
    return False


def _link_parts(work: _Work) -> None:
    """Link the remaining capitalized words that are part of a name the article gave in full."""
    reading = work.reading
    for index, atom in enumerate(reading.atoms):
        if index in work.covered or not atom.text[0].isupper():
            continue
        beside = [i for i in (index - 1, index + 1) if reading.capital(i) and i not in work.covered and reading.joined(max(i, index))]
        if any(i not in reading.begins and not reading.titles.names_office(reading.atoms[i].folded) for i in beside):
            continue
        _link_part(work, Item(index, index, atom.start, reading.word_end(index)))


def _mention(reading: Reading, item: Item, kind: str) -> Mention:
    text = reading.document.article.text
    sentence = reading.sentence_at(item.start)
    tokens = reading.tokens_in(item.start, item.end)
    inside = {token.index for token in tokens}
    head = next((token.index for token in tokens if token.head not in inside), tokens[-1].index if tokens else 0)
    ner = item.span.ner if item.span and not item.span.guessed else ""
    return Mention(item.start, item.end, text[item.start : item.end], sentence.index if sentence else 0, head, kind, ner)
