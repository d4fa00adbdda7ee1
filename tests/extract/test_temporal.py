"""Time expressions of both languages, resolved against the date of publication or the article's own years."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.document import Period
from kg.extract.dates import Anchor
from kg.extract.temporal import time_expressions, years

SUNDAY = date(2025, 7, 27)
THURSDAY = date(2012, 11, 22)


def resolved(text: str, language: str, published: date | Period | None, *, future: bool = False, year: int | None = None) -> list[str]:
    spans = [found.resolve(Anchor(published, future, year)) for found in time_expressions(text, language)]
    return [span.iso() for span in spans if span]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("which began on July 24, 2025,", "2025-07-24"),
        ("on 24 July 2025", "2025-07-24"),
        ("on the 3rd of May, 2024", "2024-05-03"),
        ("as it did in 2018", "2018"),
        ("in April 2020", "2020-04"),
        ("They met on Tuesday", "2025-07-22"),
        ("last Sunday", "2025-07-20"),
        ("yesterday", "2025-07-26"),
        ("last week", "2025-07-14/2025-07-20"),
        ("next month", "2025-08"),
        ("March 3 to 5, 2022", "2022-03-03/2022-03-05"),
        ("in the first half of December 2012", "2012-12-01/2012-12-15"),
        ("on May 9", "2025-05-09"),
        ("last November", "2024-11"),
        ("last June", "2025-06"),
        ("this November", "2025-11"),
        ("next November", "2025-11"),
        ("next May", "2026-05"),
        ("four years ago", "2021"),
        ("two days earlier", "2025-07-25"),
        ("a month ago", "2025-06"),
        ("the previous day", "2025-07-26"),
        ("at the end of the month", "2025-07"),
        ("in the coming days", "2025-07-27/2025-08-03"),
        ("in the 1960s", "1960/1969"),
        ("in 1848", "1848"),
        ("in the late 1960s", "1960/1969"),
        ("the second half of the 1960s", "1965/1969"),
        ("from 2010 to 2014", "2010/2014"),
        ("over the past four decades", "1985/2025"),
        ("in the last three months", "2025-04/2025-07"),
        ("the first five months of 2016", "2016-01/2016-05"),
        ("in November last year", "2024-11"),
        ("May 9 last year", "2024-05-09"),
        ("on Friday last week", "2025-07-18"),
        ("Thursday and Friday", "2025-07-24/2025-07-25"),
        ("today or tomorrow", "2025-07-27/2025-07-28"),
        ("in two weeks", "2025-08-04/2025-08-10"),
        ("19.01.2012", "2012-01-19"),
        ("early last month", "2025-06"),
        ("December 13-15, 2022", "2022-12-13/2022-12-15"),
        ("December 13‑15, 2022", "2022-12-13/2022-12-15"),
        ("Tuesday, 15 July", "2025-07-15"),
        ("on Monday (July 21)", "2025-07-21"),
        ("over the weekend", "2025-07-26/2025-07-27"),
        ("last weekend", "2025-07-19/2025-07-20"),
        ("the first quarter of 2023", "2023-01/2023-03"),
        ("the last quarter of last year", "2024-10/2024-12"),
        ("in the summer of 2021", "2021-06/2021-08"),
        ("in the winter of 2021", "2021-12/2022-02"),
        ("this spring", "2025-03/2025-05"),
        ("by the end of the year", "2025"),
        ("the May summit", "2025-05"),
        ("in the past year", "2024"),
    ],
)
def test_english(text: str, expected: str) -> None:
    assert resolved(text, "en", SUNDAY) == [expected]


@pytest.mark.parametrize(
    ("text", "future", "expected"),
    [
        ("28 Kasımda Erzurumda", True, "2012-11-28"),
        ("28 Kasım'da", True, "2012-11-28"),
        ("15 Ekimde Lüksemburgda", False, "2012-10-15"),
        ("Eylül 2012ye kadar", False, "2012-09"),
        ("2018'de", False, "2018"),
        ("Aralık ayı başında", True, "2012-12"),
        ("Aralık ayının ilk yarısında", True, "2012-12-01/2012-12-15"),
        ("Ocak ayının ilk haftasında", True, "2013-01-01/2013-01-07"),
        ("Salı günü", False, "2012-11-20"),
        ("Salı günü", True, "2012-11-27"),
        ("perşembe günü", True, "2012-11-22"),
        ("dün", False, "2012-11-21"),
        ("geçen hafta", False, "2012-11-12/2012-11-18"),
        ("27-28 Mayıs", False, "2012-05-27/2012-05-28"),
        ("gelecek yıl", True, "2013"),
        ("geçen Kasım Pekin'e gelen", False, "2011-11"),
        ("geçtiğimiz Eylül ayında", False, "2012-09"),
        ("gelecek Mart ayında", True, "2013-03"),
        ("dört yıl kadar önce", False, "2008"),
        ("iki gün önce", False, "2012-11-20"),
        ("perşembe Tahran'a gitti", False, "2012-11-22"),
        ("ay sonunda", True, "2012-11"),
        ("önümüzdeki günlerde", True, "2012-11-22/2012-11-29"),
        ("1960'lı yıllarda", False, "1960/1969"),
        ("1960'lı yılların ikinci yarısında", False, "1965/1969"),
        ("2010-2014'te", False, "2010/2014"),
        ("son on yılda", False, "2002/2012"),
        ("2016 yılının ilk beş ayında", False, "2016-01/2016-05"),
        ("geçen yıl 24 Kasım'da", False, "2011-11-24"),
        ("geçen yılın Kasım ayında", False, "2011-11"),
        ("Bu yıl içinde Nisan ayında", False, "2012-04"),
        ("gelecek hafta perşembe ve cuma günleri", True, "2012-11-29/2012-11-30"),
        ("geçen hafta cuma günü", False, "2012-11-16"),
        ("bugün veya yarın", True, "2012-11-22/2012-11-23"),
        ("üç gün içinde", True, "2012-11-25"),
        ("19.01.2012", False, "2012-01-19"),
        ("15 Mayıs Salı günü", False, "2012-05-15"),
        ("1 Eylül 2022 Perşembe", False, "2022-09-01"),
        ("gelecek ayın başında", True, "2012-12"),
        ("geçen ay sonunda", False, "2012-10"),
        ("yıl sonuna kadar", True, "2012"),
        ("hafta sonunda", False, "2012-11-17/2012-11-18"),
        ("bu hafta sonu", True, "2012-11-24/2012-11-25"),
        ("2023'ün ilk çeyreğinde", False, "2023-01/2023-03"),
        ("2021 yazında", False, "2021-06/2021-08"),
        ("geçen yaz", False, "2012-06/2012-08"),
        ("bu yılın üçüncü çeyreğinde", False, "2012-07/2012-09"),
        ("Haziran'da", True, "2013-06"),
        ("Eylül'de", True, "2012-09"),
    ],
)
def test_turkish_with_and_without_apostrophes(text: str, future: bool, expected: str) -> None:
    assert resolved(text, "tr", THURSDAY, future=future) == [expected]


def test_without_a_date_of_publication_the_articles_year_helps_and_weekdays_stay_open() -> None:
    assert resolved("15 Ekimde", "tr", None, year=2012) == ["2012-10-15"]
    assert resolved("15 Ekimde", "tr", None) == []
    assert resolved("on Tuesday", "en", None) == []


@pytest.mark.parametrize(
    ("text", "language", "month", "year"),
    [
        ("last year", "en", "2021", "2021"),
        ("this month", "en", "2022-07", ""),
        ("gelecek ay", "tr", "2022-08", ""),
        ("this November", "en", "2022-11", ""),
        ("in May", "en", "2022-05", "2022-05"),
        ("15 Mayıs'ta", "tr", "2022-05-15", "2022-05-15"),
        ("over the past two years", "en", "2020/2022", "2020/2022"),
        ("in the last three months", "en", "2022-04/2022-07", ""),
        ("geçen yılın Kasım ayında", "tr", "2021-11", "2021-11"),
        ("bu yılın ilk çeyreğinde", "tr", "2022-01/2022-03", "2022-01/2022-03"),
        ("yesterday", "en", "", ""),
        ("geçen hafta", "tr", "", ""),
        ("on Tuesday", "en", "", ""),
        ("at the weekend", "en", "", ""),
        ("in the coming days", "en", "", ""),
        ("üç gün içinde", "tr", "", ""),
    ],
)
def test_a_month_or_a_year_of_publication_tells_what_it_can(text: str, language: str, month: str, year: str) -> None:
    assert resolved(text, language, Period(2022, 7)) == [month] * bool(month)
    assert resolved(text, language, Period(2022)) == [year] * bool(year)


@pytest.mark.parametrize("text", ["Mart", "He may come", "march to the border", "the 5+1 countries", "31 Şubat 2012"])
def test_what_is_no_time(text: str) -> None:
    language = "tr" if text in {"Mart", "31 Şubat 2012"} else "en"
    assert resolved(text, language, THURSDAY) in ([], ["2012"], ["2012-02"])


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("since 2018", "en"),
        ("since last April", "en"),
        ("since March 3, 2022", "en"),
        ("2004'ten bu yana", "tr"),
        ("2007'den beri", "tr"),
        ("Nisan ayından beri", "tr"),
        ("3 Mart 2022'den bu yana", "tr"),
        ("a day before the summit", "en"),
        ("zirveden bir gün önce", "tr"),
        ("zirvenin bir gün öncesinde", "tr"),
    ],
)
def test_since_and_a_day_before_do_not_say_when(text: str, language: str) -> None:
    assert resolved(text, language, THURSDAY) == []


def test_offsets_are_exact() -> None:
    text = "İSTANBUL'da 28 Kasım 2012'de buluştular."
    for found in time_expressions(text, "tr", offset=100):
        assert text[found.start - 100 : found.end - 100] == found.text


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2049, 12, 31)))
def test_every_full_date_comes_back(day: date) -> None:
    months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
    aylar = ["Ocak", "Şubat", "Mart", "Nisan", "Mayıs", "Haziran", "Temmuz", "Ağustos", "Eylül", "Ekim", "Kasım", "Aralık"]
    assert resolved(f"on {months[day.month - 1]} {day.day}, {day.year}", "en", None) == [day.isoformat()]
    assert resolved(f"{day.day} {aylar[day.month - 1]} {day.year}'de", "tr", None) == [day.isoformat()]


def test_years() -> None:
    assert list(years("Eylül 2012ye kadar, 1979'dan beri, 120123")) == [2012, 1979]
