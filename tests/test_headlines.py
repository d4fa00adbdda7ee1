"""Where a headline ends that runs on into the text."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from kg.document import Token
from kg.headlines import text_start
from tests.extract.helpers import document

FEATS = {"verb": "Person=3|Tense=Past", "participle": "VerbForm=Part", "condition": "Person=3|Mood=Cnd"}


def words(text: str, **kinds: str) -> Sequence[Token]:
    """Return the words of a text, nouns but for those that are named as something else."""
    rows = [f"{word} {word} {'VERB' if word in kinds else 'NOUN'} {FEATS.get(kinds.get(word, ''), '_')} 0 root" for word in text.split()]
    return document("tr", " | ".join(rows)).sentences[0].tokens


@pytest.mark.parametrize(
    ("text", "kinds", "start"),
    [
        ("Zarif geldi Dün saat beşte konuştu .", {"geldi": "verb", "konuştu": "verb"}, 2),
        ("ZARİF GELDİ Dün saat beşte konuştu .", {"GELDİ": "verb", "konuştu": "verb"}, 2),
        ("Zarif Ankara'ya Geldi Dün saat beşte konuştu .", {"Geldi": "verb", "konuştu": "verb"}, 3),
        ("Zarif geldi 2024 yılı da sürdü .", {"geldi": "verb", "sürdü": "verb"}, 2),
        ("Zarif geldi , Dün saat beşte konuştu .", {"geldi": "verb", "konuştu": "verb"}, None),
        ("Zarif geldi dün saat beşte konuştu .", {"geldi": "verb", "konuştu": "verb"}, None),
        ("Zarif gelen Dün saat beşte konuştu .", {"gelen": "participle", "konuştu": "verb"}, None),
        ("Zarif gelse Dün saat beşte konuştu .", {"gelse": "condition", "konuştu": "verb"}, None),
        ("Bunu sonra Birleşmiş Milletler bugün kabul etti .", {"Birleşmiş": "verb", "etti": "verb"}, None),
        ("Bunu dedi Muhammed Cevad Zarif dün .", {"dedi": "verb"}, None),
        ("Geldi Dün saat beşte yine konuştu .", {"Geldi": "verb", "konuştu": "verb"}, None),
    ],
    ids=["verb", "capitals", "title", "number", "comma", "small letter", "participle", "condition", "name", "inverted", "one word"],
)
def test_a_headline_ends_with_its_verb_where_another_sentence_follows(text: str, kinds: dict[str, str], start: int | None) -> None:
    assert text_start(words(text, **kinds), "tr", opening=True) == start


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("MERKEL'İN ZİRVE UYARISI Merkel dün bunu söyledi .", 3),
        ("400 ESER VERİLECEK Bu doğrultuda eserler verilecek .", 3),
        ("“ REVAKLAR YIKILMAYACAK ” Suudi Arabistan bunu söyledi .", 4),
        ("YAPTIRIMLARIN SÜRESİ UZADI AB Rusya'ya bunu söyledi .", 3),
        ("KARARI ELEŞTİREN MERKEL Bunu söyledi .", None),
        ("MERKEL'İN ZİRVE UYARISI sürdü ve yine sürdü .", None),
        ("REVAKLAR YIKILMAYACAK Suudi Arabistan bunu söyledi .", None),
        ("ABD VE RUSYA Dışişleri Bakanları dün görüştü .", None),
        ("MERKEL'İN ZİRVE UYARISI", None),
        ("MERKEL'İN ZİRVE UYARISI NE DE ÇOK SES ETTİ .", None),
        ("MERKEL'İN ZİRVE UYARISI DA NE DE ÇOK .", None),
        ("NATO , OPEC , ASEAN , OSCE Üyeleri dün bunu söyledi .", None),
        ("ANKARA ( AA ) – Türkiye ile Almanya görüştü .", None),
        ("KUALA LUMPUR , MALEZYA ( Reuters ) – Türkiye ile Almanya görüştü .", None),
        ("Merkel dün bunu söyledi .", None),
    ],
)
def test_a_headline_in_capitals_ends_where_they_end(text: str, start: int | None) -> None:
    assert text_start(words(text), "tr", opening=False) == start
    assert text_start(words(text), "en", opening=True) == start


def test_a_language_whose_verb_stands_in_the_middle_is_left_alone() -> None:
    assert text_start(words("Putin sells Moscow and that again ended .", sells="verb", ended="verb"), "en", opening=True) is None
    assert text_start([], "tr", opening=True) is None


def test_within_an_article_a_verb_ends_no_headline() -> None:
    assert text_start(words("Zarif geldi Dün saat beşte konuştu .", geldi="verb", konuştu="verb"), "tr", opening=False) is None
