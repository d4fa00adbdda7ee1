"""Turn treebanks and name corpora into the files that Stanza's trainers read."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import count
from pathlib import Path

from kg.errors import DataError
from kg.language import language_codes, language_pack

SLICE = re.compile(r"^(?P<file>[^\[\]]+)(?:\[(?P<start>\d*):(?P<stop>\d*)\])?$")
LOST = re.compile(r"(?<=\w)['’](?=\w)")
ACRONYM = re.compile(r"(?![IVX]+\b)[A-Z]{2,3}(?![^\W\d_])")  # no Roman numeral
PARAGRAPH = 4  # sentences a paragraph in the tokenizer's text, on average

Block = list[str]


def read_blocks(folder: Path, entries: Iterable[str]) -> list[Block]:
    """Return the sentences of the files named, each as its lines, honouring slices such as `file[:700]`.

    Raises:
        DataError: an entry that is malformed or a file that is not there.
    """
    blocks: list[Block] = []
    for entry in entries:
        match = SLICE.match(entry)
        if match is None:
            raise DataError(f"{entry!r}: write FILE or FILE[START:STOP]")
        path = folder / match["file"]
        if not path.is_file():
            raise DataError(f"{path}: not there; --data must name the folder that holds {match['file']}")
        start, stop = (int(match[key]) if match[key] else None for key in ("start", "stop"))
        blocks += list(_blocks(path))[start:stop]
    return blocks


def read_words(folder: Path, entry: str) -> Iterator[list[str]]:
    """Yield the words of each sentence of a treebank or of a corpus of names."""
    treebank = ".conllu" in entry
    for block in read_blocks(folder, [entry]):
        rows = [line.split("\t") for line in block if not (treebank and line.startswith("#"))]
        yield [row[1] for row in rows if row[0].isdigit()] if treebank else [row[0] for row in rows]


def language_of(entry: str) -> str:
    """Return the language of a corpus: its file name begins with it, or it is English ("gum_perm-train.conllu")."""
    start = Path(entry).name.split("_")[0]
    return start if start in language_codes() else "en"


def _blocks(path: Path) -> Iterator[Block]:
    block: Block = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


def roughen(blocks: Iterable[Block], shares: Mapping[str, float], language: str, column: int, seed: int = 7) -> list[Block]:
    """Return the sentences as real text has them: some without apostrophes, without accents, in capitals, with other marks.

    Args:
        blocks: sentences as lines of tab-separated columns.
        shares: for each kind in `FAULTS`, the share of all sentences that get it, each drawn by itself.
        language: whose capitals to use.
        column: where a line has the word as written.
        seed: of the draw; the same seed gives the same sentences.
    """
    draw = random.Random(seed)  # noqa: S311 - reproducible, not secret
    rough = []
    for block in blocks:
        for kind, fault in FAULTS.items():
            if kind in shares and draw.random() < shares[kind]:
                block = fault(block, column, language, draw)
        rough.append(block)
    return rough


def _each_word(change: Callable[[str], str]) -> Callable[[Block, int, str, random.Random], Block]:
    def rewrite(block: Block, column: int, language: str, draw: random.Random) -> Block:
        del language, draw
        return [_rewritten(line, column, change) for line in block]

    return rewrite


def _rewritten(line: str, column: int, change: Callable[[str], str]) -> str:
    cells = line.split("\t")
    if line.startswith("# ") or len(cells) <= column:
        return line
    cells[column] = change(cells[column]) or cells[column]
    return "\t".join(cells)


def without_accents(word: str) -> str:
    """Write a word with the letters of ASCII as far as they go (ı → i, ş → s), as foreign keyboards do."""
    plain = word.translate(_PLAIN)
    return "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c)) if not plain.isascii() else plain


def _with_dots(word: str) -> str:
    """Write an acronym of two or three letters as American newspapers do (US → U.S., EU's → E.U.'s)."""
    found = ACRONYM.match(word)
    return "".join(f"{letter}." for letter in found[0]) + word[found.end() :] if found else word


def _in_capitals(block: Block, column: int, language: str, draw: random.Random) -> Block:
    del draw
    return [_rewritten(line, column, language_pack(language).upper) for line in block]


def _without_stop(block: Block, column: int, language: str, draw: random.Random) -> Block:
    """Drop a full stop at the end, unless a word hangs on it."""
    del language, draw
    last = block[-1].split("\t")
    hangs = column == 1 and any(cells[6:7] == last[:1] for cells in (line.split("\t") for line in block))
    return block[:-1] if len(block) > 1 and len(last) > column and last[column] == "." and not hangs else block


def _with_other_quotes(block: Block, column: int, language: str, draw: random.Random) -> Block:
    del language
    pair, seen = draw.choice(QUOTES), count()

    def change(word: str) -> str:
        return pair[next(seen) % 2] if word in STRAIGHT else word.replace("'", "\u2019") if "\u2019" in pair else word

    return [_rewritten(line, column, change) for line in block]


STRAIGHT = ('"', "''", "``")
QUOTES = ("\u201c\u201d", "\u201e\u201c", "\u00ab\u00bb", "\u2018\u2019", ("''", "''"), "\u201d\u201d")
_PLAIN = str.maketrans("ıİ", "iI")  # the two letters whose dots do not decompose
FAULTS: Mapping[str, Callable[[Block, int, str, random.Random], Block]] = {
    "apostrophes": _each_word(lambda word: LOST.sub("", word)),
    "accents": _each_word(without_accents),
    "dots": _each_word(_with_dots),
    "capitals": _in_capitals,
    "full_stop": _without_stop,
    "quotes": _with_other_quotes,
}


def write_treebank(blocks: list[Block], path: Path) -> None:
    """Write CoNLL-U without XPOS (treebanks differ) and empty nodes, `# text` rebuilt from the tokens."""
    lines = []
    for block in blocks:
        rows = [line.split("\t") for line in block if not line.startswith("#")]
        rows = [[*row[:4], "_", *row[5:8], "_", *row[9:]] for row in rows if "." not in row[0]]
        lines += [f"# text = {text_of(rows)}", *("\t".join(row) for row in rows), ""]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def text_of(rows: list[list[str]]) -> str:
    """Join the surface tokens of CoNLL-U rows with their spacing."""
    return "".join(row[1] + ("" if "SpaceAfter=No" in row[9] else " ") for row in tokens(rows)).strip()


def tokens(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    """Yield the rows of CoNLL-U that stand for tokens: those of words in a multi-word token and of empty nodes are left out."""
    last = 0
    for row in rows:
        number, _, end = row[0].partition("-")
        if "." not in number and (end or int(number) > last):
            last = int(end or number)
            yield row


def running_text(blocks: Iterable[Block]) -> str:
    """Return the text of a treebank with its own paragraphs (`# newpar`, `# newdoc`), an empty line between two, as UD publishes it."""
    text = ""
    for block in blocks:
        starts = any(line.startswith(("# newpar", "# newdoc")) for line in block)
        said = next((line[9:] for line in block if line.startswith("# text = ")), "")
        text += ("\n\n" if starts else " ") + said
    return text.strip()


def write_text(conllu: Path, path: Path, seed: int = 7) -> None:
    """Write the running text of a CoNLL-U file, broken into paragraphs of a few sentences, and after each that just stops."""
    draw, out = random.Random(seed), ""  # noqa: S311 - reproducible, not secret
    for line in conllu.read_text(encoding="utf-8").splitlines():
        if line.startswith("# text = "):
            ends = draw.random() < 1 / PARAGRAPH or line[-1].isalnum()
            out += line[9:] + ("\n\n" if ends else " ")
    path.write_text(out.strip() + "\n", encoding="utf-8")


def write_names(blocks: list[Block], path: Path) -> None:
    """Write a name corpus as token, tab, BIO tag."""
    path.write_text("\n\n".join("\n".join(block) for block in blocks) + "\n", encoding="utf-8")
