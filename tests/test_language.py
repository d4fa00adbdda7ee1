"""Casing, folding, suffixes, and the checks of a language pack."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import language
from kg.errors import KnowledgeError, NotFoundError
from kg.language import APOSTROPHES, fold, language_codes, language_pack

LETTERS = st.text(st.sampled_from("aIıİiĞğŞşÇçÖöÜüÂâÎîÛûé’'´\u0092 AZ") | st.characters(exclude_categories=["Cs"]))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("İRAN", "iran"),
        ("IRAN", "iran"),
        ("ıran", "iran"),
        ("I\u0307ran", "iran"),
        ("IĞDIR", "igdir"),
        ("Iğdır", "igdir"),
        ("Hâkan", "hakan"),
        ("ÂLÎ", "ali"),
        ("Şâban Çağrı GÜNEŞ", "saban cagri gunes"),
        ("Curaçao", "curacao"),
        ("São Tomé", "sao tome"),
        ("  İki \t\u00a0 boşluk\n", "iki bosluk"),
        ("", ""),
    ],
)
def test_fold_gives_one_key(text: str, key: str) -> None:
    assert fold(text) == key


@pytest.mark.parametrize("mark", APOSTROPHES)
def test_fold_knows_every_apostrophe(mark: str) -> None:
    assert fold(f"İran{mark}ın") == "iran'in"


@given(LETTERS)
def test_fold_is_settled_at_once(text: str) -> None:
    key = fold(text)
    assert fold(key) == key
    assert key == " ".join(key.split())


@given(st.text(st.sampled_from("abcçdefgğhıijklmnoöprsştuüvyzâîûéñ' ")))
def test_capitals_do_not_matter_to_fold(text: str) -> None:
    assert fold(text.replace("i", "İ").upper()) == fold(text.upper()) == fold(text)


@pytest.mark.parametrize(("code", "text", "expected"), [("tr", "IĞDIR İLİ", "ığdır ili"), ("en", "IRAN İstanbul", "iran istanbul")])
def test_lower_follows_the_language(code: str, text: str, expected: str) -> None:
    assert language_pack(code).lower(text) == expected


@pytest.mark.parametrize("code", language_codes())
@given(text=LETTERS)
def test_lower_keeps_the_length_so_that_offsets_hold(code: str, text: str) -> None:
    assert len(language_pack(code).lower(text)) == len(text)


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("İran'ın", "İran"),
        ("İran’a", "İran"),
        ("İran\u0092da", "İran"),
        ("İranın", "İran"),
        ("İrana", "İran"),
        ("Brükselde", "Brüksel"),
        ("İstanbuldaki", "İstanbul"),
        ("NATO'nun", "NATO"),
        ("AB'nin", "AB"),
        ("ABDnin", "ABD"),
        ("Türkiyeye", "Türkiye"),
        ("Bakanlarından", "Bakan"),
        ("İranlıların", "İran"),
        ("5+1'in", "5+1"),
    ],
)
def test_a_turkish_name_is_found_below_its_suffixes(word: str, stem: str) -> None:
    stems = list(language_pack("tr").stems(word))
    assert stems[0] == word
    assert stem in stems
    assert all(word.startswith(found) for found in stems)
    assert stems == sorted(stems, key=len, reverse=True)


def test_no_stem_ends_in_an_apostrophe() -> None:
    for word in ("İran'ın", "İran’’ın", "Iran's", "states'"):
        for code in language_codes():
            assert not [stem for stem in language_pack(code).stems(word) if stem != word and stem[-1] in APOSTROPHES]


def test_english_takes_off_the_possessive() -> None:
    assert list(language_pack("en").stems("Iran's")) == ["Iran's", "Iran"]
    assert list(language_pack("en").stems("Paris")) == ["Paris"]


@pytest.mark.parametrize("word", ["", "a", "İ", "'"])
def test_very_short_words_have_only_themselves(word: str) -> None:
    assert list(language_pack("tr").stems(word)) == [word]


def test_the_packs_are_turkish_and_english() -> None:
    assert language_codes() == ["en", "tr"]
    assert [language_pack(code).name for code in language_codes()] == ["English", "Turkish"]
    assert language_pack("en").section("factuality") and language_pack("en").section("nothing") == {}


def test_a_language_without_a_pack_is_named_with_those_there_are() -> None:
    with pytest.raises(NotFoundError, match="no language pack 'de'; there are: en, tr"):
        language_pack("de")


def pack_of(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> language.LanguagePack:
    (tmp_path / "languages").mkdir()
    (tmp_path / "languages" / "xx.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(language, "ontology_dir", lambda: tmp_path)
    return language_pack.__wrapped__("xx")


def test_a_small_pack_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pack = pack_of('name = "Test"\n', tmp_path, monkeypatch)
    assert (pack.code, list(pack.stems("Iran's"))) == ("xx", ["Iran's"])


def test_all_faults_of_a_pack_are_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (
        'time = 3\n[sufixes]\na = "b"\n[suffixes]\nplural = "(l"\ncase = "[a"\ncount = 3\n[casing]\nlower = { "IJ" = "ij" }\nupper = {}\n'
    )
    with pytest.raises(KnowledgeError) as caught:
        pack_of(text, tmp_path, monkeypatch)
    assert caught.value.source.endswith("xx.toml")
    told = "\n".join(caught.value.faults)
    assert "key 'name' is missing" in told
    assert "unknown section [sufixes]; allowed: attribution, calendar, casing" in told
    assert "time must be a table, not 3" in told
    assert "suffixes.plural is no regular expression" in told and "suffixes.case is no" in told and "suffixes.count is no" in told
    assert "casing.lower maps one letter to one letter, not IJ = 'ij'" in told and "unknown key casing.upper" in told
    assert all(fault in str(caught.value) for fault in caught.value.faults)
