"""Cut a text into paragraphs, and those into portions that are read at once."""

from __future__ import annotations

import re
from collections.abc import Iterator

PORTION = 60_000  # characters read at once
# A line break ends a paragraph unless the line goes on: the next one starts in lower case, or this one ends in a comma.
BREAK = re.compile(r"\n\s*")
GOES_ON = (",", ";", "-", "–")


def portions(text: str) -> Iterator[list[tuple[int, int]]]:
    """Yield the paragraphs of a text some at a time: what the encoder remembers grows with what is read at once.

    A word takes about four kilobytes, so that a portion stays below 50 MB.
    """
    now: list[tuple[int, int]] = []
    for start, end in paragraphs(text):
        if now and end - now[0][0] > PORTION:
            yield now
            now = []
        now.append((start, end))
    if now:
        yield now


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of the paragraphs of a text, without surrounding white space."""
    start = 0
    for stop in [*(found for found in BREAK.finditer(text) if _ends_paragraph(text, found)), None]:
        end = stop.start() if stop else len(text)
        part = text[start:end]
        if part.strip():
            yield start + len(part) - len(part.lstrip()), end - (len(part) - len(part.rstrip()))
        start = stop.end() if stop else end


def _ends_paragraph(text: str, found: re.Match[str]) -> bool:
    if "\n" in found.group()[1:]:
        return True
    line = text[max(0, found.start() - 80) : found.start()].rstrip()  # a window, so that long texts of short lines cost little
    return not line.endswith(GOES_ON) and not text[found.end() : found.end() + 1].islower()
