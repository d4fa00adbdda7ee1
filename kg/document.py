"""Text as the rooms below pass it on: `Article` → `Document` of `Sentence`s of `Token`s; CoNLL-U in and out.

Every offset counts characters of `Article.text`, end exclusive: `article.text[token.start:token.end]` is the surface word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType

from kg.errors import DataError

NO_FEATS: Mapping[str, str] = MappingProxyType({})
COLUMNS = 10
STATES = 256  # numbers that tell of a word where it stands
STATE_UNIT = 0.4  # what one is worth: they are kept as whole numbers from -127 to 127
_COARSE = re.compile(r"[0-9]{4}(?:-[0-9]{2})?")
_IDENTIFIER = re.compile(r"[0-9]+(?:-[0-9]+|\.[0-9]+)?")
_ONE_LINE = str.maketrans("\t\n\r", "   ")


@dataclass(frozen=True, slots=True)
class Period:
    """A month, or a year: when an article was published, as far as it is known."""

    year: int
    month: int | None = None

    def isoformat(self) -> str:
        """Return it in ISO 8601: 2022-07, or 2022."""
        return f"{self.year:04}-{self.month:02}" if self.month else f"{self.year:04}"

    __str__ = isoformat


def published_on(value: str) -> date | Period:
    """Read a date of publication in ISO 8601: a day, a month or a year, or a moment, of which the day is taken.

    Raises:
        ValueError: it is none of them.
    """
    if not _COARSE.fullmatch(value):
        return datetime.fromisoformat(re.sub(r"Z$", "+00:00", value)).date()  # Python 3.10 does not know Z
    first = date.fromisoformat(f"{value}-01-01"[: len("2022-07-01")])
    return Period(first.year, first.month if "-" in value else None)


@dataclass(frozen=True, slots=True)
class Article:
    """One piece of news. `language` is `tr`, `en`, or empty before it is identified; `source` names the medium."""

    id: str
    text: str
    language: str = ""
    published: date | Period | None = None
    title: str = ""
    url: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Token:
    """One syntactic word (UD's sense).

    The words of a multi-word token ("Turkey's": "Turkey", "'s") have spans of their own if its text is theirs put together, and
    share its span otherwise.

    `index` counts from 1 in its sentence; `head` is the index of the governor, 0 for the root. `ner` is a BIO tag or "O".
    """

    index: int
    text: str
    lemma: str
    upos: str
    head: int
    deprel: str
    start: int
    end: int
    feats: Mapping[str, str] = field(default_factory=lambda: NO_FEATS, hash=False)
    ner: str = "O"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its place among its article's (from 0), its span, its words.

    If an encoder read it, `vector` tells of the whole and `states` of its words: `STATES` signed bytes each, in units of `STATE_UNIT`.
    """

    index: int
    start: int
    end: int
    tokens: tuple[Token, ...]
    vector: tuple[float, ...] = ()
    states: bytes = field(default=b"", repr=False)
    _below: Mapping[int, tuple[Token, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the dependents: rules ask for them all the time.

        Raises:
            ValueError: there are states, but not of every word.
        """
        if self.states and len(self.states) != STATES * len(self.tokens):
            raise ValueError(f"{len(self.states)} bytes of states for {len(self.tokens)} words of {STATES} each")
        below: dict[int, list[Token]] = {}
        for token in self.tokens:
            below.setdefault(token.head, []).append(token)
        object.__setattr__(self, "_below", {head: tuple(found) for head, found in below.items()})

    def __getitem__(self, index: int) -> Token:
        """Return the word of that index (from 1, as `Token.head` counts)."""
        return self.tokens[index - 1]

    def covering(self, start: int, end: int) -> tuple[Token, ...]:
        """Return the words that a span of the article's text touches."""
        return tuple(token for token in self.tokens if token.start < end and start < token.end)

    def between(self, one: Token, other: Token) -> tuple[Token, ...]:
        """Return the words that stand between two, in text order."""
        first, last = sorted((one.index, other.index))
        return self.tokens[first : last - 1]

    def children(self, token: Token) -> Iterator[Token]:
        """Yield the dependents of a word, left to right."""
        return iter(self._below.get(token.index, ()))

    def root(self) -> Token:
        """Return the word whose head is 0 (the first word, should a parser have left none)."""
        return next((token for token in self.tokens if token.head == 0), self.tokens[0])

    def ancestors(self, token: Token) -> Iterator[Token]:
        """Yield the governors of a word, nearest first; stops at a cycle."""
        seen = {token.index}
        while token.head and token.head not in seen:
            seen.add(token.head)
            token = self[token.head]
            yield token

    def subtree(self, token: Token) -> list[Token]:
        """Return a word and everything below it, in text order."""
        found, queue = {token.index}, [token.index]
        while queue:
            for child in self._below.get(queue.pop(), ()):
                if child.index not in found:
                    found.add(child.index)
                    queue.append(child.index)
        return [token for token in self.tokens if token.index in found]


@dataclass(frozen=True, slots=True)
class Document:
    """An article and its analysed sentences."""

    article: Article
    sentences: tuple[Sentence, ...]

    def quote(self, start: int, end: int) -> str:
        """Return that span of the article's text."""
        return self.article.text[start:end]


def to_conllu(document: Document) -> str:
    """Write a document as CoNLL-U; spans and name tags go to MISC as `start_char`, `end_char`, `ner`."""
    lines = []
    for sentence in document.sentences:
        text = " ".join(document.quote(sentence.start, sentence.end).split())
        lines += [f"# sent_id = {document.article.id}-{sentence.index}", f"# text = {text}"]
        for token in sentence.tokens:
            feats = "|".join(f"{key}={value}" for key, value in sorted(token.feats.items())) or "_"
            misc = f"start_char={token.start}|end_char={token.end}" + (f"|ner={token.ner}" if token.ner != "O" else "")
            cells = [
                str(token.index),
                token.text,
                token.lemma or "_",
                token.upos or "_",
                "_",
                feats,
                str(token.head),
                token.deprel or "_",
                "_",
                misc,
            ]
            lines.append("\t".join(cell.translate(_ONE_LINE) for cell in cells))
        lines.append("")
    return "\n".join(lines) + "\n"


def from_conllu(text: str, article: Article | None = None) -> Document:
    """Read CoNLL-U, such as `to_conllu` or a person writes it.

    Words without `start_char` are laid out one after the other, a space between them unless `SpaceAfter=No`; that running
    text becomes the article's where none is given.

    Raises:
        DataError: a line that is not CoNLL-U; the message has its number.
    """
    sentences: list[Sentence] = []
    layout = _Layout()
    for rows in _sentences_of(text):
        tokens = list(_tokens(rows, layout))
        if tokens:
            sentences.append(Sentence(len(sentences), min(t.start for t in tokens), max(t.end for t in tokens), tuple(tokens)))
    article = article or Article("conllu", layout.text.rstrip())
    return Document(article, tuple(sentences))


@dataclass(slots=True)
class _Layout:
    """The running text that words without offsets add up to."""

    text: str = ""

    def place(self, form: str, misc: Mapping[str, str]) -> tuple[int, int]:
        if "start_char" in misc and "end_char" in misc:
            return int(misc["start_char"]), int(misc["end_char"])
        start = len(self.text)
        self.text += form + ("" if misc.get("SpaceAfter") == "No" else " ")
        return start, start + len(form)


def _sentences_of(text: str) -> Iterator[list[tuple[int, list[str]]]]:
    rows: list[tuple[int, list[str]]] = []
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        line = line.removesuffix("\r")
        if not line.strip():
            if rows:
                yield rows
            rows = []
        elif not line.startswith("#"):
            cells = line.split("\t") if "\t" in line else line.split()
            if fault := _fault(cells):
                raise DataError(f"line {number}: {fault}: {line!r}")
            rows.append((number, cells))
    if rows:
        yield rows


def _fault(cells: list[str]) -> str:
    if len(cells) != COLUMNS:
        return f"{len(cells)} columns instead of {COLUMNS}"
    identifier, head, offsets = cells[0], cells[6], _pairs(cells[9])
    if not _IDENTIFIER.fullmatch(identifier):
        return f"the word index must be such as 3, 3-4 or 3.1, not {identifier!r}"
    if identifier.isdecimal() and not head.isdecimal():
        return f"the head must be a whole number, not {head!r}"
    wrong = [offsets[key] for key in ("start_char", "end_char") if not offsets.get(key, "0").isdecimal()]
    return f"offsets must be whole numbers, not {wrong[0]!r}" if wrong else ""


def _pairs(cell: str) -> dict[str, str]:
    if cell == "_":
        return {}
    return dict(item.split("=", 1) for item in cell.split("|") if "=" in item)


def _tokens(rows: Sequence[tuple[int, list[str]]], layout: _Layout) -> Iterator[Token]:
    inside, span, words = 0, (0, 0), [cells[0] for _, cells in rows if cells[0].isdecimal()]
    for number, cells in rows:
        identifier, form, lemma, upos, _, feats, head, deprel, _, misc = cells
        if "." in identifier:
            continue
        if "-" in identifier:
            inside, span = int(identifier.split("-")[1]), layout.place(form, _pairs(misc))
            continue
        if int(head) > len(words) or words[int(identifier) - 1 : int(identifier)] != [identifier]:
            raise DataError(f"line {number}: words count from 1 and heads point to one of them, not {identifier!r} and {head!r}")
        pairs = _pairs(misc)
        start, end = span if int(identifier) <= inside and "start_char" not in pairs else layout.place(form, pairs)
        yield Token(int(identifier), form, "" if lemma == "_" and form != "_" else lemma, "" if upos == "_" else upos, int(head),
                    "" if deprel == "_" else deprel, start, end, MappingProxyType(_pairs(feats)), pairs.get("ner", "O"))  # fmt: skip
