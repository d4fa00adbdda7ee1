"""Read articles from files: plain text (`.txt`) and JSON Lines (`.jsonl`), UTF-8.

Beside text files a `metadata.toml` may say what the text does not: one table a file name, with any of language, published,
title, url, source. What cannot be read comes out as an `ArticleError` in its place, so that the others go on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from kg.document import Article, Period, published_on
from kg.errors import ArticleError, DataError, UsageError
from kg.language import language_codes
from kg.resources import read_toml

METADATA = "metadata.toml"
FIELDS = ("language", "published", "title", "url", "source")
MIN_LETTERS = 12  # fewer say nothing about the language
SAMPLE = 2000  # characters that language identification looks at
LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")  # JSON can spell it, UTF-8 cannot
LONG = 120  # characters from which trigrams tell languages apart
MIN_SHARE, MIN_SHARE_SHORT = 0.5, 0.2  # confidence below which a text counts as neither; headlines full of names score low
CANDIDATES = (
    "ENGLISH TURKISH AZERBAIJANI ARABIC BOSNIAN BULGARIAN CHINESE DUTCH FRENCH GERMAN GREEK "
    "HEBREW HUNGARIAN INDONESIAN ITALIAN KAZAKH PERSIAN PORTUGUESE ROMANIAN RUSSIAN SPANISH UKRAINIAN"
)

Read = Article | ArticleError
Found = tuple[str, Article] | ArticleError  # an article with the file (and line) it stands in


def read_articles(paths: Iterable[Path], *, language: str = "") -> Iterator[Read]:
    """Yield the articles of files and folders (searched recursively), each identified by language.

    Args:
        paths: files or folders.
        language: `tr` or `en` to skip identification.

    Yields:
        In path order, an `Article`, or an `ArticleError` for what could not be read; ids are unique.

    Raises:
        UsageError: `language` is none of ours.
    """
    if language and language not in language_codes():
        raise UsageError(f"language {language!r} is not known; allowed: {', '.join(language_codes())}")
    _metadata.cache_clear()
    seen: dict[str, tuple[str, str]] = {}
    for path in paths:
        for found in _read_path(path):
            if isinstance(found, ArticleError):
                yield found
                continue
            where, article = found
            if article.id not in seen:
                seen[article.id] = article.text, where
                yield _identified(article, language, where)
            elif seen[article.id][0] != article.text:
                first = seen[article.id][1]
                yield ArticleError(where, f"the id {article.id!r} is already taken by another text, in {first}; rename one of them")


def _read_path(path: Path) -> Iterator[Found]:
    if not path.exists():
        yield ArticleError(str(path), "no such file or folder")
    elif not path.is_dir():
        yield from _read_file(path)
    else:
        files = sorted(p for p in path.rglob("*") if p.suffix.casefold() in READERS and p.is_file() and not _hidden(p, path))
        if not files:
            yield ArticleError(str(path), f"no articles in this folder; files must end in {' or '.join(sorted(READERS))}")
        for file in files:
            yield from _read_file(file)


def _hidden(path: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(root).parts)


def _read_file(path: Path) -> Iterator[Found]:
    reader = READERS.get(path.suffix.casefold())
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
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ArticleError(str(path), "not UTF-8 but UTF-16; convert it, e.g. `iconv -f utf-16 -t utf-8`")
    if b"\0" in raw:
        raise ArticleError(str(path), "the file is binary, not text")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        hint = f"not UTF-8 (byte 0x{raw[error.start]:02x} at offset {error.start}); convert it, e.g. `iconv -f cp1254 -t utf-8`"
        raise ArticleError(str(path), hint) from error
    if not text.strip():
        raise ArticleError(str(path), "the file is empty")
    return text


def _read_text(path: Path, text: str) -> Iterator[Found]:
    yield str(path), _article(path.stem, text, _metadata(path.parent / METADATA).get(path.name, {}), str(path))


@cache
def _metadata(path: Path) -> Mapping[str, Mapping[str, Any]]:
    if not path.is_file():
        return {}
    tables = read_toml(path)
    faults = [
        f"{name!r} must be the name of a file, in a table of its own" for name, table in tables.items() if not isinstance(table, dict)
    ]
    faults = faults or [
        f"[{name}] has unknown key {key!r}; allowed: {', '.join(FIELDS)}"
        for name, table in tables.items()
        for key in table
        if key not in FIELDS
    ]
    if faults:
        raise DataError(f"{path}: " + "; ".join(faults))
    return tables


def _read_lines(path: Path, text: str) -> Iterator[Found]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        where = f"{path}:{number}"
        try:
            record = json.loads(line)
            if (
                not isinstance(record, dict)
                or not all(isinstance(record.get(key), str) for key in ("id", "text"))
                or not record["id"].strip()
            ):
                yield ArticleError(where, "each line must be an object with the strings 'id' and 'text'")
                continue
            fields = {key: record.get(key) for key in FIELDS} | {"language": record.get("lang") or record.get("language")}
            yield where, _article(record["id"], record["text"], fields, where)
        except json.JSONDecodeError as error:
            yield ArticleError(where, f"not JSON: {error.msg} at column {error.colno}")
        except (RecursionError, ValueError) as error:  # nested thousands deep, or a number thousands of digits long
            yield ArticleError(where, f"not JSON: {error}")
        except ArticleError as error:
            yield error


READERS: dict[str, Callable[[Path, str], Iterator[Found]]] = {".txt": _read_text, ".jsonl": _read_lines}


def _article(identifier: str, text: str, fields: Mapping[str, Any], where: str) -> Article:
    if not text.strip():
        raise ArticleError(where, "the text is empty")
    if broken := LONE_SURROGATE.search(identifier + text):
        raise ArticleError(where, f"half a character ({broken.group()!a}): the text was cut or joined in the middle of an escape")
    language = str(fields.get("language") or "")
    if language and language not in language_codes():
        raise ArticleError(where, f"language {language!r} is not known; allowed: {', '.join(language_codes())}")
    words = {key: str(fields.get(key) or "") for key in ("title", "url", "source")}
    return Article(identifier, text, language, _date(fields.get("published"), where), **words)


def _date(value: Any, where: str) -> date | Period | None:
    if value in (None, ""):
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return published_on(str(value))
    except ValueError as error:
        raise ArticleError(where, f"published must be a date such as 2012-11-28, 2012-11 or 2012, not {value!r}") from error


def _identified(article: Article, language: str, where: str) -> Read:
    language = language or article.language or identify(article.text)
    if not language:
        allowed = " nor ".join(language_codes())
        return ArticleError(where, f"skipped: its language is neither {allowed}; say --language if it is")
    return replace(article, language=language)


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
