"""Compare the extraction with PLOVER's example records: `python -m tests.plover PLOVER_GSR_CAMEO.txt [--rules-only]`.

The file (openeventdata/PLOVER, CC BY-SA 4.0) has English sentences, each with a marked source and target and one event type. A record
counts as found where one claim has both among its participants; its type is right if such a claim has the record's type.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from kg.build import Reader
from kg.document import Article, Document
from kg.extract import load_frames
from kg.facts import ArticleFacts

OLDER = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT"}  # labels of PLOVER before 2020


def records(path: Path) -> Iterator[Mapping[str, Any]]:
    """Yield the records whose type is one of ours, with text, source and target."""
    types = set(load_frames().by_type)
    for record in json.loads(path.read_text(encoding="utf-8")):
        type_ = OLDER.get(record["event"], record["event"])
        if type_ in types and record.get("text"):
            yield record | {"event": type_}


def named(facts: ArticleFacts, actors: Any) -> set[str]:
    """Return the entities whose mentions touch the texts of a record's actors."""
    spans = []
    for actor in actors if isinstance(actors, list) else ():
        words = actor.get("actorText", "") if isinstance(actor, dict) else actor
        start = facts.article.text.find(words)
        spans += [(start, start + len(words))] if words and start >= 0 else []
    return {link.entity for link in facts.links for start, end in spans if link.mention.start < end and start < link.mention.end}


def main() -> None:
    """Print, by type: records, those whose source and target are linked, found in one claim, of the right type."""
    reader = Reader(rules_only="--rules-only" in sys.argv)
    tally, claims, number = Counter[tuple[str, str]](), Counter[str](), 0
    for record in records(Path(sys.argv[1])):
        document = reader.document(Article(record["id"], record["text"], "en", date.fromisoformat(record["date"])))
        assert isinstance(document, Document)
        facts, type_, number = reader.facts_of(document), record["event"], number + 1
        claims.update(claim.type for claim in facts.claims)
        sources, targets = named(facts, record.get("source")), named(facts, record.get("target")) or named(facts, record.get("source"))
        pairs = [claim.type for claim in facts.claims if sources & set(claim.participants) and targets & set(claim.participants)]
        for each in (type_, "all"):
            tally[each, "records"] += 1
            tally[each, "linked"] += bool(sources and targets)
            tally[each, "found"] += bool(pairs)
            tally[each, "right"] += type_ in pairs
    sys.stdout.write(f"{'':<10} records  linked   found   right  accuracy  claims\n")
    for type_ in [*sorted(load_frames().by_type), "all"]:
        count, linked, found, right = (tally[type_, key] for key in ("records", "linked", "found", "right"))
        total = claims.total() if type_ == "all" else claims[type_]
        share = f"{right / found:.3f}" if found else "-"
        sys.stdout.write(f"{type_:<10} {count:>7} {linked:>7} {found:>7} {right:>7} {share:>9} {total:>7}\n")
    sys.stdout.write(f"{claims.total() / number:.2f} claims a record\n")


if __name__ == "__main__":
    main()
