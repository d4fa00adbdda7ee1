"""Which of the overlapping names stand: the gazetteer's matches, the recogniser's spans and the bodies, each atom in one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.link.bodies import body_at, phrases
from kg.link.lookup import Match, match_at
from kg.link.reading import Reading
from kg.link.recognised import is_body, is_generic, recognised_spans
from kg.link.spans import Span, guessed_spans

FOLDERS: Mapping[str, tuple[str, ...]] = {"PER": ("person/",), "ORG": ("organization/",), "LOC": ("place/", "state/")}
NAMED = frozenset({"PER", "ORG", "LOC"})


@dataclass(frozen=True, slots=True)
class Item:
    """A name to be linked: atoms `first` to `last`, its surface span, and what found it (a match, a name span, a body's template).

    `owner` is the state that a body's name itself has ("Israeli Air Force").
    """

    first: int
    last: int
    start: int
    end: int
    match: Match | None = None
    span: Span | None = None
    body: str = ""
    owner: str = ""


def arrange(reading: Reading, matches: Sequence[Match]) -> list[Item]:
    """Return the names of the article in text order, none overlapping another."""
    bodies = [_owned(reading, body, matches) for body in _bodies(reading)]
    items = [item for match in matches for item in _with_bodies(reading, match, bodies)]
    items += [body for body in bodies if not any(_overlap(body, item) and item.body != body.body for item in items if item.match)]
    recognised = recognised_spans(reading)
    taken = {i for item in items if not _person(item) and not _doubtful(item) for i in range(item.first, item.last + 1)}
    spans = recognised + guessed_spans(reading, taken, names_known=bool(recognised))
    for span in spans:
        items = _settle(reading, items, span) if span.ner in NAMED else [_supported(item, span) for item in items]
    return sorted(set(items), key=lambda item: (item.first, item.last))


def _bodies(reading: Reading) -> Iterable[Item]:
    known = phrases(reading.gazetteer, reading.pack.code)
    index = 0
    while index < len(reading.atoms):
        found = body_at(reading, known, index) if reading.capital(index) else None
        if found:
            last, _, template = found
            span = Span(index, last, reading.atoms[index].start, reading.word_end(last), "ORG", guessed=True)
            yield Item(index, last, span.start, span.end, span=span, body=template)
            index = last
        index += 1


def _owned(reading: Reading, body: Item, matches: Sequence[Match]) -> Item:
    """Take the state into the name of a body named by its adjective: "Israeli" + "Air Force"."""
    if "{demonym}" not in body.body or not reading.joined(body.first):
        return body
    start = next((match.first for match in matches if match.first < body.first <= match.after), body.first)
    state = _state_before(reading, start, body.first - 1) if start < body.first else None
    if state is None or state.match is None or state.last != body.first - 1 or not state.match.exact:
        return body
    owner = next(alias.key for alias in state.match.aliases if alias.key.startswith("state/"))
    return Item(state.first, body.last, state.start, body.end, span=body.span, body=body.body, owner=owner)


def _with_bodies(reading: Reading, match: Match, bodies: Sequence[Item]) -> list[Item]:
    """Split "Israeli Foreign Ministry" into the state and its body; leave other matches whole."""
    pointed = any(alias.text.endswith(".") for alias in match.aliases) and reading.document.article.text[match.end : match.end + 1] == "."
    item = Item(match.first, match.last, match.start, match.end + pointed, match)
    for body in bodies:
        if body.first <= match.first and match.last <= body.last:
            return []
        if match.first < body.first <= match.last == body.last:
            state = _state_before(reading, match.first, body.first - 1)
            return [state] if state else [item]
    return [item]


def _state_before(reading: Reading, first: int, last: int) -> Item | None:
    found = match_at(reading.atoms[: last + 1], first, reading.gazetteer, reading.pack)
    if found and found.last >= last - 1 and any(alias.key.startswith("state/") for alias in found.aliases):
        return Item(found.first, found.last, found.start, found.end, found)
    return None


def _overlap(one: Item | Span, other: Item | Span) -> bool:
    return one.first <= other.last and other.first <= one.last


def _person(item: Item) -> bool:
    return item.match is not None and all(alias.key.startswith("person/") for alias in item.match.aliases)


def _doubtful(item: Item) -> bool:
    return item.match is not None and item.match.weak


def _supported(item: Item, span: Span) -> Item:
    if item.span is None and item.first == span.first and item.last >= span.last:
        return Item(item.first, item.last, item.start, item.end, item.match, span, item.body)
    return item


def _settle(reading: Reading, items: list[Item], span: Span) -> list[Item]:
    """Fit a name span in among the items: it supports what covers it, gives way to better names inside it, or takes their place."""
    touched = [item for item in items if _overlap(item, span)]
    if any(item.first <= span.first and span.last <= item.last for item in touched):
        return [_supported(item, span) if item in touched else item for item in items]
    if touched and _keeps_inner(reading, touched, span):
        return [_supported(item, span) if item in touched and _same_type(item, span) else item for item in items]
    if span.ner == "PER" and touched:
        return _settle_person(reading, items, touched, span)
    if span.ner == "ORG" and not span.guessed:
        span = _with_states(reading, items, span)
        touched = [item for item in items if _overlap(item, span)]
    return [*(item for item in items if item not in touched), Item(span.first, span.last, span.start, span.end, span=span)]


def _settle_person(reading: Reading, items: list[Item], touched: Sequence[Item], span: Span) -> list[Item]:
    """Set a person's name against names inside it: "El" + "Sisi" is one name; in "Rusya Putin" the state goes before the person."""
    kept = [item for item in items if item not in touched]
    inner = [item for item in touched if _person(item)]
    outside = {i for i in range(span.first, span.last + 1) if not any(item.first <= i <= item.last for item in inner)}
    if len(inner) == 1 and all(reading.atoms[i].folded in reading.titles.particles for i in outside):
        return [*kept, Item(span.first, inner[0].last, span.start, inner[0].end, inner[0].match, span)]
    first, lead = span.first, touched[0]
    if lead.match and lead.first == first and not _doubtful(lead) and not _person(lead):
        first = lead.last + 1
        kept.append(lead)
    if first > span.last:
        return kept
    start = span.start if first == span.first else reading.atoms[first].start
    return [*kept, Item(first, span.last, start, span.end, span=Span(first, span.last, start, span.end, span.ner, span.guessed))]


def _with_states(reading: Reading, items: Sequence[Item], span: Span) -> Span:
    """Take the state before a body into its name: "Russian" + "Tour Operators Union"; what any state may have stands by itself."""
    owner = next((item for item in items if item.last == span.first - 1 and _state(item)), None)
    bare = owner and owner.match and owner.match.exact and reading.atoms[owner.last].gap == " "
    if not (owner and bare) or is_generic(reading, span) or not is_body(reading, span):
        return span
    return Span(owner.first, span.last, owner.start, span.end, span.ner)


def _state(item: Item) -> bool:
    return item.match is not None and all(alias.key.startswith("state/") for alias in item.match.aliases)


def _keeps_inner(reading: Reading, touched: Sequence[Item], span: Span) -> bool:
    """Return whether the names inside a span are better than the span itself."""
    if span.ner == "PER":
        people = [item for item in touched if _person(item) and not _doubtful(item)]
        return len(people) > 1 or any(item.last > item.first for item in people)
    if any(item.body for item in touched):
        return True
    strong = [item for item in touched if item.match and not _doubtful(item)]
    longer = [item for item in strong if item.last > item.first and _same_type(item, span)]
    if any(item.first == span.first or item.last > span.last or span.guessed for item in longer):
        return True
    rest = [reading.atoms[i] for i in range(span.first, span.last + 1) if not any(item.first <= i <= item.last for item in strong)]
    if strong and all(atom.text[0].islower() for atom in rest):  # "Hürriyet gazetesi", "Petersburg palace"
        return True
    return bool(strong) and not span.guessed and not is_body(reading, span)


def _same_type(item: Item, span: Span) -> bool:
    folder = FOLDERS.get(span.ner, ())
    return item.match is not None and any(alias.key.startswith(folder) for alias in item.match.aliases)
