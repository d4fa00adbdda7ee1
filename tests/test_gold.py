"""The project's own gold: sentences written for each construction, in both languages, with the claims that are right.

`tests/gold/{en,tr}.jsonl` hold the cases; `tests/gold/known.toml` lists those that the tool does not yet get right. A case that is not on
that list must pass; one on it that passes is reported (`python -m tests.test_gold` writes the list anew, and the rates by construction).
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kg.build import Reader
from kg.document import Article, Document
from kg.explore.export import claims_record
from kg.extract import load_frames
from kg.facts import Factuality
from kg.resources import read_toml

GOLD = Path(__file__).parent / "gold"
KNOWN = GOLD / "known.toml"
CASES: list[dict[str, Any]] = [
    json.loads(line) | {"lang": path.stem}
    for path in (GOLD / "en.jsonl", GOLD / "tr.jsonl")
    for line in path.read_text(encoding="utf-8").splitlines()
]
FAILING = set(read_toml(KNOWN)["failing"]) if KNOWN.is_file() else set()
Claim = Mapping[str, Any]


def found_in(reader: Reader, case: Mapping[str, Any]) -> tuple[list[Claim], Mapping[str, set[str]]]:
    """Return the claims of a case and the names of every entity in them."""
    document = reader.document(Article(case["id"], case["text"], case["lang"], date.fromisoformat(case["published"])))
    assert isinstance(document, Document)
    record = claims_record(reader.facts_of(document))
    return record["claims"], {key: {key, *entity["names"]} for key, entity in record["entities"].items()}


def same(wanted: Claim, got: Claim, names: Mapping[str, set[str]]) -> bool:
    """Tell whether type, actors, recipients and factuality are right; of a person and the state they act for, either will do."""
    if (wanted["type"], wanted["factuality"]) != (got["type"], got["factuality"]):
        return False
    return all(_covers(wanted[side], got[side], names) for side in ("actors", "recipients"))


def _covers(wanted: list[str], got: list[str], names: Mapping[str, set[str]]) -> bool:
    right = {name for name in wanted if any(name in names[key] for key in got)}
    if any(not names[key] & set(wanted) for key in got):
        return False
    missing = set(wanted) - right
    states = {name for name in wanted if len(name) == 3 and name.isupper()}
    return len(missing - states) <= len(right & states) and len(missing & states) <= len(right - states)


def faults(case: Mapping[str, Any], claims: list[Claim], names: Mapping[str, set[str]]) -> Iterator[str]:
    """Yield what is missing and what is too much."""
    left = list(claims)
    for wanted in case["claims"]:
        match = next((claim for claim in left if same(wanted, claim, names)), None)
        if match is None:
            yield f"missing {wanted['type']} {wanted['actors']} -> {wanted['recipients']} [{wanted['factuality']}]"
        else:
            left.remove(match)
    yield from (
        f"too much: {c['type']} {c['actors']} -> {c['recipients']} [{c['factuality']}] {c['trigger']!r} ({c['rule']})" for c in left
    )


def test_the_cases_are_sound() -> None:
    assert len(CASES) >= 300 and len({case["id"] for case in CASES}) == len(CASES)
    assert {case["id"] for case in CASES} >= FAILING
    types, factualities = set(load_frames().by_type), {str(f) for f in Factuality}
    for case in CASES:
        assert {claim["type"] for claim in case["claims"]} <= types and {claim["factuality"] for claim in case["claims"]} <= factualities
    for language in ("en", "tr"):
        assert {claim["type"] for case in CASES if case["lang"] == language for claim in case["claims"]} == types


@pytest.fixture(scope="module")
def exact_reader() -> Iterator[Reader]:
    """Read in single precision: what a processor multiplies faster must not decide a test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kg.encoder.has_fast_bfloat16", lambda: False)
        yield Reader()


@pytest.mark.models
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_gold(exact_reader: Reader, case: Mapping[str, Any]) -> None:
    told = list(faults(case, *found_in(exact_reader, case)))
    if case["id"] in FAILING:
        pytest.xfail("; ".join(told) or "passes now: take it off tests/gold/known.toml")
    assert not told, f"{case['text']}\n" + "\n".join(told)


def main() -> None:
    """Write the list of failing cases anew and print the rates."""
    from kg import encoder

    encoder.has_fast_bfloat16 = lambda: False
    reader, failing, rates = Reader(), [], Counter[tuple[str, str, bool]]()
    for case in CASES:
        told = list(faults(case, *found_in(reader, case)))
        rates[case["lang"], case["construction"], not told] += 1
        failing += [case["id"]] if told else []
        if told and "-v" in sys.argv:
            sys.stdout.write(f"{case['id']}: {case['text']}\n   " + "\n   ".join(told) + "\n")
    head = "# Cases that are not yet read right: see tests/test_gold.py. What is not on this list must pass.\nfailing = [\n"
    KNOWN.write_text(head + "".join(f'  "{id_}",\n' for id_ in sorted(failing)) + "]\n", encoding="utf-8")
    for language, construction in sorted({key[:2] for key in rates}):
        right, wrong = (rates[language, construction, passed] for passed in (True, False))
        sys.stdout.write(f"{language} {construction:<16} {right:>3} of {right + wrong}\n")
    sys.stdout.write(f"all {len(CASES) - len(failing)} of {len(CASES)}\n")


if __name__ == "__main__":
    main()
