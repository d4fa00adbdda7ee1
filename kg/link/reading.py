"""One article as the linker reads it: its atoms, where its sentences begin, which words stand around names."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from kg.document import Document, Sentence, Token
from kg.language import LanguagePack, language_pack
from kg.link.atoms import Atom, atoms_of, suffix_behind
from kg.link.gazetteer import Gazetteer
from kg.link.titles import Titles, titles

OPENERS = frozenset('.!?:"“”')
HEADLINE_WORDS = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """What every step of linking needs of an article. `begins` holds the atoms that begin a sentence, `headlines` those in capitals."""

    document: Document
    gazetteer: Gazetteer
    pack: LanguagePack
    titles: Titles
    atoms: tuple[Atom, ...]
    ends: tuple[int, ...]
    begins: frozenset[int]
    headlines: frozenset[int]

    def capital(self, index: int) -> bool:
        """Return whether an atom exists and begins with a capital."""
        return 0 <= index < len(self.atoms) and self.atoms[index].text[0].isupper()

    def joined(self, index: int) -> bool:
        """Return whether an atom is joined to the one before it by no more than a space or hyphen."""
        return index > 0 and self.atoms[index - 1].gap in (" ", "")

    def hyphenated(self, index: int) -> bool:
        """Return whether an atom is joined to the one before it by a hyphen: "Kim Hyun-sook"."""
        return index > 0 and self.document.article.text[self.atoms[index - 1].end : self.atoms[index].start] == "-"

    def word_end(self, index: int) -> int:
        """Return where the surface word of an atom ends, with a suffix behind an apostrophe where the language has suffixes."""
        joined = len(self.atoms[index].gap) == 1 and suffix_behind(self.atoms, index, self.pack)
        return self.atoms[index + 1].end if joined else self.atoms[index].end

    def atom_at(self, offset: int) -> int:
        """Return the index of the atom that covers an offset, or the next one after it."""
        return bisect_right(self.ends, offset)

    def sentence_at(self, offset: int) -> Sentence | None:
        """Return the sentence that covers an offset, or the one that begins last before it."""
        position = bisect_right(self.document.sentences, offset, key=lambda sentence: sentence.start) - 1
        return self.document.sentences[max(position, 0)] if self.document.sentences else None

    def tokens_in(self, start: int, end: int) -> tuple[Token, ...]:
        """Return the words of a span."""
        sentence = self.sentence_at(start)
        return sentence.covering(start, end) if sentence else ()


def read(document: Document, gazetteer: Gazetteer) -> Reading:
    """Prepare an article for linking; an article of no known language is read as English."""
    pack = language_pack(document.article.language or "en")
    atoms = tuple(atoms_of(document.article.text))
    starts = {sentence.start for sentence in document.sentences}
    begins = {i for i, atom in enumerate(atoms) if i == 0 or atom.start in starts or any(c in OPENERS for c in atoms[i - 1].gap)}
    return Reading(document, gazetteer, pack, titles(pack.code), atoms, tuple(atom.end for atom in atoms), frozenset(begins),
                   _headlines(atoms))  # fmt: skip


def _headlines(atoms: tuple[Atom, ...]) -> frozenset[int]:
    """Return the atoms in runs of words all in capitals."""
    found: set[int] = set()
    run: list[int] = []
    for index, atom in enumerate(atoms):
        if atom.text.isupper() or not atom.text[0].isalpha():
            run.append(index)
            continue
        if sum(atoms[i].text.isupper() for i in run) >= HEADLINE_WORDS:
            found.update(run)
        run = []
    return frozenset(found | set(run if len(run) >= HEADLINE_WORDS else ()))
