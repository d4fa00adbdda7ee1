"""Ask a pipeline's name recognisers about words. Those that know the same tags answer together.

A recogniser that learned from one language knows its encyclopedia better, one that learned from two languages its news.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from kg.names import agreed
from kg.resources import models_dir, read_toml

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Scores = tuple[list[NDArray[np.float32]], NDArray[np.float32]]  # of each sentence's words, shape (words, tags); of a tag after another

NAMES = "ner"


def name_tags(pipeline: Any, sentences: list[list[str]]) -> list[list[str]]:
    """Return a name tag for each word of each sentence.

    Stanza's pipeline hands its recogniser tokens ("Turkey's"), which those that were trained on words ("Turkey", "'s") get wrong,
    and puts the tag on both (stanfordnlp/stanza issue 999). It reads each sentence by itself; here a name is of one type nearby.
    """
    from stanza.models.common.doc import Document

    if not sentences:
        return []
    words = Document([[{"id": i, "text": word} for i, word in enumerate(sentence, 1)] for sentence in sentences])
    trainers = pipeline.processors[NAMES].trainers
    tags = [_units(trainer) for trainer in trainers] if len(trainers) > 1 else []
    if tags and all(known == tags[0] for known in tags):
        found = _together(words, trainers, tags[0])
    else:
        found = [[token.ner for token in sentence.tokens] for sentence in pipeline.process(words, processors=NAMES).sentences]
    return agreed(sentences, [[name_tag(tag) for tag in row] for row in found])


def _together(words: Any, trainers: Sequence[Any], tags: Sequence[str]) -> list[list[str]]:
    """Return the tags of the series that has the best mean of all recognisers' scores.

    Conditional random fields answer with the exponential of a sum, so this is the geometric mean of what they hold likely. Stanza itself
    would take the first one's names, and of the others' those that lie between.
    """
    import numpy as np
    from stanza.models.common.crf import viterbi_decode
    from stanza.models.ner.trainer import fix_singleton_tags

    scores, after = zip(*(_scores(words, trainer) for trainer in trainers), strict=True)
    follows = np.mean(after, 0)
    best = (viterbi_decode(np.mean(rows, 0), follows)[0] for rows in zip(*scores, strict=True))
    return [list(fix_singleton_tags([tags[number] for number in series])) for series in best]


def _scores(words: Any, trainer: Any) -> Scores:
    """Return what a recogniser gives each tag of each word, and each tag after another."""
    import torch
    from stanza.models.common.utils import unsort
    from stanza.models.ner.data import DataLoader
    from stanza.models.ner.trainer import unpack_batch

    model = trainer.model.eval()
    found: list[NDArray[np.float32]] = []
    after: Any = None
    batches = DataLoader(
        words, trainer.args["batch_size"], trainer.args, vocab=trainer.vocab, evaluation=True, preprocess_tags=False,
        bert_tokenizer=model.bert_tokenizer,
    )  # fmt: skip
    with torch.no_grad():
        for batch in batches:
            (texts, letters, mask, characters, tags), order, *orders, lengths, word_lengths, character_lengths, offsets = unpack_batch(
                batch, next(model.parameters()).device
            )
            _, scores, transitions = model(
                texts, letters, mask, tags, orders[0], lengths, word_lengths, characters, offsets, character_lengths, orders[1]
            )
            rows = [row[:length].cpu().numpy() for row, length in zip(scores[0], lengths, strict=True)]
            found += unsort(rows, order)
            after = transitions[0].cpu().numpy()
    return found, after


def _units(trainer: Any) -> list[str]:
    """Return the tags that a recogniser knows, in the order of their numbers; Stanza's marks among them."""
    units: Any = trainer.vocab["tag"]._id2unit
    return list(units[0] if isinstance(units, dict) else units)


@cache
def _labels() -> Mapping[str, str]:
    labels: dict[str, str] = read_toml(models_dir() / "labels.toml")["ner"]
    return labels


def name_tag(tag: str | None) -> str:
    """Map a model's BIO or BIOES tag to a BIO tag of our nine types.

    >>> name_tag("S-GPE"), name_tag("E-PERSON"), name_tag("S-CARDINAL")
    ('B-LOC', 'I-PER', 'O')
    """
    if not tag or "-" not in tag:
        return "O"
    position, label = tag.split("-", 1)
    known = _labels().get(label)
    return f"{'B' if position in 'BS' else 'I'}-{known}" if known else "O"
