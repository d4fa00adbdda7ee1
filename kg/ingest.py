"""Read articles from files: plain text (`.txt`) and JSON Lines (`.jsonl`), UTF-8.

Beside text files a `metadata.toml` may say what the text does not: one table a file name, with any of language, published,
title, url, source. What cannot be read comes out as an `ArticleError` in its place, so that the others go on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from kg.document import Article
from kg.errors import ArticleError, DataError
from kg.language import language_codes
from kg.resources import read_toml

METADATA = "metadata.toml"
FIELDS = ("language", "published", "title", "url", "source")
MIN_LETTERS = 12  # fewer say nothing about the language
SAMPLE = 2000  # characters that language identification looks at
COARSE = re.compile(r"^\d{4}(-\d\d)?$")
LONG = 120  # characters from which trigrams tell languages apart
MIN_SHARE, MIN_SHARE_SHORT = 0.5, 0.2  # confidence below which a text counts as neither; headlines full of names score low
CANDIDATES = (
    "ENGLISH TURKISH AZERBAIJANI ARABIC BOSNIAN BULGARIAN CHINESE DUTCH FRENCH GERMAN GREEK "
    "HEBREW HUNGARIAN INDONESIAN ITALIAN KAZAKH PERSIAN PORTUGUESE ROMANIAN RUSSIAN SPANISH UKRAINIAN"
)

Read = Article | ArticleError


def read_articles(paths: Iterable[Path], *, language: str = "") -> Iterator[Read]:
    """Yield the articles of files and folders (searched recursively), each identified by language.

    Args:
        paths: files or folders.
        language: `tr` or `en` to skip identification.

    Yields:
        In path order, an `Article`, or an `ArticleError` for what could not be read; ids are unique.
    """
    seen: dict[str, str] = {}
    for path in paths:
        for read in _read_path(path):
            article = _identified(read, language) if isinstance(read, Article) else read
            if isinstance(article, Article):
                if article.id in seen:
                    if seen[article.id] == article.text:
                        continue
                    article = ArticleError(str(path), f"the id {article.id!r} is already taken by another text; rename one of them")
                else:
                    seen[article.id] = article.text
            yield article


def _read_path(path: Path) -> Iterator[Read]:
    if not path.exists():
        yield ArticleError(str(path), "no such file or folder")
    elif path.is_file():
        yield from _read_file(path)
    else:
        files = sorted(p for p in path.rglob("*") if p.suffix in READERS and p.is_file() and not _hidden(p, path))
        if not files:
            yield ArticleError(str(path), f"no articles in this folder; files must end in {' or '.join(sorted(READERS))}")
        for file in files:
            yield from _read_file(file)


def _hidden(path: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(root).parts)


def _read_file(path: Path) -> Iterator[Read]:
    reader = READERS.get(path.suffix)
    if reader is None:
        yield ArticleError(str(path), f"files ending in {path.suffix or 'nothing'!r} cannot be read; allowed: {', '.join(sorted(READERS))}")
        return
    try:
        yield from reader(path, _decode(path))
    except ArticleError as error:
        yield error
    except DataError as error:
        yield ArticleError(str(path), str(error))
    except OSError as error:
        yield ArticleError(str(path), error.strerror or str(error))


def _decode(path: Path) -> str:
    raw = path.read_bytes()
    if not raw.strip():
        raise ArticleError(str(path), "the file is empty")
    if b"\0" in raw[:8192]:
        raise ArticleError(str(path), "the file is binary, not text")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        hint = f"not UTF-8 (byte 0x{raw[error.start]:02x} at offset {error.start}); convert it, e.g. `iconv -f cp1254 -t utf-8`"
        raise ArticleError(str(path), hint) from error


def _read_text(path: Path, text: str) -> Iterator[Read]:
    yield _article(path.stem, text, _metadata(path.parent / METADATA).get(path.name, {}), str(path))


@cache
def _metadata(path: Path) -> Mapping[str, Mapping[str, Any]]:
    if not path.is_file():
        return {}
    tables = read_toml(path)
    faults = [f"[{name}] has unknown key {key!r}; allowed: {', '.join(FIELDS)}" for name, table in tables.items() for key in table if key not in FIELDS]
    if faults:
        raise DataError(f"{path}: " + "; ".join(faults))
    return tables


def _read_lines(path: Path, text: str) -> Iterator[Read]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        where = f"{path}:{number}"
        try:
            record = json.loads(line)
            if not isinstance(record, dict) or not isinstance(record.get("id"), str) or not isinstance(record.get("text"), str):
                yield ArticleError(where, "each line must be an object with the strings 'id' and 'text'")
                continue
            fields = {key: record.get(key) for key in FIELDS} | {"language": record.get("lang") or record.get("language")}
            yield _article(record["id"], record["text"], fields, where)
        except json.JSONDecodeError as error:
            yield ArticleError(where, f"not JSON: {error.msg} at column {error.colno}")
        except ArticleError as error:
            yield error


READERS: dict[str, Callable[[Path, str], Iterator[Read]]] = {".txt": _read_text, ".jsonl": _read_lines}


def _article(identifier: str, text: str, fields: Mapping[str, Any], where: str) -> Article:
    if not text.strip():
        raise ArticleError(where, "the text is empty")
    language = str(fields.get("language") or "")
    if language and language not in language_codes():
        raise ArticleError(where, f"language {language!r} is not known; allowed: {', '.join(language_codes())}")
    words = {key: str(fields.get(key) or "") for key in ("title", "url", "source")}
    return Article(identifier, text, language, _date(fields.get("published"), where), **words)


def _date(value: Any, where: str) -> date | None:
    if value in (None, ""):
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if COARSE.match(str(value)):
        return None  # a month or a year: relative dates cannot be resolved with it
    try:
        return datetime.fromisoformat(str(value)).date()
    except ValueError as error:
        raise ArticleError(where, f"published must be a date such as 2012-11-28, not {value!r}") from error


def _identified(article: Article, language: str) -> Read:
    language = language or article.language or identify(article.text)
    if not language:
        allowed = " nor ".join(language_codes())
        return ArticleError(article.id, f"skipped: its language is neither {allowed}; say --language if it is")
    return Article(article.id, article.text, language, article.published, article.title, article.url, article.source)


def identify(text: str) -> str:
    """Return the code of the language a text is in, or an empty string where it is none of ours."""
    sample = text[:SAMPLE]
    if sum(c.isalpha() for c in sample) < MIN_LETTERS:
        return ""
    long = len(sample) >= LONG
    for guess in _detector(rough=long).compute_language_confidence_values(sample):
        code = guess.language.iso_code_639_1.name.lower()
        if code in language_codes():
            return code if guess.value >= (MIN_SHARE if long else MIN_SHARE_SHORT) else ""
    return ""


@cache
def _detector(*, rough: bool) -> Any:
    """Build lingua's detector over our languages and those that news are most often in; restricted to ours, it never says "neither".

    `rough` looks at trigrams alone: exact enough for texts of some length, and quicker to load.
    """
    from lingua import Language, LanguageDetectorBuilder

    builder = LanguageDetectorBuilder.from_languages(*(getattr(Language, name) for name in CANDIDATES.split()))
    return (builder.with_low_accuracy_mode() if rough else builder).build()
