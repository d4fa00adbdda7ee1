"""Who says it: the source that a sentence, or the quotation it stands in, gives for a claim."""

from __future__ import annotations

from functools import cache
from typing import Any

from kg.document import Sentence, Token
from kg.extract.participants import Scene
from kg.extract.syntax import COMMAS, VERBAL, Grammar, grammar, is_clause, predicate
from kg.facts import ACTING, EntityType, Link
from kg.language import language_pack

QUOTED_SENTENCES = 3  # of a quotation, before the one that names its speaker
AFTER = 7  # words between a participle of saying and the name it determines, at most
LIGHT = 2  # words between a noun of saying and its light verb, at most
OPENING, CLOSING, PLAIN, SINGLE = "“«„", "”»", '"', "'‘’"


@cache
def reporting_words(language: str) -> frozenset[str]:
    """Return the lemmas of verbs (and nouns of light verbs) that report speech."""
    table: Any = language_pack(language).section("attribution")
    return frozenset(table.get("verbs", ()))


def source_of(scene: Scene, sentence: Sentence, trigger: Token, cluster: tuple[Token, ...]) -> str:
    """Return the entity the claim is attributed to, empty if none: the speaker of a verb of saying above it, or of "according to"."""
    inside = {token.index for token in cluster}
    current = cluster[-1]
    for head in sentence.ancestors(current):
        if head.index not in inside:
            adposed = _according(scene, sentence, current)
            if adposed:
                return adposed
            if _reports(scene, head) and _is_said(current):
                return _speaker(scene, sentence, head, inside)
        for child in sentence.children(head):
            if child.deprel.startswith("parataxis") and child.index != current.index and _reports(scene, child):
                return _speaker(scene, sentence, child, inside)
        current = head
    for child in sentence.children(current):
        if child.deprel.startswith("parataxis") and child.index not in inside and _reports(scene, child):
            return _speaker(scene, sentence, child, inside)
    return _according(scene, sentence, current)


def _is_said(word: Token) -> bool:
    """Tell whether what hangs on a verb of saying is what is said, not who says it, beside what, about what, or what was done next."""
    relation = word.deprel.split(":")[0]
    return relation != "conj" and (is_clause(word) or relation not in {"nsubj", "obl", "nmod", "advmod"})


def main_speaker(scene: Scene, sentence: Sentence) -> str:
    """Return who speaks in a sentence's main reporting clause, empty if it has none."""
    words = [token for token in sentence.tokens if says(scene, sentence, token)]
    for token in words:
        if found := _speaker(scene, sentence, token, set()):
            return found
    return _speaker_by_order(scene, sentence, [token for token in words if not scene.quoted[token.start]])


def _speaker_by_order(scene: Scene, sentence: Sentence, words: list[Token]) -> str:
    """Read the speaker off the order of words, where the tree is wrong or broken.

    A participle of saying stands before whom it names ("*diyen* Celili"), and who opens a sentence that ends with a verb of saying is
    its subject ("Celili, … *söyledi*").
    """
    if not words or not grammar(scene.language).genitive_subject:
        return ""
    links = sorted(scene.links.get(sentence.index, ()), key=lambda link: link.mention.start)
    named = [link for link in links if not scene.quoted[link.mention.start] and scene.entities[link.entity].type in ACTING]
    by_participle = [link.entity for link in named if any(names(sentence, word, link) for word in words)]
    if by_participle:
        return preferred_speaker(scene, by_participle)
    verbs = [token for token in sentence.tokens if token.upos in VERBAL and not scene.quoted[token.start]]
    if not verbs or not any(word.index >= verbs[-1].index - LIGHT for word in words):
        return ""
    upright = [link for link in named if _upright(sentence, link)]
    first = [link for link in upright if scene.document.quote(link.mention.end, sentence.end).lstrip().startswith(",")] or upright
    return preferred_speaker(scene, [link.entity for link in scene.beside(sentence, first[0])]) if first else ""


def names(sentence: Sentence, participle: Token, link: Link) -> bool:
    """Tell whether a participle of saying stands before the one whom it names: "*belirten* Bakan Celili"."""
    words = sentence.covering(link.mention.start, link.mention.end)
    if not words or participle.feats.get("VerbForm") != "Part" or participle.feats.get("Case", "Nom") != "Nom":
        return False
    near = 0 < words[0].index - participle.index <= AFTER
    return near and not any(token.text in COMMAS for token in sentence.between(participle, words[0]))


def _upright(sentence: Sentence, link: Link) -> bool:
    """Tell whether a mention stands in the nominative."""
    words = sentence.covering(link.mention.start, link.mention.end)
    return bool(words) and words[-1].feats.get("Case", "Nom") == "Nom" and not any(c in link.mention.text for c in "'’")


def says(scene: Scene, sentence: Sentence, token: Token) -> bool:
    """Tell whether a word is one of saying: a verb, or a noun that a light verb carries."""
    return _reports(scene, token) and (token.upos in VERBAL or _carried(sentence, token))


def _carried(sentence: Sentence, noun: Token) -> bool:
    """Tell whether a light verb makes a noun of saying a predicate ("açıklama yaptı")."""
    over = sentence[noun.head] if noun.head else None
    return any(child.deprel == "compound:lvc" for child in sentence.children(noun)) or bool(
        over and over.upos in VERBAL and noun.deprel in {"obj", "compound:lvc", "compound"}
    )


def quotation_speaker(scene: Scene, sentence: Sentence) -> str:
    """Return who speaks in a quotation that opens in this sentence and names its speaker in a later one, empty if nobody."""
    sentences = scene.document.sentences
    if sentence.index and scene.quoted[sentences[sentence.index - 1].end - 1]:
        return ""  # it opened earlier: its speaker is known
    for following in sentences[sentence.index + 1 : sentence.index + 1 + QUOTED_SENTENCES]:
        if not scene.quoted[following.start]:
            return ""
        if speaker := main_speaker(scene, following):
            return speaker
    return ""


def _reports(scene: Scene, token: Token) -> bool:
    lemma = language_pack(scene.language).lower(token.lemma)
    return lemma in reporting_words(scene.language)


def _speaker(scene: Scene, sentence: Sentence, verb: Token, inside: set[int]) -> str:
    built = predicate(sentence, verb, scene.language)
    for slot in ("subj", "understood", "loc"):  # "Açıklamada … belirtildi"
        keys = [key for token in built.fillers(slot) if token.index not in inside for key in scene.speakers_at(sentence, token)]
        if keys:
            return preferred_speaker(scene, keys)
    return ""


def preferred_speaker(scene: Scene, keys: list[str] | tuple[str, ...]) -> str:
    """Of a person and the state they speak for, prefer the person."""
    people = [key for key in keys if scene.entities[key].type is EntityType.PERSON]
    return (people or list(keys) or [""])[0]


def _according(scene: Scene, sentence: Sentence, token: Token) -> str:
    table: Any = language_pack(scene.language).section("attribution")
    pack = language_pack(scene.language)
    for child in sentence.children(token):
        marks = {pack.lower(grandchild.text) for grandchild in sentence.children(child) if grandchild.deprel in {"case", "fixed", "mark"}}
        if marks & set(table.get("adpositions", ())):
            return preferred_speaker(scene, scene.speakers_at(sentence, child))
    return ""


def quoted(text: str) -> list[bool]:
    """Tell for each character of a text whether it lies inside a quotation.

    Plain and single marks open after a space or at the start and close before one: an apostrophe stands between letters.
    """
    inside, opened = [], ""
    for i, mark in enumerate(text):
        before, after = text[i - 1 : i] or " ", text[i + 1 : i + 2] or " "
        if not opened and (mark in OPENING or (mark in PLAIN + SINGLE and not before.isalnum() and not after.isspace())):
            opened = mark
        elif opened and (
            mark in CLOSING or (opened == PLAIN == mark) or (opened in SINGLE and mark in SINGLE and not after.isalnum() and before.strip())
        ):
            opened = ""
        elif opened and opened in SINGLE + PLAIN and text[i : i + 2] == "\n\n":
            opened = ""  # a mark that was never closed ends with its paragraph
        inside.append(bool(opened))
    return inside


def indirect(sentence: Sentence, token: Token, rules: Grammar) -> bool:
    """Tell whether a word stands in a clause that its language marks as reported (Turkish -DIK, -AcAK, -mA before a verb of saying)."""
    if not rules.genitive_subject:
        return False
    for word in (token, *sentence.ancestors(token)):
        if (
            word.feats.get("VerbForm") in {"Vnoun", "Part"}
            and word.feats.get("Case") in {"Acc", "Nom"}
            and word.deprel.split(":")[0] in {"obj", "ccomp", "xcomp", "nmod", "obl", "nsubj", "csubj"}
        ):
            return True
        if word.upos in VERBAL and not word.feats.get("VerbForm"):
            return False
    return False
