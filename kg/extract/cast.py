"""What the judge is told of those who may take part in an event, or of where it may happen: how they stand to its trigger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.document import Sentence, Token
from kg.extract.features import Proposal, bucket, distance, first_person, in_contexts, named_elsewhere, plain
from kg.extract.frames import Frame
from kg.extract.participants import Scene, forms
from kg.extract.syntax import COMMAS, VERBAL, is_passive
from kg.extract.understood import named_at, understood_features
from kg.facts import ACTING, EntityType, Link
from kg.language import language_pack

NAMES = frozenset({"flat", "compound", "amod", "nmod", "appos", "nummod"})  # from a name up to the noun it determines
LATELY = 6  # entities of the sentences before that may be meant
AHEAD = 3  # the same of the next sentence: headlines and openings speak of those whom the text names later
MANY = 3  # words of a kind are counted so far
NOUNS = frozenset({"NOUN", "PROPN", "PRON"})
NEAR = 5  # words between a name and that noun, at most


@dataclass(frozen=True, slots=True)
class Figure:
    """How an entity stands to an event: features, its nearest mention's word and the noun that it determines, and their sentence."""

    features: list[str]
    words: tuple[Token, ...]
    sentence: Sentence


def participants(scene: Scene, sentence: Sentence, proposal: Proposal, frame: Frame) -> Iterator[tuple[str, Figure]]:
    """Yield each entity that may take part in an event: named in the sentence, or understood from before."""
    types = ACTING | {EntityType.PLACE} if frame.place_as_recipient else ACTING
    named = scene.mentioned(sentence, types)
    roles, before = proposal.roles, proposal.before or ((), ())
    understood = [*(roles.actors + roles.recipients if roles else ()), *proposal.subjects, *before[0], *before[1]]
    speakers = [key for key in (proposal.speaker, proposal.source) if key]
    understood += [*speakers, *(country for key in speakers if (country := scene.entities[key].country) in scene.entities)]
    understood += named_elsewhere(scene, proposal, types)[:LATELY]
    understood += named_elsewhere(scene, proposal, types, after=True)[:AHEAD]
    keys = list(named)
    yield from figures(scene, sentence, proposal, named).items()
    meant = understood_features(scene, sentence, proposal, [key for key in dict.fromkeys(understood) if key not in named])
    for key, features in meant.items():
        told = in_contexts([*_known(scene, sentence, proposal, key, keys), *features], _contexts(scene, proposal, key))
        yield key, Figure(list(told), *words_around(scene, sentence, proposal, key))


def figures(scene: Scene, sentence: Sentence, proposal: Proposal, named: Mapping[str, Sequence[Link]]) -> dict[str, Figure]:
    """Describe entities of a sentence, given with their mentions there."""
    keys = list(named)
    return {key: _named(scene, sentence, proposal, key, links, keys) for key, links in named.items()}


def words_around(scene: Scene, sentence: Sentence, proposal: Proposal, key: str) -> tuple[tuple[Token, ...], Sentence]:
    """Return the words that stand for an entity where the sentences around an event's name it, if they do, and their sentence."""
    found = named_at(scene, sentence, proposal, key)
    if found is None:
        return (), sentence
    other, word = found
    return (word, _noun_of(other, word)), other


def _named(scene: Scene, sentence: Sentence, proposal: Proposal, key: str, links: Sequence[Link], keys: Sequence[str]) -> Figure:
    """Describe an entity by its mentions in the sentence; `keys` are all entities named there, in text order."""
    found, bound = _known(scene, sentence, proposal, key, keys), []
    stand = _nearest(scene, sentence, proposal, links)
    if stand:
        found += _mention(scene, sentence, proposal, stand, keys.index(key))
        bound += [f"{proposal.match.pattern.rule}|{feature}" for feature in _bound(stand)]
    features = [*in_contexts(found, _contexts(scene, proposal, key)), *bound]
    return Figure(features, (stand.word, stand.top) if stand else (), sentence)


def _contexts(scene: Scene, proposal: Proposal, key: str) -> tuple[str, str, str]:
    return proposal.type, scene.language, proposal.role_by_rule(key)


def _known(scene: Scene, sentence: Sentence, proposal: Proposal, key: str, keys: Sequence[str]) -> list[str]:
    """Describe what the rules and the discourse make of an entity."""
    roles, pattern = proposal.roles, proposal.match.pattern
    by_rule = proposal.role_by_rule(key)
    before = proposal.before or ((), ())
    found = [
        "any",
        f"rule={by_rule}",
        f"rule={by_rule}&{roles.confidence if roles else '-'}",
        f"entity={scene.entities[key].type}",
        f"source={key == proposal.source}",
        f"speaker={key == proposal.speaker}",
        f"source={key == proposal.source}&speaker={key == proposal.speaker}&quoted={scene.quoted[proposal.trigger.start]}",
        f"subject={key in proposal.subjects}",
        f"we={_first_person(sentence, proposal)}&{key == proposal.speaker}&{_speaks_for(scene, proposal, key)}",
        f"before={'actor' if key in before[0] else 'recipient' if key in before[1] else 'none'}",
        f"named={key in keys}",
        f"names={min(5, len(keys))}",
        f"ago={proposal.around.get(key, '-')}",
        f"mentioned={bucket(scene.discourse.mentions[key])}",
        f"country={_country(scene, key, keys)}",
        f"fit={proposal.match.fit.name}",
    ]
    if roles:
        found += [f"actors={min(3, len(roles.actors))}&{by_rule}", f"recipients={min(2, len(roles.recipients))}&{by_rule}"]
        found.append(f"{by_rule}&{pattern.rule}")
    return found


def _first_person(sentence: Sentence, proposal: Proposal) -> bool:
    """Tell whether the event's words, or those beside them, are in the first person: "aid *we* gave", "yaptığı*mız* yardım"."""
    words = {token.index for token in proposal.match.predicate.cluster}
    near = [token for token in sentence.tokens if token.index in words or token.head in words]
    return any(first_person(token) for token in near)


def _speaks_for(scene: Scene, proposal: Proposal, key: str) -> bool:
    return any(scene.entities[speaker].country == key for speaker in (proposal.speaker, proposal.source) if speaker)


def _country(scene: Scene, key: str, keys: Sequence[str]) -> str:
    """Tell whether someone of this country, or the country of this one, is named in the sentence too."""
    entities = scene.entities
    if entities[key].country in keys:
        return "named"
    return "spoken for" if any(entities[other].country == key for other in keys) else "none"


@dataclass(frozen=True, slots=True)
class _Stand:
    """Where a mention stands to an event's trigger.

    Attributes:
        word: the mention's nearest word, `steps` arcs away; `top` the noun that it determines.
        side: of the trigger, `left` or `right`; `governed` whether `top` hangs `inside` the event's words or `outside`.
        voice: of the event's words, `active` or `passive`.
        forms: the slots that the mention's own words make.
    """

    link: Link
    word: Token
    steps: int
    top: Token
    side: str
    governed: str
    voice: str
    forms: Sequence[str]


def _nearest(scene: Scene, sentence: Sentence, proposal: Proposal, links: Sequence[Link]) -> _Stand | None:
    """Return where the mention nearest to the trigger in the tree stands, None if there is none."""
    built, trigger = proposal.match.predicate, proposal.trigger
    ranked = ((distance(sentence, link, trigger), link) for link in links)
    (steps, word), link = min(ranked, key=lambda found: found[0][0], default=((0, None), None))
    if word is None or link is None:
        return None
    top = _noun_of(sentence, word)
    side = "left" if word.index < trigger.index else "right"
    governed = "inside" if top.head in {token.index for token in built.cluster} else "outside"
    voice = "passive" if any(is_passive(sentence, token) for token in built.cluster) else "active"
    own = forms(sentence, sentence.covering(link.mention.start, link.mention.end), scene.language)
    return _Stand(link, word, steps, top, side, governed, voice, sorted(own))


def _bound(stand: _Stand) -> Iterator[str]:
    """Describe what may mean something else to each pattern: whom one *visits* is not whom one *meets*."""
    yield f"form={'+'.join(stand.forms)}"
    yield f"relation={plain(stand.top)}&{stand.governed}&{stand.voice}"
    yield f"case={stand.top.feats.get('Case', '-')}&{stand.side}"


def _mention(scene: Scene, sentence: Sentence, proposal: Proposal, stand: _Stand, rank: int) -> Iterator[str]:
    """Describe where the nearest mention stands to the trigger: path, case, adposition, side."""
    word, top, side, voice, kind = stand.word, stand.top, stand.side, stand.voice, proposal.kind
    case, top_case = word.feats.get("Case", "-"), top.feats.get("Case", "-")
    up, down = path_between(sentence, proposal.match.predicate.cluster[-1], top)
    yield f"steps={bucket(stand.steps)}"
    yield f"words={bucket(abs(word.index - proposal.trigger.index))}"
    yield f"side={side}"
    yield f"side={side}&{kind}&{voice}"
    yield f"first={rank == 0}&{side}"
    yield f"rank={min(3, rank)}"
    yield f"kind={stand.link.mention.kind}"
    yield f"path={'/'.join(up[:3])}>{'/'.join(down[:3])}"
    yield f"last={''.join(down[-1:])}"
    yield f"case={case}"
    yield f"top={top_case}"
    yield f"case={case}&{top_case}"
    yield f"case={case}&{kind}&{voice}"
    yield f"relation={plain(top)}&{voice}"
    yield f"relation={plain(top)}&{kind}"
    yield f"relation={plain(top)}&{kind}&{voice}&{stand.governed}"
    yield f"own={plain(word)}"
    yield from _between(sentence, proposal.trigger, stand)
    yield from _surroundings(scene, sentence, stand, kind)


def _between(sentence: Sentence, trigger: Token, stand: _Stand) -> Iterator[str]:
    """Describe what stands between a mention and the trigger in the order of words, which a wrong tree leaves as it is."""
    words = sentence.between(stand.top, trigger)
    verbs = min(MANY, sum(token.upos in VERBAL for token in words))
    case, side = stand.top.feats.get("Case", "-"), stand.side
    yield f"verbs={verbs}&{side}"
    yield f"verbs={verbs}&{side}&{case}"
    yield f"commas={min(MANY, sum(token.text in COMMAS for token in words))}&{side}"
    yield f"alike={min(MANY, sum(token.feats.get('Case', '-') == case and token.upos in NOUNS for token in words))}&{side}&{case}"
    following = next((token for token in sentence.tokens[stand.top.index :] if token.upos in VERBAL), None)
    if following:
        place = "trigger" if following.index == trigger.index else "before" if following.index < trigger.index else "after"
        yield f"next={place}&{case}"
        yield f"next={place}&{case}&{following.feats.get('VerbForm', '-')}"


def _surroundings(scene: Scene, sentence: Sentence, stand: _Stand, kind: str) -> Iterator[str]:
    """Describe the noun that a mention determines, the word that governs it, and its case and adpositions."""
    top = stand.top
    yield f"noun={language_pack(scene.language).lower(top.lemma) if top is not stand.word else '-'}"
    if top.head:
        head = sentence[top.head]
        yield f"governor={'inside' if stand.governed == 'inside' else head.upos}"
        yield f"governed={plain(head)}"
    for form in stand.forms:
        yield f"form={form}"
        yield f"form={form}&{kind}"
    for child in sentence.children(top):
        if child.deprel in {"case", "mark"}:
            yield f"adposition={language_pack(scene.language).lower(child.text)}"


def _noun_of(sentence: Sentence, word: Token) -> Token:
    """Climb from a name to the noun it determines: "*İranlı* yetkililer", "*Russia's* minister"."""
    while word.head and plain(word) in NAMES and sentence[word.head].upos in {"NOUN", "PROPN"} and abs(word.head - word.index) < NEAR:
        word = sentence[word.head]
    return word


def path_between(sentence: Sentence, one: Token, other: Token) -> tuple[list[str], list[str]]:
    """Return the relations from one word up to where both meet, and from there down to the other."""
    rising, falling = [one, *sentence.ancestors(one)], [other, *sentence.ancestors(other)]
    heights = {token.index: height for height, token in enumerate(rising)}
    for depth, token in enumerate(falling):
        if token.index in heights:
            return [plain(t) for t in rising[: heights[token.index]]], [plain(t) for t in reversed(falling[:depth])]
    return ["?"], ["?"]
