"""Turn treebanks and name corpora into the files that Stanza's trainers read."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.errors import DataError

SLICE = re.compile(r"^(?P<file>[^\[\]]+)(?:\[(?P<start>\d*):(?P<stop>\d*)\])?$")
LOST = re.compile(r"(?<=\w)['’](?=\w)")
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


def drop_apostrophes(blocks: list[Block], share: float, column: int, seed: int = 7) -> list[Block]:
    """Return the sentences, that share of those with an apostrophe inside a word rewritten without it ("İran'ın" → "İranın")."""
    draw = random.Random(seed)  # noqa: S311 - reproducible, not secret
    return [
        [_without(line, column) for line in block] if share and draw.random() < share and any(LOST.search(x) for x in block) else block
        for block in blocks
    ]


def _without(line: str, column: int) -> str:
    cells = line.split("\t")
    if line.startswith("#") or len(cells) <= column:
        return line
    cells[column] = LOST.sub("", cells[column]) or cells[column]
    return "\t".join(cells)


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
    text, inside = "", 0
    for row in rows:
        if "-" in row[0]:
            inside = int(row[0].split("-")[1])
        elif int(row[0]) <= inside:
            continue
        text += row[1] + ("" if "SpaceAfter=No" in row[9] else " ")
    return text.strip()


def write_text(conllu: Path, path: Path, seed: int = 7) -> None:
    """Write the running text of a CoNLL-U file, broken into paragraphs of a few sentences."""
    draw, out = random.Random(seed), ""  # noqa: S311 - reproducible, not secret
    for line in conllu.read_text(encoding="utf-8").splitlines():
        if line.startswith("# text = "):
            out += line[9:] + ("\n\n" if draw.random() < 1 / PARAGRAPH else " ")
    path.write_text(out.strip() + "\n", encoding="utf-8")


def write_names(blocks: list[Block], path: Path) -> None:
    """Write a name corpus as token, tab, BIO tag."""
    path.write_text("\n\n".join("\n".join(block) for block in blocks) + "\n", encoding="utf-8")
