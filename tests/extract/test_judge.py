"""The judge: log-linear models over features of candidates, and what extraction makes of its verdicts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.document import Sentence
from kg.errors import ModelError
from kg.extract import extract_claims, load_judge
from kg.extract.cast import LATELY, participants
from kg.extract.discourse import MEMORY
from kg.extract.features import Proposal, event_features
from kg.extract.frames import load_frames
from kg.extract.judge import FACTUALITIES, ROLES, SOURCE, TIME, Judge, LogLinear, capped, likeliest, pooled, save_judge
from kg.extract.match import Fit, candidates
from kg.extract.participants import Scene
from kg.extract.propose import proposals
from kg.extract.reality import factuality_features
from kg.extract.saying import source_features
from kg.extract.situation import times_in
from kg.extract.when import time_features
from tests.extract.helpers import ENTITIES, document, links, meeting, row, told

YES_NO = ("no", "yes")
MET = """
Russia Russia PROPN _ 2 nsubj
met meet VERB Tense=Past 0 root
Iran Iran PROPN _ 2 obj
in in ADP _ 5 case
Vienna Vienna PROPN _ 2 obl
. . PUNCT _ 2 punct
"""
MEETING = """
The the DET _ 2 det
accused accuse ADJ _ 3 nsubj
denied deny VERB Tense=Past 0 root
Germany Germany PROPN _ 5 compound
ties tie NOUN _ 3 obj
. . PUNCT _ 3 punct
"""


Weights = dict[str, list[float]] | None


def judge(
    events: dict[str, float] | None = None, roles: Weights = None, places: Weights = None, times: Weights = None, sources: Weights = None
) -> Judge:
    """Return a judge with these log-odds of being an event and these scores of roles, places, times and sources."""
    return Judge(
        {
            "event": LogLinear(YES_NO, {feature: [0.0, weight] for feature, weight in (events or {"any": 5.0}).items()}),
            "role": LogLinear(ROLES, roles or {}),
            "place": LogLinear(YES_NO, places or {"any": [5.0, 0.0]}),
            "time": LogLinear(YES_NO, times or {"any": [5.0, 0.0]}),
            "source": LogLinear(YES_NO, sources or {"any": [5.0, 0.0]}),
            "factuality": LogLinear(
                FACTUALITIES, {f"rule={name}": [9.0 * (name == other) for other in FACTUALITIES] for name in FACTUALITIES}
            ),
        },
        {},
        0.5,
    )


def softmax(scores: list[float]) -> list[float]:
    odds = [math.exp(score) for score in scores]
    return [odd / sum(odds) for odd in odds]


def test_chances_are_those_of_the_softmax() -> None:
    model = LogLinear(("a", "b", "c"), {"x": [1.0, 0.0, 2.0], "y": [0.5, 0.0, -2.0]})
    assert model.chances(["x", "y", "unknown"]) == pytest.approx([math.exp(1.5) / (math.exp(1.5) + 2), *[1 / (math.exp(1.5) + 2)] * 2])


scores = st.lists(st.floats(-4, 4), min_size=3, max_size=3)


@given(st.dictionaries(st.sampled_from("ABCDEFGH"), scores, min_size=1), st.booleans(), st.sets(st.sampled_from("ABCDEFGH")))
def test_a_cast_has_somebody_in_it_and_only_those_act_who_can(cast: dict[str, list[float]], directed: bool, acting: set[str]) -> None:
    found = judge().assign("CONSULT", {key: softmax(row) for key, row in cast.items()}, directed=directed, acting=acting)
    if found is None:
        assert not directed and not acting & set(cast)
        return
    assert found.actors or found.recipients
    assert set(found.actors) <= acting and not set(found.actors) & set(found.recipients)
    assert 0 < found.probability <= 1 + 1e-9
    assert directed or not found.recipients


def test_how_many_usually_take_part_weighs_in() -> None:
    cast = {"A": softmax([1.0, 0.0, 0.9]), "B": softmax([0.0, 0.3, 0.4])}
    lone = judge().assign("ACCUSE", cast, directed=True, acting=cast)
    assert lone is not None and lone.recipients == ()
    pairs = Judge(judge().models, {"ACCUSE": {(1, 1): -0.1, (1, 0): -3.0}}, 0.5)
    both = pairs.assign("ACCUSE", cast, directed=True, acting=cast)
    assert both is not None and (both.actors, both.recipients) == (("A",), ("B",))


def test_two_voices_count_for_their_shares() -> None:
    assert pooled([0.9, 0.1], [0.1, 0.9], 0.5) == pytest.approx([0.5, 0.5])
    assert pooled([0.8, 0.2], [0.5, 0.5], 0.5)[0] == pytest.approx(2 / 3)
    assert pooled([0.8, 0.2], [0.3, 0.7], 1.0) == pytest.approx([0.3, 0.7])
    assert pooled([1.0, 0.0], [0.0, 1.0], 0.7)[1] > 0.9, "nothing is impossible"


def test_sizes_are_counted_only_so_far() -> None:
    assert capped((9, 3)) == (4, 2) and capped((1, 0)) == (1, 0)


@pytest.mark.parametrize(
    ("language", "tree"),
    [
        (
            "en",
            "Russia Russia PROPN 4 nsubj | did do AUX 4 aux | not not PART Polarity=Neg 4 advmod | accept accept VERB 0 root | "
            "the the DET 6 det | offer offer NOUN 4 obj | of of ADP 8 case | Iran Iran PROPN 6 nmod | . . PUNCT 4 punct",
        ),
        (
            "tr",
            "Rusya Rusya PROPN 4 nsubj | öneriyi öneri NOUN Case=Acc 4 obj | kabul kabul NOUN 4 compound:lvc | "
            "etmedi et VERB Polarity=Neg|Tense=Past 0 root | . . PUNCT 4 punct",
        ),
    ],
)
def test_an_acceptance_denied_is_judged_as_the_refusal_that_it_is(language: str, tree: str) -> None:
    doc = document(language, tree)
    scene, sentence, found = next(proposals(doc, links(doc), ENTITIES, load_frames()))
    (refusal,) = [proposal for proposal in found if proposal.match.pattern.type == "AGREE" and proposal.match.pattern.negated]
    assert refusal.type == "REJECT" and refusal.factuality == "negated"
    assert "type=REJECT" in event_features(scene, sentence, refusal, found)
    assert all("AGREE" not in feature for feature in factuality_features(scene, sentence, refusal, []))
    taken = extract_claims(doc, links(doc), ENTITIES, judge=judge({"type=REJECT": 5.0, "any": -3.0}, roles={"rule=actor": [9.0, 0.0, 0.0]}))
    refused = [claim for claim in taken if claim.evidence.trigger_start == refusal.trigger.start]
    assert [(claim.type, claim.actors, claim.factuality) for claim in refused] == [("REJECT", ("RUS",), "occurred")]


def test_an_acceptance_denied_is_remembered_as_the_refusal_that_it_is() -> None:
    first = (
        "Russia Russia PROPN 4 nsubj | did do AUX 4 aux | not not PART Polarity=Neg 4 advmod | accept accept VERB 0 root | "
        "the the DET 6 det | offer offer NOUN 4 obj | of of ADP 8 case | Iran Iran PROPN 6 nmod | . . PUNCT 4 punct"
    )
    second = "The the DET 2 det | refusal refusal NOUN 4 nsubj | was be AUX Tense=Past 4 cop | firm firm ADJ 0 root | . . PUNCT 4 punct"
    doc = document("en", first, second)
    found = [proposal for _, sentence, of_it in proposals(doc, links(doc), ENTITIES, load_frames()) for proposal in of_it if sentence.index]
    (refusal,) = [proposal for proposal in found if proposal.type == "REJECT" and proposal.match.fit is Fit.WHOLE]
    assert refusal.before is not None and refusal.before[0] == ("RUS",) and refusal.earlier == "negated"


def test_a_candidate_that_no_pattern_fits_whole_is_proposed_and_told_apart() -> None:
    doc = document("en", MET, MEETING)
    fits = {(m.predicate.trigger.text, m.pattern.type): m.fit for s in doc.sentences for m in candidates(s, "en", load_frames())}
    assert fits["met", "CONSULT"] is Fit.WHOLE
    assert fits["accused", "ACCUSE"] is Fit.WRONG_KIND, "an adjective is not the verb"


def test_the_judge_can_veto_what_the_rules_claim_and_claim_what_they_do_not() -> None:
    doc = document("en", MET)
    found = links(doc)
    assert [row(c).type for c in extract_claims(doc, found, ENTITIES)] == ["CONSULT"]
    assert extract_claims(doc, found, ENTITIES, judge=judge({"any": -5.0})) == []
    doc = document("en", MEETING)
    assert extract_claims(doc, links(doc), ENTITIES) == []
    assert "ACCUSE" in {c.type for c in extract_claims(doc, links(doc), ENTITIES, judge=judge(roles={"any": [1.0, 0.0, 0.0]}))}


def test_roles_place_and_confidence_come_from_the_judge() -> None:
    doc = document("en", MET)
    roles = {"rule=actor": [3.0, 0.0, 0.0], "rule=none": [0.0, 0.0, 3.0]}
    (claim,) = extract_claims(doc, links(doc), ENTITIES, judge=judge({"any": 1.0}, roles, {"entity=Place": [0.0, 5.0]}))
    assert row(claim) == told("CONSULT", "RUS IRN", place="Vienna")
    assert claim.confidence == pytest.approx(1 / (1 + math.exp(-1)), abs=0.01)
    assert claim.rule == "consult.en.meet"


def test_features_say_what_was_seen_and_in_what_context() -> None:
    doc = document("en", MET)
    ((scene, sentence, proposed),) = proposals(doc, links(doc), ENTITIES, load_frames())
    (proposal,) = (p for p in proposed if p.match.pattern.type == "CONSULT")
    told_of_event = event_features(scene, sentence, proposal, proposed)
    assert {"type=CONSULT", "rule=consult.en.meet&WHOLE", "CONSULT|lemma=meet", "en|upos=VERB", "entities=2"} <= set(told_of_event)
    cast = dict(participants(scene, sentence, proposal, load_frames().by_type["CONSULT"]))
    assert set(cast) == {"RUS", "IRN"}, "a place takes no part in a meeting"
    assert {"rule=actor", "side=left", "path=>nsubj"} <= set(cast["RUS"].features)
    assert {"side=right", "CONSULT|path=>obj"} <= set(cast["IRN"].features)
    assert [word.text for word in cast["IRN"].words] == ["Iran", "Iran"]


def test_the_order_of_words_is_told_beside_the_tree() -> None:
    tree = """Lavrov Lavrov PROPN Case=Nom 4 nsubj | İran'ın İran PROPN Case=Gen 3 nsubj
    saldırdığını saldır VERB Case=Acc|VerbForm=Part 4 ccomp | söyledi söyle VERB Tense=Past 0 root"""
    doc = document("tr", tree)
    scene, sentence, proposed = next(proposals(doc, links(doc), ENTITIES, load_frames()))
    attack = next(p for p in proposed if p.match.pattern.type == "ASSAULT")
    cast = dict(participants(scene, sentence, attack, load_frames().by_type["ASSAULT"]))
    assert {"next=trigger&Gen", "next=trigger&Gen&Part", "verbs=0&left&Gen", "alike=0&left&Gen"} <= set(cast["IRN"].features)
    assert {"next=trigger&Nom", "commas=0&left"} <= set(cast["Lavrov"].features)


def test_whom_the_sentences_before_name_may_be_meant() -> None:
    doc = document("en", MET, "They they PRON _ 2 nsubj\nmet meet VERB Tense=Past 0 root\nagain again ADV _ 2 advmod\n. . PUNCT _ 2 punct")
    frame = load_frames().by_type["CONSULT"]
    walk = proposals(doc, links(doc), ENTITIES, load_frames())
    casts = [
        dict(participants(scene, sentence, proposal, frame))
        for scene, sentence, proposed in walk
        for proposal in proposed
        if sentence.index == 1 and proposal.match.pattern.type == "CONSULT"
    ]
    assert casts and all({"ago=1", "named=False"} <= set(cast["RUS"].features) for cast in casts)


TALKED = "Leaders leader NOUN _ 2 nsubj | met meet VERB Tense=Past 0 root | again again ADV _ 2 advmod | . . PUNCT _ 2 punct"
SLEPT = "{0} {0} PROPN _ 2 nsubj | slept sleep VERB Tense=Past 0 root | . . PUNCT _ 2 punct"
SAID_SO = "{0} {0} PROPN _ 2 nsubj | said say VERB Tense=Past 0 root | so so ADV _ 2 advmod | . . PUNCT _ 2 punct"


def meeting_in(trees: Sequence[str], *, at: int = -1) -> tuple[Scene, Sentence, Proposal]:
    """Return the scene, the sentence and the first meeting proposed in one of the sentences, the last by default."""
    scene, sentence, _, proposal = meeting(document("en", *trees), at)
    return scene, sentence, proposal


def test_whom_only_the_next_sentence_names_may_be_meant_by_a_headline() -> None:
    scene, sentence, met = meeting_in((TALKED, MET, SLEPT.format("Greece")), at=0)
    cast = dict(participants(scene, sentence, met, load_frames().by_type["CONSULT"]))
    assert set(cast) == {"RUS", "IRN"}, "neither a place nor whoever comes later still"
    assert {"ago=-1", "named=False"} <= set(cast["IRN"].features)


def test_the_latest_of_those_named_before_may_be_meant_and_no_more_than_some() -> None:
    names = ("Ukraine", "Syria", "Greece", "Iran", "Russia", "France", "Germany")
    both = "{0} {0} PROPN _ 3 nsubj | {1} {1} PROPN _ 1 conj | slept sleep VERB Tense=Past 0 root | . . PUNCT _ 3 punct"
    pairs = [both.format(*names[i : i + 2]) for i in (0, 2, 4)] + [SLEPT.format(names[6])]
    scene, sentence, met = meeting_in((*pairs, TALKED))
    cast = dict(participants(scene, sentence, met, load_frames().by_type["CONSULT"]))
    assert len(cast) == LATELY and "UKR" not in cast
    scene, sentence, met = meeting_in((*pairs, *[SLEPT.format("Rain")] * MEMORY, TALKED))
    assert dict(participants(scene, sentence, met, load_frames().by_type["CONSULT"])) == {}, "all that was long ago"


def test_whoever_spoke_or_was_named_before_may_be_the_source() -> None:
    scene, sentence, met = meeting_in((SAID_SO.format("Lavrov"), SAID_SO.format("Merkel"), SLEPT.format("Greece"), TALKED))
    found = source_features(scene, sentence, met)
    assert list(found) == ["Merkel", "GRC", "Lavrov"]
    assert {"turn=0&False", "spoke=2&False"} <= set(found["Merkel"]) and {"turn=1&False", "spoke=3&False"} <= set(found["Lavrov"])
    assert {"turn=-&False", "spoke=-&False", "nth=0"} <= set(found["GRC"])


def test_weights_survive_the_way_to_disk_and_back(tmp_path: Path) -> None:
    one = Judge(judge(roles={"ş|x": [0.125, -1.0, 2.0]}).models, {"ACCUSE": {(1, 1): -0.5, (4, 2): -3.0}}, 0.4)
    save_judge(one, tmp_path / "a.json.gz")
    save_judge(one, tmp_path / "b.json.gz")
    assert (tmp_path / "a.json.gz").read_bytes() == (tmp_path / "b.json.gz").read_bytes()
    again = load_judge(tmp_path / "a.json.gz")
    assert again.threshold == 0.4 and again.sizes == one.sizes
    assert again.models["role"].chances(["ş|x"]) == pytest.approx(one.models["role"].chances(["ş|x"]))


@pytest.mark.parametrize("content", [b"", b"no gzip", b"\x1f\x8b\x08\x00broken"])
def test_damaged_weights_are_told_with_the_way_out(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "judge.json.gz").write_bytes(content)
    with pytest.raises(ModelError, match=r"judge\.json\.gz.*rules alone"):
        load_judge(tmp_path / "judge.json.gz")


def test_the_shipped_judge_knows_every_type() -> None:
    shipped = load_judge()
    assert set(shipped.sizes) == set(load_frames().by_type)
    assert set(shipped.models) == {"event", "role", "place", "time", "source", "factuality"} and 0.2 < shipped.threshold < 0.5


SAID = """
Lavrov Lavrov PROPN _ 2 nsubj
said say VERB Tense=Past 0 root
on on ADP _ 4 case
Monday Monday PROPN _ 2 obl
that that SCONJ _ 7 mark
Russia Russia PROPN _ 7 nsubj
attacked attack VERB Tense=Past 2 ccomp
Ukraine Ukraine PROPN _ 7 obj
in in ADP _ 10 case
2022 2022 NUM _ 7 obl
. . PUNCT _ 2 punct
"""


def described(tree: str, language: str = "en") -> tuple[Scene, Sentence, list[Proposal], Proposal]:
    """Return the scene, the sentence, all proposals, and the first of an assault."""
    article = document(language, tree)
    scene, sentence, found = next(proposals(article, links(article), ENTITIES, load_frames()))
    return scene, sentence, found, next(p for p in found if p.match.pattern.type == "ASSAULT" and p.match.fit is Fit.WHOLE)


def test_a_time_is_described_by_where_it_stands_to_the_event_and_to_saying() -> None:
    scene, sentence, found, attack = described(SAID)
    monday, year = time_features(scene, sentence, attack, found, times_in(scene, sentence))
    assert {"governor=says", "side=left", "closer=False"} <= set(monday)
    assert {"governor=trigger", "hint=True", "before=in"} <= set(year)
    assert "en|hint=True" in year and "hint=True" not in monday


def test_the_likeliest_is_chosen_if_it_is_likely_enough() -> None:
    assert likeliest({"a": 0.2, "b": 0.6}, 0.4) == "b"
    assert likeliest({"a": 0.2}, 0.4) is None and likeliest({}, 0.4) is None
    model = judge(times={"near": [0.0, 3.0], "far": [1.0, 0.0]}).models["time"]
    assert likeliest({"far": model.chances(["far"])[1], "near": model.chances(["near"])[1]}, TIME) == "near"
    assert likeliest({"far": model.chances(["far"])[1]}, TIME) is None


def test_a_source_is_described_by_how_it_stands_to_the_words_of_saying() -> None:
    scene, sentence, _, attack = described(SAID)
    found = source_features(scene, sentence, attack)
    assert "stands=subject" in found["Lavrov"] and "speaker=True" in found["Lavrov"]
    assert "stands=subject" not in found["UKR"] and "speaker=False" in found["UKR"]
    for chosen, source in ((judge(sources={"stands=subject": [0.0, 3.0], "any": [1.0, 0.0]}), "Lavrov"), (judge(), None)):
        assert likeliest({key: chosen.models["source"].chances(told)[1] for key, told in found.items()}, SOURCE) == source


def test_a_turkish_participle_of_saying_names_the_speaker() -> None:
    tree = """Suriye'ye Suriye PROPN Case=Dat 2 obl | saldırdığını saldır VERB Case=Acc|VerbForm=Part 3 ccomp
    belirten belirt VERB VerbForm=Part 5 acl | Bakan bakan NOUN _ 5 nmod | Lavrov Lavrov PROPN Case=Nom 6 obl
    gitti git VERB Tense=Past 0 root"""
    scene, sentence, _, attack = described(tree, "tr")
    assert "stands=named by" in source_features(scene, sentence, attack)["Lavrov"]


def test_the_claim_has_the_time_and_the_source_that_the_judge_chose() -> None:
    article = document("en", SAID)
    chosen = judge(
        roles={"any": [0.0, 0.0, -3.0]}, times={"governor=says": [0.0, 9.0], "any": [1.0, 0.0]}, sources={"entity=Person": [0, 9.0]}
    )
    found = extract_claims(article, links(article), ENTITIES, judge=chosen)
    attack = next(claim for claim in found if claim.type == "ASSAULT")
    assert attack.time is not None and attack.time.iso() == "2024-05-13" and attack.source == "Lavrov"


def test_how_real_an_event_is_described_by_its_own_words_and_those_above() -> None:
    scene, sentence, _, attack = described(SAID)
    found = factuality_features(scene, sentence, attack, times_in(scene, sentence))
    assert {"carrier:Tense=Past", "above=say", "above1=say&ccomp", "rule=occurred", "before=russia", "child=that"} <= set(found)
    chances = judge().models["factuality"].chances(found)
    assert FACTUALITIES[chances.index(max(chances))] == "occurred"


@pytest.mark.parametrize(("year", "side"), [("2022", "when=before"), ("2024", "when=about"), ("2030", "when=after")])
def test_a_time_before_or_after_publication_tells_how_real_an_event_is(year: str, side: str) -> None:
    tree = f"""Russia Russia PROPN _ 2 nsubj | attacked attack VERB Tense=Past 0 root | Ukraine Ukraine PROPN _ 2 obj
    in in ADP _ 5 case | {year} {year} NUM _ 2 obl | . . PUNCT _ 2 punct"""
    scene, sentence, _, attack = described(tree)
    found = factuality_features(scene, sentence, attack, times_in(scene, sentence))
    assert [feature for feature in found if feature.startswith("when=")] == [side]


def test_an_event_is_described_by_what_its_sentence_is_about() -> None:
    scene, sentence, found, attack = described("""Russia Russia PROPN _ 2 nsubj | attacked attack VERB Tense=Past 0 root
    Ukraine Ukraine PROPN _ 2 obj | with with ADP _ 5 case | drones drone NOUN _ 2 obl""")
    features = event_features(scene, sentence, attack, found)
    assert features.count("ASSAULT|in=drone") == 1 and not {"ASSAULT|in=attack", "ASSAULT|in=with"} & set(features)


def test_how_real_an_event_is_may_follow_from_the_last_of_its_kind() -> None:
    first = "Putin Putin PROPN _ 3 nsubj | will will AUX _ 3 aux | meet meet VERB VerbForm=Inf 0 root | Merkel Merkel PROPN _ 3 obj"
    second = "The the DET _ 2 det | meeting meeting NOUN _ 4 nsubj | is be AUX Tense=Pres 4 cop | calm calm ADJ _ 0 root"
    article = document("en", first, second)
    earlier = [
        (sentence.index, proposal.earlier)
        for _, sentence, found in proposals(article, links(article), ENTITIES, load_frames())
        for proposal in found
        if proposal.match.pattern.type == "CONSULT" and proposal.match.fit is Fit.WHOLE
    ]
    assert earlier == [(0, ""), (1, "planned")]


def test_whoever_says_we_may_mean_their_state() -> None:
    tree = """Lavrov Lavrov PROPN Case=Nom 4 nsubj | Suriye'ye Suriye PROPN Case=Dat 3 obl
    saldırdığımızı saldır VERB Case=Acc|VerbForm=Part|Person[psor]=1 4 ccomp | söyledi söyle VERB Tense=Past 0 root"""
    article = document("tr", tree)
    entities = {**ENTITIES, "Lavrov": replace(ENTITIES["Lavrov"], country="RUS")}
    scene, sentence, found = next(proposals(article, links(article), entities, load_frames()))
    attack = next(p for p in found if p.match.pattern.type == "ASSAULT" and p.match.fit is Fit.WHOLE)
    cast = dict(participants(scene, sentence, attack, load_frames().by_type["ASSAULT"]))
    assert "we=True&False&True" in cast["RUS"].features and "we=True&True&False" in cast["Lavrov"].features
    assert "we=True&False&False" in cast["SYR"].features
