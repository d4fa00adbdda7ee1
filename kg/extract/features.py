"""What the judge is told of a candidate event, as strings such as `ACCUSE|case=Dat`.

Each observation stands by itself and once more for each context it may mean something else in: the event type, the language, the
pattern's fit. Nothing here knows a word of its own; lemmas come from the text.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.document import Sentence, Token
from kg.extract.discourse import Participants
from kg.extract.match import Fit, Match
from kg.extract.participants import Scene, tree_distance
from kg.extract.roles import Roles
from kg.extract.syntax import is_clause
from kg.facts import ACTING, EntityType, Factuality, Link
from kg.language import language_pack

CONTENT = frozenset({"NOUN", "VERB", "ADJ", "ADV"})
NEXT = -1  # in the place of how many sentences ago somebody was named: it is the next one that does
TOPICAL = frozenset({"NOUN", "VERB", "ADJ", "PROPN"})  # words that tell what a sentence is about, names apart


@dataclass(frozen=True, slots=True)
class Proposal:
    """A candidate event of a sentence: the match, what the rules make of it, and what was understood before it.

    Attributes:
        roles: the participants by the rules, None where the pattern does not fit or finds none.
        source: whom the sentence attributes it to, an entity key or empty.
        speaker: who speaks in the sentence; `subjects` the last clause's subject; `before` the last event of the type;
            `around` whom the sentences around mention, latest first, and how many sentences ago (`NEXT`: in the next one);
            `earlier` how real the last event of the type was by the rules, empty if there was none.
    """

    match: Match
    roles: Roles | None
    source: str
    factuality: Factuality
    speaker: str
    subjects: tuple[str, ...]
    before: Participants | None
    around: Mapping[str, int]
    earlier: str

    @property
    def trigger(self) -> Token:
        """The word that carries the event."""
        return self.match.predicate.trigger

    @property
    def type(self) -> str:
        """The event type: the pattern's, or the one that the denied act has ("did *not accept*")."""
        return self.match.pattern.meant(self.factuality)

    @property
    def kind(self) -> str:
        """Whether the trigger heads a `clause` or is a `noun`."""
        return "clause" if is_clause(self.trigger) else "noun"

    def role_by_rule(self, key: str) -> str:
        """Return how an entity takes part by the rules: `actor`, `recipient` or `none`, and `-` where the rules find nobody."""
        if self.roles is None:
            return "-"
        return "actor" if key in self.roles.actors else "recipient" if key in self.roles.recipients else "none"


def named_elsewhere(scene: Scene, proposal: Proposal, types: Collection[EntityType], *, after: bool = False) -> list[str]:
    """Return the entities of these types that only sentences before the event's name, latest first, or only the one `after` it."""
    near = (key for key, ago in proposal.around.items() if (ago == NEXT if after else ago > 0))
    return [key for key in near if scene.entities[key].type in types]


def event_features(scene: Scene, sentence: Sentence, proposal: Proposal, others: Sequence[Proposal]) -> list[str]:
    """Describe a candidate event; `others` are all of its sentence's."""
    match = proposal.match
    type_, fit = proposal.type, match.fit.name
    grammatical = [
        *_around(scene, sentence, proposal),
        *_beside(sentence, proposal, [other for other in others if other is not proposal]),
    ]
    lexical = [f"{type_}|{feature}" for feature in _words(scene, sentence, match)]
    return [
        "any",
        f"rule={match.pattern.rule}",
        f"rule={match.pattern.rule}&{fit}",
        f"type={type_}",
        *lexical,
        *in_contexts(grammatical, (type_, fit, scene.language)),
    ]


def in_contexts(features: Sequence[str], contexts: Sequence[str]) -> Iterator[str]:
    """Yield each observation, and each once more for every context."""
    for feature in features:
        yield feature
        for context in contexts:
            yield f"{context}|{feature}"


def _around(scene: Scene, sentence: Sentence, proposal: Proposal) -> Iterator[str]:
    """Describe the trigger's form, and how many entities are how near."""
    trigger, roles = proposal.trigger, proposal.roles
    acting = [link for link in scene.links.get(sentence.index, ()) if scene.entities[link.entity].type in ACTING]
    near = min((distance(sentence, link, trigger)[0] for link in acting), default=99)
    yield f"fit={proposal.match.fit.name}"
    yield f"upos={trigger.upos}"
    yield f"deprel={plain(trigger)}"
    yield f"verbform={trigger.feats.get('VerbForm', '-')}"
    yield f"case={trigger.feats.get('Case', '-')}"
    yield f"root={trigger.head == 0}"
    yield f"cluster={min(3, len(proposal.match.predicate.cluster))}"
    yield f"factuality={proposal.factuality}"
    yield f"source={bool(proposal.source)}"
    yield f"quoted={scene.quoted[trigger.start]}"
    yield f"entities={min(3, len({link.entity for link in acting}))}"
    yield f"nearest={bucket(near)}"
    yield f"confidence={roles.confidence if roles else '-'}"
    yield f"actors={min(3, len(roles.actors)) if roles else '-'}"
    yield f"recipients={min(2, len(roles.recipients)) if roles else '-'}"
    if trigger.head:
        yield f"governor={sentence[trigger.head].upos}"
    for child in sentence.children(trigger):
        yield f"child={plain(child)}"


def _beside(sentence: Sentence, proposal: Proposal, others: Sequence[Proposal]) -> Iterator[str]:
    """Describe the other events that the sentence may tell of."""
    here, type_ = proposal.trigger, proposal.type
    fitting = [other for other in others if other.match.fit is Fit.WHOLE]
    twins = [other.trigger.index for other in fitting if other.type == type_]
    yield f"twin={'before' if any(i < here.index for i in twins) else ''}{'after' if any(i > here.index for i in twins) else ''}"
    yield f"rival={any(other.trigger.index == here.index for other in fitting)}"
    yield f"events={min(6, len(fitting) + (proposal.match.fit is Fit.WHOLE))}"
    above = {token.index for token in sentence.ancestors(here)}
    yield f"under={_kin([other for other in fitting if other.trigger.index in above], type_)}"
    below = [other for other in fitting if any(token.index == here.index for token in sentence.ancestors(other.trigger))]
    yield f"over={_kin(below, type_)}"


def _kin(proposals: Sequence[Proposal], type_: str) -> str:
    if not proposals:
        return "none"
    return "same" if any(proposal.type == type_ for proposal in proposals) else "other"


def _words(scene: Scene, sentence: Sentence, match: Match) -> Iterator[str]:
    lower, trigger = language_pack(scene.language).lower, match.predicate.trigger
    yield f"lemma={lower(trigger.lemma)}"
    if trigger.head:
        yield f"head={lower(sentence[trigger.head].lemma)}"
    for child in sentence.children(trigger):
        if child.upos in CONTENT:
            yield f"child={lower(child.lemma)}"
    if trigger.index > 1:
        yield f"before={lower(sentence[trigger.index - 1].lemma)}"
    if trigger.index < len(sentence.tokens):
        yield f"after={lower(sentence[trigger.index + 1].lemma)}"
    yield from {f"in={lower(t.lemma)}": None for t in sentence.tokens if t.upos in TOPICAL and t.ner == "O" and t is not trigger}


def distance(sentence: Sentence, link: Link, trigger: Token) -> tuple[int, Token | None]:
    """Count the arcs from a mention's nearest word to the trigger."""
    best: tuple[int, Token | None] = (99, None)
    for token in sentence.covering(link.mention.start, link.mention.end):
        steps = tree_distance(sentence, token, trigger)
        if best[1] is None or steps < best[0]:
            best = steps, token
    return best


def plain(token: Token) -> str:
    """Return a word's relation without its subtype."""
    return token.deprel.split(":")[0]


def first_person(token: Token) -> bool:
    """Tell whether a word or its possessor is in the first person: "we", "yaptığı*mız*"."""
    return "1" in (token.feats.get("Person"), token.feats.get("Person[psor]"))


def bucket(count: int) -> str:
    """Name a number coarsely, so that one weight serves all large ones."""
    for limit, name in ((4, str(count)), (7, "4-6"), (13, "7-12")):
        if count < limit:
            return name
    return "13+"
