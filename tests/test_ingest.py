"""Reading files: what is wrong with one is told, and the others are read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import pytest

from kg.document import Article, Period
from kg.errors import ArticleError, UsageError
from kg.ingest import Read, identify, read_articles

ENGLISH = (
    "The foreign ministers of Türkiye and Iran met in Ankara on Monday to discuss the sanctions. "
    "They agreed to meet again next month in Tehran."
)
TURKISH = (
    "Türkiye ve İran dışişleri bakanları yaptırımları görüşmek üzere pazartesi günü Ankarada bir araya geldi. "
    "Gelecek ay Tahranda buluşacaklar."
)
GERMAN = (
    "Die Außenminister der Türkei und des Iran trafen sich am Montag in Ankara, um über die Sanktionen zu sprechen. "
    "Sie wollen sich wieder treffen."
)
AZERBAIJANI = (
    "Azərbaycan və Türkiyə xarici işlər nazirləri bazar ertəsi Ankarada görüşərək ikitərəfli əməkdaşlıq məsələlərini müzakirə ediblər."
)

Write = Callable[[str, "str | bytes"], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def run(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return run


def sorted_out(reads: Iterable[Read]) -> tuple[dict[str, Article], list[str]]:
    """Return the articles by id, and the messages of what failed."""
    found = list(reads)
    articles = {read.id: read for read in found if isinstance(read, Article)}
    return articles, [str(read) for read in found if isinstance(read, ArticleError)]


def lines(*records: object) -> str:
    return "".join((record if isinstance(record, str) else json.dumps(record)) + "\n" for record in records)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.txt", b"", "the file is empty"),
        ("blank.txt", b" \n\t\r\n ", "the file is empty"),
        ("mark.txt", b"\xef\xbb\xbf\n", "the file is empty"),
        ("mark.jsonl", b"\xef\xbb\xbf", "the file is empty"),
        ("spaces.txt", "\u00a0\u2003\n", "the file is empty"),
        ("binary.txt", b"\x7fELF\x02\x01\x01\0\0\0", "the file is binary, not text"),
        ("late.txt", b"a" * 10_000 + b"\0", "the file is binary, not text"),
        ("picture.jsonl", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "the file is binary, not text"),
        ("wide.txt", TURKISH.encode("utf-16"), "not UTF-8 but UTF-16; convert it"),
        ("latin5.txt", TURKISH.encode("iso8859-9"), r"not UTF-8 \(byte 0xfc at offset 1\); convert it, e.g. `iconv -f cp1254 -t utf-8`"),
        ("cp1254.txt", "“İran”".encode("cp1254"), r"not UTF-8 \(byte 0x93 at offset 0\)"),
        ("page.pdf", b"%PDF", r"files ending in '.pdf' cannot be read; allowed: .jsonl, .txt"),
        ("README", b"text", r"files ending in 'nothing' cannot be read"),
        ("short.txt", b"Iran 2012", "its language is neither en nor tr; say --language if it is"),
    ],
)
def test_a_bad_file_is_told_and_the_next_is_read(name: str, content: str | bytes, message: str, write: Write) -> None:
    bad, good = write(name, content), write("good.jsonl", lines({"id": "a", "text": ENGLISH, "lang": "en"}))
    articles, (told,) = sorted_out(read_articles([bad, good]))
    assert list(articles) == ["a"]
    assert told.startswith(f"{bad}: ")
    assert re.search(message, told)


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    (error,) = read_articles([tmp_path / "gone.txt"])
    assert isinstance(error, ArticleError)
    assert (error.source, error.reason) == (str(tmp_path / "gone.txt"), "no such file or folder")


def test_a_folder_without_articles(write: Write, tmp_path: Path) -> None:
    write("notes.md", "text")
    write(".hidden/a.txt", ENGLISH)
    articles, (told,) = sorted_out(read_articles([tmp_path]))
    assert not articles
    assert told == f"{tmp_path}: no articles in this folder; files must end in .jsonl or .txt"


def test_a_folder_is_read_recursively_in_path_order(write: Write, tmp_path: Path) -> None:
    for name in ("b/two.TXT", "a.txt", "b/one.txt", "c.jsonl"):
        write(name, lines({"id": "c", "text": ENGLISH}) if name == "c.jsonl" else f"{name} {ENGLISH}")
    articles, failures = sorted_out(read_articles([tmp_path], language="en"))
    assert list(articles) == ["a", "one", "two", "c"] and not failures


def test_the_seeds_are_read_with_their_metadata() -> None:
    articles, failures = sorted_out(read_articles([Path(__file__).parents[1] / "seeds"]))
    assert not failures
    assert {a.id: (a.language, a.published) for a in articles.values()} == {
        "000_cc4bc530195b87c2": ("tr", date(2012, 11, 22)),
        "004_ba3b25685ffe3d77": ("en", date(2025, 7, 27)),
    }
    for article in articles.values():
        path = Path(__file__).parents[1] / "seeds" / f"{article.id}.txt"
        assert article.text == path.read_bytes().decode("utf-8-sig")


# JSON Lines


def test_malformed_lines_are_told_by_number_and_the_others_read(write: Write) -> None:
    path = write(
        "news.jsonl",
        lines(
            {"id": "a", "text": ENGLISH},
            '{"id": "b", "text": ',
            "",
            ["not", "an", "object"],
            {"id": "c"},
            {"text": ENGLISH},
            {"id": 7, "text": ENGLISH},
            {"id": " ", "text": ENGLISH},
            {"id": "d", "text": "  \n"},
            {"id": "e", "text": ENGLISH, "published": "yesterday"},
            {"id": "f", "text": ENGLISH, "lang": "de"},
            "[" * 100_000,
            '{"id": "g", "text": "x", "n": ' + "9" * 5000 + "}",
            {"id": "h", "text": "half \ud83d a sign"},
            {"id": "z", "text": TURKISH},
        ),
    )
    articles, failures = sorted_out(read_articles([path], language="en"))
    assert list(articles) == ["a", "z"]
    told = dict(failure.removeprefix(f"{path}:").split(": ", 1) for failure in failures)
    assert list(told) == ["2", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14"]
    assert told["2"] == "not JSON: Expecting value at column 21"
    assert {told[n] for n in "45678"} == {"each line must be an object with the strings 'id' and 'text'"}
    assert told["9"] == "the text is empty"
    assert told["10"] == "published must be a date such as 2012-11-28, 2012-11 or 2012, not 'yesterday'"
    assert told["11"] == "language 'de' is not known; allowed: en, tr"
    assert told["12"].startswith("not JSON") and told["13"].startswith("not JSON")
    assert told["14"].startswith("half a character ('\\ud83d')")


def test_all_fields_of_a_line_are_kept(write: Write) -> None:
    record = {
        "id": "a/1",
        "text": TURKISH,
        "lang": "tr",
        "published": "2012-11-22",
        "title": "B",
        "url": "https://x.org",
        "source": "S",
        "x": 1,
    }
    (article,) = read_articles([write("a.jsonl", lines(record))])
    assert article == Article("a/1", TURKISH, "tr", date(2012, 11, 22), "B", "https://x.org", "S")


@pytest.mark.parametrize(
    ("published", "day"),
    [
        ("2012-11-28", date(2012, 11, 28)),
        ("2012-11-28T23:30:00Z", date(2012, 11, 28)),
        ("2012-11-28T23:30:00+03:00", date(2012, 11, 28)),
        ("2012-11", Period(2012, 11)),
        ("2012", Period(2012)),
        (2012, Period(2012)),
        ("", None),
        (None, None),
    ],
)
def test_dates_are_read_as_fine_as_they_are(published: object, day: date | Period | None, write: Write) -> None:
    (article,) = read_articles([write("a.jsonl", lines({"id": "a", "text": ENGLISH, "lang": "en", "published": published}))])
    assert isinstance(article, Article) and article.published == day


def test_windows_line_ends_and_byte_order_marks(write: Write) -> None:
    both = lines({"id": "a", "text": "Iran\r\nmet"}, {"id": "b", "text": ENGLISH}).replace("\n", "\r\n")
    articles, failures = sorted_out(read_articles([write("a.jsonl", "\ufeff" + both)], language="en"))
    assert not failures and list(articles) == ["a", "b"]
    assert articles["a"].text == "Iran\r\nmet"


def test_offsets_count_the_decoded_text(write: Write) -> None:
    (article,) = read_articles([write("a.txt", "\ufeffİran’da\r\n🙂 Ankara\r\n")], language="tr")
    assert isinstance(article, Article)
    assert article.text == "İran’da\r\n🙂 Ankara\r\n"
    assert article.text[11:17] == "Ankara"


# Ids


def test_an_id_that_is_taken_is_told_with_both_places(write: Write, tmp_path: Path) -> None:
    first, second = write("a/news.txt", ENGLISH), write("b/news.txt", TURKISH)
    third = write("c.jsonl", lines({"id": "x", "text": TURKISH}, {"id": "news", "text": "something else"}))
    articles, failures = sorted_out(read_articles([tmp_path], language="tr"))
    assert articles["news"].text == ENGLISH
    assert failures == [
        f"{second}: the id 'news' is already taken by another text, in {first}; rename one of them",
        f"{third}:2: the id 'news' is already taken by another text, in {first}; rename one of them",
    ]


def test_the_same_article_twice_is_read_once(write: Write, tmp_path: Path) -> None:
    path = write("a.txt", ENGLISH)
    write("b.jsonl", lines({"id": "a", "text": ENGLISH}))
    assert [read.id for read in read_articles([path, path, tmp_path], language="en") if isinstance(read, Article)] == ["a"]
    assert len(list(read_articles([path, path, tmp_path], language="en"))) == 1


# metadata.toml


def test_metadata_says_what_the_text_does_not(write: Write) -> None:
    table = '["a.txt"]\nlanguage = "tr"\npublished = 2012-11-22\ntitle = "T"\nurl = "u"\nsource = "S"\n["gone.txt"]\nlanguage = "en"\n'
    write("metadata.toml", table)
    (article,) = read_articles([write("a.txt", TURKISH)])
    assert article == Article("a", TURKISH, "tr", date(2012, 11, 22), "T", "u", "S")


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (
            '["a.txt"]\nlang = "tr"\nwhen = 1\n',
            "[a.txt] has unknown key 'lang'; allowed: language, published, title, url, source; [a.txt] has unknown",
        ),
        ('["a.txt"]\nlanguage = "de"\n', "a.txt: language 'de' is not known; allowed: en, tr"),
        ('["a.txt"]\npublished = "soon"\n', "a.txt: published must be a date such as 2012-11-28, 2012-11 or 2012, not 'soon'"),
        ('["a.txt"]\npublished = "2012-13"\n', "a.txt: published must be a date such as 2012-11-28, 2012-11 or 2012, not '2012-13'"),
        ('["a.txt"]\npublished = 10:30:00\n', "a.txt: published must be a date"),
        ('language = "tr"\n', "'language' must be the name of a file, in a table of its own"),
        ('["a.txt"\n', "not TOML: "),
    ],
)
def test_wrong_metadata_is_told(table: str, message: str, write: Write) -> None:
    write("metadata.toml", table)
    (error,) = read_articles([write("a.txt", TURKISH)])
    assert isinstance(error, ArticleError)
    assert message in str(error)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ('"2012-11"', Period(2012, 11)),
        ("2012", Period(2012)),
        ("2012-11-22T10:00:00Z", date(2012, 11, 22)),
    ],
)
def test_so_are_those_of_metadata(said: str, expected: date | Period, write: Write) -> None:
    write("metadata.toml", f'["a.txt"]\nlanguage = "tr"\npublished = {said}\n')
    articles, _ = sorted_out(read_articles([write("a.txt", TURKISH)]))
    assert articles["a"].published == expected


def test_metadata_that_was_mended_counts_the_next_time(write: Write) -> None:
    write("metadata.toml", '["a.txt"]\nlanguage = "en"\n')
    path = write("a.txt", TURKISH)
    assert [read.language for read in read_articles([path]) if isinstance(read, Article)] == ["en"]
    write("metadata.toml", '["a.txt"]\nlanguage = "tr"\n')
    assert [read.language for read in read_articles([path]) if isinstance(read, Article)] == ["tr"]


# Languages


def test_the_language_can_be_given(write: Write) -> None:
    (article,) = read_articles([write("a.txt", GERMAN)], language="en")
    assert isinstance(article, Article) and article.language == "en"
    with pytest.raises(UsageError, match="language 'de' is not known; allowed: en, tr"):
        list(read_articles([write("a.txt", GERMAN)], language="de"))


def test_texts_are_told_apart_and_others_skipped(write: Write) -> None:
    texts = {"de": GERMAN, "az": AZERBAIJANI, "en": ENGLISH, "tr": TURKISH}
    path = write("news.jsonl", lines(*({"id": key, "text": text} for key, text in texts.items())))
    articles, failures = sorted_out(read_articles([path]))
    assert {article.id: article.language for article in articles.values()} == {"en": "en", "tr": "tr"}
    assert failures == [f"{path}:{n}: skipped: its language is neither en nor tr; say --language if it is" for n in (1, 2)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Dışişleri Bakanı Ankarada", "tr"),
        ("Iran rejects new sanctions", "en"),
        ("Außenminister reist nach Moskau", ""),
        ("1234 5678 !!! ???", ""),
        ("", ""),
        ("آیا ایران به مذاکرات بازمی‌گردد", ""),
    ],
)
def test_headlines_are_told_apart(text: str, language: str) -> None:
    assert identify(text) == language
