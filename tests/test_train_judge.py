"""Training the judge: passages read, candidates matched with claims, weights learned; no model needed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kg.build import Reader
from kg.cli import cli
from kg.document import Article, Document, Period, from_conllu
from kg.errors import DataError
from kg.extract.frames import load_frames
from kg.extract.judge import load_judge
from kg.train.decay import WARMUP, linear, rate
from kg.train.held_out import held_out
from kg.train.judge import Example, examples, learn
from kg.train.passages import Passage, frame_examples, read_passages
from tests.extract.helpers import conllu

TREES = {
    "Russia met Iran .": ("Russia Russia PROPN _ 2 nsubj\nmet meet VERB Tense=Past 0 root\nIran Iran PROPN _ 2 obj\n. . PUNCT _ 2 punct"),
    "Germany met critics .": (
        "Germany Germany PROPN _ 2 nsubj\nmet meet VERB Tense=Past 0 root\ncritics critic NOUN _ 2 obj\n. . PUNCT _ 2 punct"
    ),
    "Japan condemned Iran .": (
        "Japan Japan PROPN _ 2 nsubj\ncondemned condemn VERB Tense=Past 0 root\nIran Iran PROPN _ 2 obj\n. . PUNCT _ 2 punct"
    ),
}


class Written(Reader):
    """Reads the sentences above."""

    def document(self, article: Article) -> Document:
        """Return the tree of an article's sentence."""
        return from_conllu(conllu(TREES[article.text]), article)


def claim(type_: str, actors: list[str], recipients: list[str], trigger: str, **more: Any) -> dict[str, Any]:
    return {"type": type_, "actors": actors, "recipients": recipients, "trigger": trigger, **more}


def line(number: int, text: str, *claims: dict[str, Any], **more: Any) -> str:
    return json.dumps({"id": f"p{number}", "lang": "en", "text": text, "claims": claims} | more)


PASSAGES = [
    line(1, "Russia met Iran .", claim("CONSULT", ["RUS", "IRN"], [], "met", factuality="occurred", place=None, source=None)),
    line(2, "Germany met critics ."),
    line(3, "Japan condemned Iran .", claim("ACCUSE", ["JPN"], ["IRN"], "condemned", factuality="occurred", place=None, source=None)),
]


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(PASSAGES * 1) + "\n", encoding="utf-8")
    return path


def learned(path: Path) -> tuple[list[Passage], list[Example]]:
    passages = list(read_passages(path))
    return passages, list(examples(passages, Written()))


def test_a_claim_gets_the_offsets_of_its_trigger(gold: Path) -> None:
    first = next(read_passages(gold))
    assert first.text[first.claims[0]["start"] : first.claims[0]["end"]] == "met" and first.pair == "p1"


def test_a_file_named_after_its_language_need_not_say_it_again(tmp_path: Path) -> None:
    (tmp_path / "tr.jsonl").write_text('{"id": "a", "text": "Ankara", "published": "2021-07"}\n', encoding="utf-8")
    (passage,) = read_passages(tmp_path / "tr.jsonl")
    assert (passage.language, passage.published, list(passage.claims)) == ("tr", Period(2021, 7), [])


@pytest.mark.parametrize(
    "wrong",
    [
        "no json",
        "[]",
        '{"id": "a", "lang": "xx", "text": "t"}',
        '{"id": "a", "lang": "en"}',
        line(1, "Russia met Iran .", claim("CONSULT", [], [], "visited")),
        line(1, "Russia met Iran .", mentions=[{"start": 3, "end": 3}]),
        line(1, "Russia met Iran .", published="yesterday!"),
    ],
)
def test_what_is_no_passage_is_told_with_its_line(wrong: str, tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text(PASSAGES[0] + "\n" + wrong + "\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"x\.jsonl:2: no annotated passage"):
        list(read_passages(tmp_path / "x.jsonl"))


def test_the_examples_of_the_frames_are_passages_too() -> None:
    found = list(frame_examples(load_frames()))
    assert len({passage.id for passage in found}) == len(found) >= 32
    assert {claim["type"] for passage in found for claim in passage.claims} == set(load_frames().by_type)


def test_examples_tell_events_from_mere_words_and_give_everybody_a_role(gold: Path) -> None:
    _, found = learned(gold)
    right = {(e.passage, e.type) for e in found if e.right}
    assert right == {("p1", "CONSULT"), ("p3", "ACCUSE")}
    assert ("p2", "CONSULT") in {(e.passage, e.type) for e in found if not e.right}
    accuse = next(e for e in found if e.right and e.type == "ACCUSE")
    assert sorted(role for _, role in accuse.lessons("role")) == [0, 1] and accuse.sizes == (1, 1)
    consult = next(e for e in found if e.right and e.type == "CONSULT")
    assert [role for _, role in consult.lessons("role")] == [0, 0], "whoever meets acts"
    asked = {question for answer in accuse.without("event").answers for question in answer}
    assert asked == {"role", "place", "source", "factuality"}


def test_a_refusal_is_learned_from_an_acceptance_denied(tmp_path: Path) -> None:
    text = "Russia did not accept it ."
    TREES[text] = (
        "Russia Russia PROPN _ 4 nsubj\ndid do AUX _ 4 aux\nnot not PART Polarity=Neg 4 advmod\naccept accept VERB VerbForm=Inf 0 root\n"
        "it it PRON _ 4 obj\n. . PUNCT _ 4 punct"
    )
    (tmp_path / "x.jsonl").write_text(line(1, text, claim("REJECT", ["RUS"], [], "accept", factuality="occurred")) + "\n", encoding="utf-8")
    right = [example for example in learned(tmp_path / "x.jsonl")[1] if example.right]
    assert [(example.type, example.sizes) for example in right] == [("REJECT", (1, 0))]


def test_what_is_learned_is_what_was_shown_and_the_same_each_time(gold: Path) -> None:
    _, found = learned(gold)
    judge = learn(found * 5)
    assert judge == learn(found * 5)
    chances = {(e.passage, e.type): judge.events([e.type], e.nodes[:1])[0] for e in found}
    assert chances["p1", "CONSULT"] > chances["p2", "CONSULT"]
    accuse = next(e for e in found if e.right and e.type == "ACCUSE")
    for features, role in accuse.lessons("role"):
        chance = judge.models["role"].chances(features)
        assert chance[role] == max(chance)
    assert judge.size("ACCUSE", (1, 1)) > judge.size("ACCUSE", (0, 1))


def test_nobody_is_judged_by_who_has_seen_him(gold: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    passages, found = learned(gold)
    seen: list[set[str]] = []

    def watched(shown: list[Example]) -> Any:
        seen.append({example.passage for example in shown})
        return learn(found)

    monkeypatch.setattr("kg.train.held_out.learn", watched)
    records = list(held_out(passages, found, Written()))
    assert sorted(record["id"] for record in records) == ["p1", "p2", "p3"]
    assert all(any(p.id not in shown for shown in seen) for p in passages) and len(seen) == 5


def test_the_command_writes_weights_and_says_from_how_much(gold: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.train.passages.frame_examples", lambda _frames: [])
    monkeypatch.setattr(Reader, "document", lambda _self, article: Written().document(article))
    out = tmp_path / "apart.jsonl"
    options = ["--gold", str(gold), "--cast", str(gold), "--into", str(tmp_path), "--work", str(tmp_path), "--held-out", str(out)]
    result = CliRunner().invoke(cli, ["train", "judge", *options])
    assert result.exit_code == 0, result.output
    assert "from 4 events" in result.output
    assert set(load_judge(tmp_path / "judge.json.gz").sizes) == {"CONSULT", "ACCUSE"}
    assert len(out.read_text(encoding="utf-8").splitlines()) == 3


@pytest.mark.parametrize(("options", "missing"), [(["judge"], "--gold"), (["tr"], "--data"), (["--check"], "--data")])
def test_a_missing_option_is_named(options: list[str], missing: str) -> None:
    result = CliRunner().invoke(cli, ["train", *options])
    assert result.exit_code == 2 and missing in result.output


def test_the_rate_rises_then_falls_to_nothing() -> None:
    rates = [rate(step, 1000) for step in range(1001)]
    assert rates[:WARMUP] == sorted(rates[:WARMUP]) and rates[WARMUP:] == sorted(rates[WARMUP:], reverse=True)
    assert max(rates) == 1.0 and rates[-1] == 0.0 and rates[0] > 0


def test_every_optimizer_that_is_built_inside_decays() -> None:
    import torch
    from stanza.models.common import utils

    before = utils.dispatch_optimizer
    weight = torch.nn.Parameter(torch.ones(1))
    with linear(200):
        optimizer = utils.get_optimizer("adam", torch.nn.ParameterDict({"w": weight}), 0.5)
    assert utils.dispatch_optimizer is before
    seen = []
    for _ in range(200):
        weight.grad = torch.ones(1)
        optimizer.step()
        seen.append(optimizer.param_groups[0]["lr"])
    assert seen == pytest.approx([0.5 * rate(step, 200) for step in range(200)])


def test_the_time_that_an_annotator_gave_is_told_from_the_others(tmp_path: Path) -> None:
    text = "In 2003 Russia met Iran in May 2004 ."
    TREES[text] = (
        "In in ADP _ 2 case\n2003 2003 NUM _ 4 obl\nRussia Russia PROPN _ 4 nsubj\n"
        "met meet VERB Tense=Past 0 root\nIran Iran PROPN _ 4 obj\n"
        "in in ADP _ 7 case\nMay May PROPN _ 4 obl\n2004 2004 NUM _ 7 nummod\n. . PUNCT _ 4 punct"
    )
    for when, labels in (("2004-05", [0, 1]), (None, [0, 0]), ("1999", None)):
        (tmp_path / "x.jsonl").write_text(line(1, text, claim("CONSULT", ["RUS", "IRN"], [], "met", time=when)) + "\n", encoding="utf-8")
        right = next(example for example in learned(tmp_path / "x.jsonl")[1] if example.right)
        assert [label for _, label in right.lessons("time")] == (labels or [])
