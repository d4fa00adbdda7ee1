"""What the judge is told of an entity to which a sentence may attribute an event: how it stands to the words of saying."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.document import Sentence, Token
from kg.extract.attribution import LIGHT, indirect, names, says
from kg.extract.features import Proposal, bucket, first_person, in_contexts, named_elsewhere, plain
from kg.extract.participants import Scene, forms
from kg.extract.syntax import VERBAL, grammar
from kg.facts import ACTING, EntityType, Link
from kg.language import language_pack

WINDOW = 20  # characters before a sentence, for the mark that it follows
LATELY = 5  # entities of the sentences before that may speak
SPEAKERS = 3  # who spoke before that may speak again
TURNS = 3  # are told apart
SPEAKING = ACTING | {EntityType.PLACE}


@dataclass(frozen=True, slots=True)
class Speech:
    """The words of saying in a sentence: those that rule it, and the participles that name a speaker."""

    words: Sequence[Token]
    last: bool
    person: bool
    running: bool
    colon: bool


def source_features(scene: Scene, sentence: Sentence, proposal: Proposal) -> dict[str, list[str]]:
    """Describe each entity that may be the source of an event: those named in its sentence, who spoke before, and who was named before."""
    named = scene.mentioned(sentence, SPEAKING)
    by_rule = proposal.roles.source if proposal.roles else proposal.source
    before = named_elsewhere(scene, proposal, SPEAKING)
    others = (by_rule, proposal.speaker, scene.speaker, *proposal.subjects, *before[:LATELY], *list(scene.discourse.spoken)[-SPEAKERS:])
    keys = dict.fromkeys((*named, *filter(None, others)))
    speech = _speech(scene, sentence)
    event = list(_event(scene, sentence, proposal, speech))
    found = {}
    for key in keys:
        features = list(_entity(scene, sentence, proposal, key, named.get(key, ()), speech, by_rule))
        features += _turn(scene, sentence, proposal, key, None if key in named else before, speech)
        stands = next(feature for feature in features if feature.startswith("stands="))
        found[key] = ["any", *in_contexts([*features, *event], (scene.language, stands))]
    return found


def _speech(scene: Scene, sentence: Sentence) -> Speech:
    words = [token for token in sentence.tokens if says(scene, sentence, token) and not scene.quoted[token.start]]
    verbs = [token for token in sentence.tokens if token.upos in VERBAL]
    before = scene.document.article.text[max(0, sentence.start - WINDOW) : sentence.start].rstrip()
    return Speech(
        words,
        last=bool(verbs) and any(word.index >= verbs[-1].index - LIGHT for word in words),
        person=any(first_person(token) for token in sentence.tokens),
        running=bool(before) and scene.quoted[max(0, sentence.start - 1)],
        colon=before.endswith(":"),
    )


def _event(scene: Scene, sentence: Sentence, proposal: Proposal, speech: Speech) -> Iterator[str]:
    """Describe how the event stands in what is said."""
    trigger, carrier = proposal.trigger, proposal.match.predicate.carrier
    rules = grammar(scene.language)
    above = {token.index for token in sentence.ancestors(trigger)}
    yield f"quoted={scene.quoted[trigger.start]}"
    yield f"indirect={indirect(sentence, trigger, rules)}"
    yield f"under={any(word.index in above for word in speech.words)}&{plain(trigger)}"
    yield f"verbform={carrier.feats.get('VerbForm', '-')}&{carrier.feats.get('Case', '-')}"
    yield f"form={proposal.kind}&{trigger.head == 0}"
    yield f"factuality={proposal.factuality}"
    yield f"speech={bool(speech.words)}&{speech.last}&{scene.quoted[trigger.start]}"
    yield f"running={speech.running}&{speech.colon}&{speech.person}"
    yield f"first={speech.person}&{bool(speech.words)}"
    yield f"type={proposal.type}"
    yield f"says={any(word.index == trigger.index for word in speech.words)}"


def _entity(
    scene: Scene, sentence: Sentence, proposal: Proposal, key: str, links: Sequence[Link], speech: Speech, by_rule: str
) -> Iterator[str]:
    """Describe how an entity stands to the words of saying."""
    side = proposal.role_by_rule(key)
    kind = scene.entities[key].type
    yield f"entity={kind}"
    yield f"speaker={key == proposal.speaker}"
    yield f"before={key == scene.speaker}"
    yield f"subject={key in proposal.subjects}"
    yield f"role={side}"
    yield f"ago={proposal.around.get(key, '-')}"
    yield f"rule={by_rule == key}&{side}"
    yield f"named={bool(links)}&{key == proposal.speaker}&{kind}"
    if not links:
        yield f"stands=before:{key == proposal.speaker}"
        return
    best = min((_stands(scene, sentence, link, speech) for link in links), key=ORDER.index)
    yield f"stands={best}"
    yield f"stands={best}&{kind}"
    yield f"stands={best}&{speech.last}"
    link = links[0]
    text = scene.document.article.text
    yield f"first={not text[sentence.start : link.mention.start].strip()}"
    yield f"comma={text[link.mention.end : link.mention.end + 2].lstrip()[:1] == ','}"
    yield f"quoted={scene.quoted[link.mention.start]}"
    word = (sentence.covering(link.mention.start, link.mention.end) or [sentence.tokens[0]])[-1]
    yield f"case={word.feats.get('Case', '-')}&{plain(word)}"
    yield f"relation={plain(word)}&{sentence[word.head].upos if word.head else '-'}"
    yield f"away={bucket(abs(word.index - proposal.trigger.index))}"
    for form in sorted(forms(sentence, sentence.covering(link.mention.start, link.mention.end), scene.language)):
        yield f"form={form}"
    if word.head:
        yield f"head={language_pack(scene.language).lower(sentence[word.head].lemma)}"


def _turn(scene: Scene, sentence: Sentence, proposal: Proposal, key: str, before: Sequence[str] | None, speech: Speech) -> Iterator[str]:
    """Describe where an entity stands among those who spoke so far and, unless it is None, among those named `before`."""
    spoken, kind, named = scene.discourse.spoken, scene.entities[key].type, before is None
    turn = str(min(TURNS, [*reversed(spoken)].index(key))) if key in spoken else "-"
    yield f"spoke={bucket(sentence.index - spoken[key]) if key in spoken else '-'}&{named}"
    yield f"turn={turn}&{named}"
    yield f"turn={turn}&{scene.quoted[proposal.trigger.start]}&{speech.running}&{bool(speech.words)}"
    if before is not None:
        alike = [other for other in before if scene.entities[other].type is kind]
        yield f"nth={min(TURNS, before.index(key)) if key in before else '-'}"
        yield f"nth={min(TURNS, alike.index(key)) if key in alike else '-'}&{kind}"


ORDER = ("named by", "subject", "according", "nominative", "other", "quoted")


def _stands(scene: Scene, sentence: Sentence, link: Link, speech: Speech) -> str:
    """Tell how a mention stands to the words of saying: a participle before it names it, it is their subject, or just in the nominative."""
    words = sentence.covering(link.mention.start, link.mention.end)
    if not words or scene.quoted[link.mention.start]:
        return "quoted"
    first, last = words[0].index, words[-1].index
    if any(names(sentence, word, link) for word in speech.words):
        return "named by"
    heads = {token.index for token in speech.words}
    for word in words:
        for above in (word, *list(sentence.ancestors(word))[:3]):
            if above.deprel.startswith("nsubj") and above.head in heads:
                return "subject"
    adpositions = language_pack(scene.language).section("attribution").get("adpositions", ())
    near = sentence.tokens[max(0, first - 4) : last + 4]
    if any(language_pack(scene.language).lower(token.text) in adpositions for token in near):
        return "according"
    return "nominative" if words[-1].feats.get("Case", "Nom") == "Nom" else "other"
