"""Which tokens are several words: what is weighed, how it is learned, and what the shipped model says."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kg import annotate
from kg.errors import UsageError
from kg.morphology import Morphology, Table
from kg.multiword import FILE, MultiWord, features, multiword_of, read_weights, write_weights
from kg.resources import models_dir
from kg.train import Recipe, multiword
from kg.train.multiword import tokens_of

MORPHOLOGY = Morphology(Table(("pNoun", "none"), [[0]], [{"": 0, "da": 0}], [([0], "masa")], {"'": ""}), str.lower)


def test_endings_beginnings_neighbours_and_properties_are_weighed() -> None:
    first, second, stop = features(["Bu", "Masada", "."], MORPHOLOGY, str.lower)
    assert {"form bu", "before word", "capital False", "ends u", "is none"} <= set(first) and "ends bu" not in first
    assert {"form masada", "before .", "capital True", "ends asada", "begins mas", "begins masad", "is pNoun"} <= set(second)
    assert stop == [], "a sign is never several words"


def test_the_weights_of_a_token_are_summed() -> None:
    model = MultiWord({"any": -1.0, "ends dı": 2.0, "begins gel": -3.0}, MORPHOLOGY, str.lower)
    assert model.several(["güzeldi", "kadındı", "geldı", "3", "?"]) == [False, True, False, None, None]
    assert model.several([]) == []


def test_a_model_comes_back_and_is_the_same_file_each_time(tmp_path: Path) -> None:
    weights = {"ends dı": 1.25, "any": -3.0, "form İran": 0.5}
    paths = [tmp_path / name for name in ("a.gz", "b.gz")]
    write_weights(weights, paths[0])
    write_weights(dict(reversed(weights.items())), paths[1])
    assert read_weights(paths[0]) == weights and paths[0].read_bytes() == paths[1].read_bytes()


def test_models_without_have_none(tmp_path: Path) -> None:
    """Whoever brings a Turkish tokenizer of their own brings its conventions."""
    assert multiword_of("en", models_dir()) is None and multiword_of("tr", tmp_path) is None


BLOCK = """\
# text = Hava güzeldi.
1\tHava\thava\tNOUN
2-3\tgüzeldi\t_\t_
2\tgüzel\tgüzel\tADJ
3\tdi\ti\tAUX
3.1\tyok\tyok\tX
4\t.\t.\tPUNCT"""


def test_a_sentence_in_conllu_has_its_tokens() -> None:
    assert list(tokens_of(BLOCK.splitlines())) == [("Hava", False), ("güzeldi", True), (".", False)]


def test_the_own_treebank_is_followed_where_treebanks_differ(tmp_path: Path) -> None:
    """Both split "güzeldi"; only one splits "silahlı", only the other "gelmişti"."""
    several = {"own": {"güzeldi", "silahlı"}, "other": {"güzeldi", "gelmişti"}}
    for name, split in several.items():
        rows = [f"1-2\t{w}\n1\t{w[:-2]}\n2\t{w[-2:]}" if w in split else f"1\t{w}" for w in ("güzeldi", "silahlı", "gelmişti", "masa")]
        (tmp_path / f"{name}.conllu").write_text("".join(f"{row}\n\n" for row in rows * 9), encoding="utf-8")
    data = {"multiword_train": ("own.conllu",), "train": ("own.conllu", "other.conllu")}
    multiword.fit(Recipe("tr", "tr", data, {}, {"multiword": {"penalty": 0.1}}), tmp_path, tmp_path / FILE)
    shipped = multiword_of("tr", models_dir())
    assert shipped
    model = MultiWord(read_weights(tmp_path / FILE), shipped.morphology, shipped.lower)
    assert [model.several([word]) for word in ("güzeldi", "silahlı", "gelmişti", "masa")] == [[True], [True], [False], [False]]


def test_a_language_without_table_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="en has no table of stems and endings; first: kg train en morphology"):
        multiword.fit(Recipe("en", "en", {"multiword_train": (), "train": ()}, {}, {}), tmp_path, tmp_path / FILE)


@pytest.mark.parametrize(
    ("tokens", "several"),
    [
        (["Anlaşma", "hazırdı", "."], {"hazırdı"}),
        (["Bakan", "Ankara'daydı", "."], {"Ankara'daydı"}),
        (["İstanbul'daki", "toplantı", "bitti", "."], {"İstanbul'daki"}),
        (["Heyet", "dün", "Tahran'dan", "geldi", "."], set()),
        (["BU", "BÜYÜK", "BİR", "ADIMDIR"], {"ADIMDIR"}),
        (["Taraflar", "uzlaşmıştı", "."], set()),
    ],
)
def test_the_shipped_model_knows_turkish(tokens: list[str], several: set[str]) -> None:
    shipped = multiword_of("tr", models_dir())
    assert shipped
    assert {token for token, answer in zip(tokens, shipped.several(tokens), strict=True) if answer} == several


def test_the_expander_splits_what_the_model_tells() -> None:
    """What ends in no letter stays as the tokenizer has it."""
    tokens = [SimpleNamespace(text=text, misc=misc) for text, misc in (("kadındı", None), ("gel", "MWT=Yes"), ("5'tir.", "MWT=Yes"))]
    seen: list[Any] = []
    expander = SimpleNamespace(process=lambda document: seen.append([token.misc for token in document.sentences[0].tokens]))
    annotate._told(SimpleNamespace(processors={"mwt": expander}), MultiWord({"any": -1.0, "ends dı": 2.0}, MORPHOLOGY, str.lower))
    expander.process(SimpleNamespace(sentences=[SimpleNamespace(tokens=tokens)]))
    assert seen == [["MWT=Yes", None, "MWT=Yes"]]
