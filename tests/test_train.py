"""Recipes, prepared data, and what is shipped; no model is trained here."""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from stanza.resources.common import get_language_resources, load_resources_json, process_pipeline_parameters

from kg import views
from kg.errors import DataError, KnowledgeError, NotFoundError, UsageError
from kg.resources import models_dir
from kg.train import PROCESSORS, Recipe, jackknife, prepare, read_recipe, recipe, recipe_names, run, train, words
from kg.train.ship import enter, ship

BLOCK = """\
# sent_id = 1
# text = wrong
1-2	İran'daki	_	_	_	_	_	_	_	_
1	İran'da	İran	PROPN	Prop	Case=Loc	3	nmod	3:nmod	_
2	ki	ki	ADP	Rel	_	1	case	1:case	_
2.1	olan	ol	VERB	_	_	_	_	0:root	_
3	kriz	kriz	NOUN	Noun	_	0	root	0:root	SpaceAfter=No
4	.	.	PUNCT	Stop	_	3	punct	3:punct	_
"""


@pytest.fixture
def recipes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "recipes"
    folder.mkdir()
    monkeypatch.setattr(recipe, "models_dir", lambda: tmp_path)
    return folder


@pytest.mark.parametrize("name", recipe_names())
def test_the_shipped_recipes_are_sound(name: str) -> None:
    found = read_recipe(name)
    assert found.settings and found.data
    for processor in found.settings:
        assert all(isinstance(word, str) for word in found.arguments(processor))
        needed = {"ner": {"ner_train", "ner_dev"}, **{own: {f"{own}_train"} for own in run.OWN}}.get(processor, {"train", "dev"})
        assert needed <= set(found.data), f"{processor} of {name} lacks its data"
    for entry in (entry for entries in found.data.values() for entry in entries):
        assert prepare.SLICE.match(entry)


def test_each_language_has_a_recipe_for_each_processor() -> None:
    shared = set(read_recipe("multilingual").settings)
    for language in ("tr", "en"):
        assert set(read_recipe(language).settings) | shared | {"morphology", "multiword"} == set(PROCESSORS), "English words have few forms"


def test_settings_become_arguments(recipes: Path) -> None:
    (recipes / "x.toml").write_text(
        '[data]\ntrain = ["a[:3]"]\n[rough]\ncapitals = 1\n[rough.ner]\ndots = 0.5\n[pos]\nshare_hid = true\nlr = 0.001\noptim = "adam"\n'
    )
    found = read_recipe("x")
    assert found.arguments("pos") == ["--share_hid", "--lr", "0.001", "--optim", "adam"]
    assert (found.language, found.rough, found.data) == ("x", {"capitals": 1}, {"train": ("a[:3]",)})
    assert found.own_rough == {"ner": {"dots": 0.5}}


def test_a_processor_may_have_faults_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "tr_x.bio").write_text("Mao'nun\tB-PER\ngeldi\tO\n", encoding="utf-8")
    own = Recipe("x", "tr", {}, {"apostrophes": 1.0}, {}, own_rough={"ner": {"capitals": 1.0}})
    assert run._rough(own, tmp_path, ["tr_x.bio"], "pos") == [["Maonun\tB-PER", "geldi\tO"]]
    assert run._rough(own, tmp_path, ["tr_x.bio"], "ner") == [["MAO'NUN\tB-PER", "GELDİ\tO"]]


def test_all_faults_of_a_recipe_are_told_at_once(recipes: Path) -> None:
    (recipes / "x.toml").write_text(
        'pos = 3\n[data]\ntrian = []\ndev = "a"\ntest = [1]\n[rough]\ncapitals = 40\ntypos = 0.1\n[rough.ner]\ndots = -1\n[tagger]\n[ner]\n'
    )
    with pytest.raises(KnowledgeError) as told:
        read_recipe("x")
    faults = "\n".join(told.value.faults)
    assert len(told.value.faults) == 8, faults
    assert "unknown key data.trian; allowed: depparse_dev, depparse_train, dev, morphology_train, multiword_train" in faults
    assert "unknown processor 'tagger'; allowed: words, morphology, multiword, tokenize, mwt, pos, depparse, lemma, ner" in faults
    assert "data.dev must be a list of file names, not 'a'" in faults and "data.test must be" in faults
    assert "rough.capitals must be a share from 0 to 1, not 40" in faults
    assert "rough.ner.dots must be a share from 0 to 1, not -1" in faults
    assert "unknown key rough.typos; allowed: apostrophes, accents, dots, capitals, full_stop, quotes" in faults
    assert "pos must be a table of settings, not 3" in faults


def test_a_recipe_that_is_not_there_or_no_toml(recipes: Path) -> None:
    (recipes / "x.toml").write_text("[pos")
    with pytest.raises(NotFoundError, match="no recipe 'de'; there are: x"):
        read_recipe("de")
    with pytest.raises(KnowledgeError, match="not TOML"):
        read_recipe("x")


def test_a_processor_that_the_recipe_lacks_is_refused_before_any_work(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="recipe 'multilingual' has no pos, sentiment; it has: words, ner"):
        train("multilingual", ["sentiment", "pos"], data=tmp_path, work=tmp_path / "work")
    assert not (tmp_path / "work").exists()


# Data


@pytest.mark.parametrize("folds", ["1", "-2", '"two"', "2.5"])
def test_folds_are_none_or_several(folds: str, recipes: Path) -> None:
    (recipes / "x.toml").write_text(f"folds = {folds}\n[data]\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match="folds must be 0 or a whole number from 2"):
        read_recipe("x")


def test_each_sentence_is_tagged_by_a_tagger_that_has_not_seen_it(tmp_path: Path) -> None:
    gold, tagged = tmp_path / "train.conllu", tmp_path / "train.tagged.conllu"
    gold.write_text("".join(f"# sent_id = {n}\n1\tw{n}\n\n" for n in range(5)), encoding="utf-8")
    seen: dict[str, str] = {}

    def call(recipe: Recipe, _processor: str, arguments: list[str]) -> None:
        told = dict(zip(arguments[::2], arguments[1::2], strict=True))
        text = Path(told["--eval_file"]).read_text(encoding="utf-8")
        assert recipe.settings["pos"]["max_steps"] == 50
        if told.get("--mode") != "predict":
            seen[told["--save_name"]] = Path(told["--train_file"]).read_text(encoding="utf-8")
            return
        assert not any(line in seen[told["--save_name"]] for line in text.splitlines() if line)
        Path(told["--output_file"]).write_text(text.replace("\tw", f"\t{told['--save_name']}:w"), encoding="utf-8")

    jackknife.tag(Recipe("x", "x", {}, {}, {"pos": {"max_steps": 100}}, 2), gold, gold, tagged, call)
    words = [line.split("\t")[1] for line in tagged.read_text(encoding="utf-8").splitlines() if "\t" in line]
    assert words == [f"pos.fold{n % 2}.pt:w{n}" for n in range(5)]


def test_a_parser_may_learn_from_more_and_be_chosen_by_less(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.conllu").write_text("".join(BLOCK.replace("= 1", f"= {n}") + "\n" for n in range(6)), encoding="utf-8")

    def call(_recipe: Recipe, _processor: str, arguments: list[str]) -> None:
        told = dict(zip(arguments[::2], arguments[1::2], strict=True))
        Path(told["--output_file"]).write_text(Path(told["--eval_file"]).read_text(encoding="utf-8"), encoding="utf-8")

    monkeypatch.setattr(run, "_call", call)
    data = {"train": ("a.conllu[:2]",), "dev": ("a.conllu[2:]",), "depparse_train": ("a.conllu[3:]",), "depparse_dev": ("a.conllu[2:3]",)}
    arguments = run.PREPARE["depparse"](Recipe("x", "x", data, {}, {"depparse": {}}), tmp_path, tmp_path)
    counts = [Path(path).read_text(encoding="utf-8").count("# text") for path in arguments[1::2]]
    assert (arguments[::2], counts) == (["--train_file", "--eval_file"], [5, 1])


def test_what_the_tagger_learns_is_tagged_by_others_and_the_rest_by_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.conllu").write_text("".join(f"1\tw{n}\t_\tX\t_\t_\t0\troot\t_\t_\n\n" for n in range(8)), encoding="utf-8")

    def call(_recipe: Recipe, _processor: str, arguments: list[str]) -> None:
        told = dict(zip(arguments[::2], arguments[1::2], strict=True))
        if told.get("--mode") == "predict":
            text = Path(told["--eval_file"]).read_text(encoding="utf-8")
            Path(told["--output_file"]).write_text(text.replace("\tX", f"\t{told['--save_name']}"), encoding="utf-8")

    monkeypatch.setattr(run, "_call", call)
    data = {
        "train": ("a.conllu[:4]", "a.conllu[4:6]"),
        "dev": ("a.conllu[7:]",),
        "pos_train": ("a.conllu[:4]",),
        "pos_dev": ("a.conllu[6:7]",),
    }
    recipe_ = Recipe("x", "x", data, {}, {"pos": {"max_steps": 2}, "depparse": {}}, 2)
    assert [Path(path).name for path in run.PREPARE["pos"](recipe_, tmp_path, tmp_path)[1::2]] == ["pos_train.conllu", "pos_dev.conllu"]
    assert [Path(path).name for path in run.PREPARE["lemma"](recipe_, tmp_path, tmp_path)[1::2]] == ["train.conllu", "dev.conllu"]
    learned, chosen = (Path(path).read_text(encoding="utf-8") for path in run.PREPARE["depparse"](recipe_, tmp_path, tmp_path)[1::2])
    taggers = [line.split("\t")[3] for line in learned.splitlines() if "\t" in line]
    assert taggers == ["pos.fold0.pt", "pos.fold1.pt", "pos.fold0.pt", "pos.fold1.pt", "pos.pt", "pos.pt"]
    assert "\tpos.pt" in chosen and "w7" in chosen


def test_a_treebank_is_tested_in_its_own_paragraphs() -> None:
    blocks = [["# newdoc", "# text = A."], ["# text = B."], ["# newpar id = 2", "# text = C."]]
    assert prepare.running_text(blocks) == "A. B.\n\nC."


@pytest.fixture
def data(tmp_path: Path) -> Path:
    sentences = [f"# text = w{n}\n1\tw{n}\n\n" for n in range(10)]
    (tmp_path / "a.conllu").write_text("\n" + "".join(sentences), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("entry", "numbers"),
    [
        ("a.conllu", range(10)),
        ("a.conllu[:3]", range(3)),
        ("a.conllu[7:]", range(7, 10)),
        ("a.conllu[2:4]", range(2, 4)),
        ("a.conllu[:]", range(10)),
        ("a.conllu[:99]", range(10)),
    ],
)
def test_slices_count_sentences(entry: str, numbers: range, data: Path) -> None:
    assert [block[0] for block in prepare.read_blocks(data, [entry])] == [f"# text = w{n}" for n in numbers]


def test_several_files_are_joined_in_order(data: Path) -> None:
    assert [block[1] for block in prepare.read_blocks(data, ["a.conllu[9:]", "a.conllu[:1]"])] == ["1\tw9", "1\tw0"]


@pytest.mark.parametrize("entry", ["a.conllu[3]", "a.conllu[a:b]", "", "a.conllu[1:2", "a.conllu[-3:]", "a.conllu[::2]"])
def test_a_malformed_entry_is_told(entry: str, data: Path) -> None:
    with pytest.raises(DataError, match=r"write FILE or FILE\[START:STOP\]"):
        prepare.read_blocks(data, [entry])


def test_a_file_that_is_not_there_is_told_with_the_option(data: Path) -> None:
    with pytest.raises(DataError, match=r"ud/x.conllu: not there; --data must name the folder that holds ud/x.conllu"):
        prepare.read_blocks(data, ["ud/x.conllu[:3]"])


TREE = ["# text = x", "1\tİran’ın\tİran\tPROPN", '2\t"\t"\tPUNCT', "3\tdışişleri\tdışişleri\tNOUN", "4\t.\t.\tPUNCT\t_\t_\t3"]


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("apostrophes", ["İranın", '"', "dışişleri", "."]),
        ("accents", ["Iran’in", '"', "disisleri", "."]),
        ("capitals", ["İRAN’IN", '"', "DIŞİŞLERİ", "."]),
        ("full_stop", ["İran’ın", '"', "dışişleri"]),
    ],
)
def test_training_sentences_get_the_faults_of_real_text(fault: str, words: list[str]) -> None:
    (rough,) = prepare.roughen([TREE], {fault: 1.0}, "tr", column=1)
    assert [line.split("\t")[1] for line in rough[1:]] == words
    assert (
        rough[0] == "# text = x"
        and [line.split("\t")[2:] for line in rough[1:]] == [line.split("\t")[2:] for line in TREE[1:]][: len(words)]
    )


def test_each_fault_comes_in_its_share_and_the_same_each_time() -> None:
    rough = prepare.roughen([TREE] * 400, {"apostrophes": 0.4}, "tr", column=1)
    assert 120 < sum(block != TREE for block in rough) < 200
    assert rough == prepare.roughen([TREE] * 400, {"apostrophes": 0.4}, "tr", column=1)
    assert prepare.roughen([TREE], {}, "tr", column=1) == [TREE]


@pytest.mark.parametrize(
    ("word", "dotted"),
    [
        ("US", "U.S."), ("EU's", "E.U.'s"), ("ABD'nin", "A.B.D.'nin"), ("UK-based", "U.K.-based"),
        ("NATO", "NATO"), ("II", "II"), ("Al", "Al"), ("U.S.", "U.S."), ("Xi", "Xi"), ("A", "A"),
    ],
)  # fmt: skip
def test_acronyms_get_dots_as_american_newspapers_write_them(word: str, dotted: str) -> None:
    assert prepare.roughen([[f"{word}\tB-LOC"]], {"dots": 1.0}, "en", column=0) == [[f"{dotted}\tB-LOC"]]


def test_quotes_of_every_kind_replace_the_straight_ones() -> None:
    blocks = prepare.roughen([['"\tO', "Iran\tB-LOC", '"\tO']] * 60, {"quotes": 1.0}, "en", column=0)
    pairs = {(block[0][0], block[2].split("\t")[0][0]) for block in blocks}
    assert {("“", "”"), ("„", "“"), ("«", "»")} <= pairs
    assert all(block[1] == "Iran\tB-LOC" and all(line.endswith("\tO") for line in block[::2]) for block in blocks)


def test_a_full_stop_that_a_word_hangs_on_stays() -> None:
    block = ["1\tx\tx\tX\t_\t_\t2", "2\t.\t.\tPUNCT\t_\t_\t0"]
    assert prepare.roughen([block], {"full_stop": 1.0}, "en", column=1) == [block]
    assert prepare.roughen([[".\tO"]], {"full_stop": 1.0}, "en", column=0) == [[".\tO"]], "no sentence is left empty"


def test_a_treebank_loses_xpos_and_empty_nodes_and_gets_its_text_anew(tmp_path: Path) -> None:
    path = tmp_path / "out.conllu"
    prepare.write_treebank(prepare.roughen([BLOCK.splitlines()] * 2, {"apostrophes": 1.0}, "tr", column=1), path)
    first, second, rest = path.read_text(encoding="utf-8").split("\n\n")
    assert first == second and not rest.strip()
    head, *rows = first.split("\n")
    assert head == "# text = İrandaki kriz."
    cells = [row.split("\t") for row in rows]
    assert [row[0] for row in cells] == ["1-2", "1", "2", "3", "4"]
    assert all(len(row) == 10 and row[4] == "_" and row[8] == "_" for row in cells)
    assert cells[1][1:3] == ["İranda", "İran"] and cells[3][9] == "SpaceAfter=No"


def test_running_text_has_each_sentence_once(tmp_path: Path) -> None:
    (tmp_path / "a.conllu").write_text("".join(f"# text = Cümle {n}.\n1\tx\n\n" for n in range(50)), encoding="utf-8")
    prepare.write_text(tmp_path / "a.conllu", tmp_path / "a.txt")
    text = (tmp_path / "a.txt").read_text(encoding="utf-8")
    assert text.split() == [word for n in range(50) for word in ("Cümle", f"{n}.")]
    assert 5 < text.count("\n\n") < 25


def test_names_are_written_as_columns(tmp_path: Path) -> None:
    prepare.write_names([["İran\tB-LOC", "ve\tO"], ["AB\tB-ORG"]], tmp_path / "x.bio")
    assert (tmp_path / "x.bio").read_text(encoding="utf-8") == "İran\tB-LOC\nve\tO\n\nAB\tB-ORG\n"


# Shipping


def saved(path: Path) -> dict[str, Any]:
    state: dict[str, Any] = {
        "model": OrderedDict(weight=torch.tensor([1.0, -0.5]), index=torch.tensor([3, 4]), deep={"w": [torch.ones(2)]}),
        "vocab": {"word": {"_id2unit": ["<PAD>", "1999/2000", "and/or"], "_unit2id": {"1999/2000": 1}}},
        "optimizer_state_dict": {"step": torch.ones(1000)},
        "bert_optimizer_state_dict": [1],
        "scheduler_state_dict": {"x": 1},
        "config": {
            "train_file": "/home/me/train.conllu",
            "save_dir": "/home/me/work",
            "dev_conll_gold": "/home/me/dev.conllu",
            "save_name": "/home/me/pos.pt",
            "charlm_forward_file": "saved/models/char.pt",
            "odd": "/home/me/anything",
            "bert_model": "kg-encoder-words",
            "lang": "tr",
            "lr": 0.1,
            "x": None,
        },
    }
    torch.save(state, path)
    return state


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    saved(tmp_path / "pos.pt")
    return ship(tmp_path / "pos.pt", tmp_path / "models", "tr", "pos")


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from (*strings(key), *strings(item))
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from strings(item)


def test_words_that_no_embedding_belongs_to_are_not_shipped(tmp_path: Path) -> None:
    state = saved(tmp_path / "pos.pt")
    state["config"]["word_emb_dim"] = 0
    words = ["<PAD>", "<UNK>", "<EMPTY>", "<ROOT>", "Iran", "met"]
    lists = {"word": {"_id2unit": words, "_unit2id": {w: i for i, w in enumerate(words)}, "lang": "tr"}, "char": {"_id2unit": words}}
    torch.save({**state, "vocab": lists}, tmp_path / "pos.pt")
    vocab = torch.load(ship(tmp_path / "pos.pt", tmp_path / "models", "tr", "pos"), weights_only=False)["vocab"]
    assert vocab["word"] == {"_id2unit": words[:4], "_unit2id": {w: i for i, w in enumerate(words[:4])}, "lang": "tr"}
    assert vocab["char"] == lists["char"], "characters have embeddings"


def test_what_is_shipped_is_small_and_portable(shipped: Path, tmp_path: Path) -> None:
    assert shipped == tmp_path / "models" / "tr" / "pos" / "kg.pt"
    state = torch.load(shipped, weights_only=False)
    assert sorted(state) == ["config", "model", "vocab"]
    assert state["model"]["weight"].dtype == torch.float16 and state["model"]["weight"].tolist() == [1.0, -0.5]
    assert state["model"]["deep"]["w"][0].dtype == torch.float16
    assert state["model"]["index"].dtype == torch.int64
    assert isinstance(state["model"], OrderedDict)
    assert state["vocab"]["word"] == {"_id2unit": ["<PAD>", "1999/2000", "and/or"], "_unit2id": {"1999/2000": 1}}
    assert (
        state["config"]["lr"] == 0.1
        and state["config"]["bert_model"] == "kg-encoder-words"
        and state["config"]["train_file"] == "train.conllu"
    )


def test_no_local_path_is_left_in_what_is_shipped(shipped: Path, tmp_path: Path) -> None:
    state = torch.load(shipped, weights_only=False)
    assert not [text for text in strings(state["config"]) if "/" in text]
    assert not [text for text in strings(state) if "home" in text]
    content = shipped.read_bytes()
    assert b"/home/me" not in content and str(tmp_path).encode() not in content


def test_the_same_model_gives_the_same_file(shipped: Path, tmp_path: Path) -> None:
    before = shipped.read_bytes(), (tmp_path / "models" / "resources.json").read_bytes()
    ship(tmp_path / "pos.pt", tmp_path / "models", "tr", "pos")
    assert (shipped.read_bytes(), (tmp_path / "models" / "resources.json").read_bytes()) == before


def test_resources_are_as_stanza_reads_them(shipped: Path, tmp_path: Path) -> None:
    folder = tmp_path / "models"
    ship(tmp_path / "pos.pt", folder, "tr", "tokenize")
    ship(tmp_path / "pos.pt", folder, "en", "tokenize")
    resources = load_resources_json(str(folder))
    assert sorted(resources) == ["en", "tr"]
    assert get_language_resources(resources, "tr")["lang_name"] == "Turkish"
    assert resources["tr"]["packages"] == {"default": {"pos": "kg", "tokenize": "kg"}}
    _, _, _, processors = process_pipeline_parameters("tr", str(folder), "default", "tokenize,pos")
    assert set(processors) == {"tokenize", "pos"}
    assert len(resources["tr"]["pos"]["kg"]["md5"]) == 32
    assert sorted(path.name for path in folder.iterdir()) == ["en", "resources.json", "tr"], "no half-written file is left"


def test_another_table_is_another_set_of_models(shipped: Path, tmp_path: Path) -> None:
    folder = tmp_path / "models"
    (folder / "tr" / "multiword.json.gz").write_bytes(b"a")
    enter(folder, "tr")
    before = json.loads((folder / "resources.json").read_text(encoding="utf-8"))["tr"]
    (folder / "tr" / "multiword.json.gz").write_bytes(b"b")
    enter(folder, "tr")
    after = json.loads((folder / "resources.json").read_text(encoding="utf-8"))["tr"]
    assert before["tables"] != after["tables"] and before["pos"] == after["pos"] and shipped.is_file()
    assert before["packages"] == {"default": {"pos": "kg"}}, "none of Stanza's processors"


def test_a_model_that_was_taken_away_leaves_the_list(shipped: Path, tmp_path: Path) -> None:
    shipped.unlink()
    enter(tmp_path / "models", "tr")
    resources = json.loads((tmp_path / "models" / "resources.json").read_text(encoding="utf-8"))
    assert "pos" not in resources["tr"] and resources["tr"]["packages"]["default"] == {}


def test_what_is_trained_already_is_only_shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[str] = []

    def call(found: Recipe, processor: str, arguments: list[str]) -> None:
        assert arguments[-4:] == ["--save_dir", str(tmp_path / "work" / "tr"), "--save_name", f"{processor}.pt"]
        called.append(processor)
        saved(tmp_path / "work" / "tr" / f"{processor}.pt")

    monkeypatch.setattr(run, "_call", call)
    monkeypatch.setattr(run, "PREPARE", dict.fromkeys(PROCESSORS, lambda *_: []))
    options: dict[str, Any] = {"data": tmp_path, "work": tmp_path / "work", "into": tmp_path / "models"}
    assert [path.parent.name for path in train("tr", ["pos", "tokenize"], **options)] == ["tokenize", "pos"]
    assert called == ["tokenize", "pos"], "in the order in which they can be trained"
    train("tr", ["pos"], **options)
    assert len(called) == 2
    train("tr", ["pos"], again=True, **options)
    assert called[2:] == ["pos"]


@pytest.mark.parametrize("again", [False, True])
def test_the_name_recogniser_goes_on_from_its_snapshot_unless_it_is_to_be_trained_again(
    again: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = tmp_path / "work" / "multilingual"
    work.mkdir(parents=True)
    (work / "ner.snapshot").touch()
    found: list[bool] = []

    def call(recipe: Recipe, processor: str, arguments: list[str]) -> None:
        del recipe, processor, arguments
        from stanza.models import ner_tagger

        assert ner_tagger.Trainer.__name__ == "Kept"
        found.append((work / "ner.snapshot").is_file())
        saved(work / "ner.pt")

    monkeypatch.setattr(run, "_call", call)
    monkeypatch.setattr(run, "PREPARE", dict.fromkeys(PROCESSORS, lambda *_: []))
    train("multilingual", ["ner"], data=tmp_path, work=tmp_path / "work", into=tmp_path / "models", again=again)
    assert found == [not again] and not (work / "ner.snapshot").is_file(), "of no use once the training is done"


def test_the_encoder_is_projected_anew_only_if_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fitted: list[str] = []

    def fit(found: Recipe, data: Path, target: Path) -> None:
        fitted.append(found.name)
        target.write_bytes(b"projection")

    monkeypatch.setattr(run, "OWN", {"words": (fit, "words.npz", "encoder")})
    for again in (False, False, True):
        (path,) = train("multilingual", ["words"], data=tmp_path, work=tmp_path / "work", into=tmp_path / "models", again=again)
        assert path == tmp_path / "models" / "encoder" / "words.npz" and path.read_bytes() == b"projection"
    assert fitted == ["multilingual"] * 2


@given(st.integers(0, 2**16), st.integers(1, 6))
def test_components_are_independent_and_vary_by_one_on_average(seed: int, dimensions: int) -> None:
    mixing = np.random.default_rng(seed).normal(size=(6, 6))
    covariance = mixing @ mixing.T
    projection = words.components(covariance, dimensions)
    found = projection.T @ covariance @ projection
    assert found.shape == (dimensions, dimensions)
    assert np.allclose(found, np.diag(np.diag(found)), atol=1e-6)
    assert np.diag(found).mean() == pytest.approx(1)
    variances = np.sort(np.linalg.eigvalsh(covariance))[::-1][:dimensions]
    assert np.allclose(np.diag(found) ** 2 / variances, found[0, 0] ** 2 / variances[0]), "in size as the roots of the variances"


@pytest.mark.parametrize("path", sorted(models_dir().glob("*/*/kg.pt")), ids=lambda path: "-".join(path.parts[-3:-1]))
def test_the_models_in_the_package_are_as_ship_leaves_them(path: Path) -> None:
    state = torch.load(path, map_location="cpu", weights_only=False)
    assert not [key for key in state if "optimizer" in key or "scheduler" in key]
    assert not [text for text in strings(state["config"]) if "/" in text]
    assert not [key for key, value in (state["model"] or {}).items() if isinstance(value, torch.Tensor) and value.dtype == torch.float32]
    assert state["config"].get("bert_model") in (None, views.WORDS, f"{views.WORDS}-tr")
    assert state["config"].get("bert_hidden_layers") in (None, False, views.LAYERS)
    entry = json.loads((models_dir() / "resources.json").read_text(encoding="utf-8"))[path.parts[-3]]
    md5 = hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()
    assert entry[path.parts[-2]]["kg"]["md5"] == md5
