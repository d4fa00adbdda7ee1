"""Read articles with Stanza: `Article` → `Document` of tagged, lemmatised, parsed sentences with names and vectors.

Only this module, `recognise` and `train` import stanza. The shipped models share one encoder, which reads each sentence once;
`official` uses the models that Stanza has downloaded, any other name a folder in Stanza's layout.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType, SimpleNamespace
from typing import Any

from kg.document import Article, Document, Sentence, Token
from kg.errors import ArticleError, ModelError
from kg.headlines import text_start
from kg.instead import instead
from kg.multiword import MultiWord, multiword_of
from kg.paragraphs import portions
from kg.recognise import NAMES, name_tags
from kg.resources import models_dir

SHIPPED = "kg"
OFFICIAL = "official"
SYNTAX = "tokenize,mwt,pos,lemma,depparse"
PROCESSORS = f"{SYNTAX},{NAMES}"
READING = 5  # of this module; another number where the same models say something else
SHARED = "multilingual"  # folder of models that serve every language
SEVERAL = "MWT=Yes"  # what Stanza's tokenizer says of a token that is several words
SAME_LENGTH = str.maketrans(
    {"\u0092": "’", "\u0091": "‘", "\u0093": "“", "\u0094": "”", "\u0096": "–", "\u00a0": " ", "\t": " ", "\n": " ", "\r": " "}
)


@dataclass(slots=True)
class Annotator:
    """Reads articles; loads a language's models when its first article comes.

    Args:
        models: `kg` (shipped), `official`, or a folder.
        threads: torch threads; one is fastest for models this small.
    """

    models: str = SHIPPED
    threads: int = 1
    _pipelines: dict[str, Any] = field(default_factory=dict)
    _encoder: tuple[Any, Any] | None = None

    def annotate(self, articles: Iterable[Article]) -> Iterator[Document | ArticleError]:
        """Yield a document for each article, in order; an `ArticleError` where one cannot be read.

        All sentences of an article go through each model as one batch, and nothing is remembered from one article to
        the next: what an article gives does not depend on its company.
        """
        for article in articles:
            try:
                yield self.read(article)
            except ModelError:
                raise
            except (RuntimeError, ValueError, IndexError, KeyError) as error:  # whatever a model trips over
                yield ArticleError(article.id, f"the models failed on it: {error}")

    def read(self, article: Article) -> Document:
        """Analyse one article.

        Raises:
            ModelError: the models are missing.
        """
        pipeline = self.pipeline(article.language)
        import torch

        torch.set_num_threads(self.threads)
        sentences: list[Sentence] = []
        for parts in portions(article.text):
            with torch.inference_mode(), _quick_trees():
                found = list(_parsed(pipeline, article, parts, opening=not sentences))
                words = [[word.text for word in sentence.words] for sentence, _ in found]
                names, read = name_tags(pipeline, words), self._encoded(words)
            if self._encoder:
                self._encoder[0].forget()
            sentences += [_sentence(len(sentences) + i, sentence, shift, names[i], *read[i]) for i, (sentence, shift) in enumerate(found)]
        return Document(article, tuple(sentences))

    def version(self) -> str:
        """Return a digest of the models' resource list, and of how they are asked: a key for caches of what they said."""
        import hashlib

        path = self._folder() / "resources.json"
        return hashlib.sha256(path.read_bytes() + bytes([READING])).hexdigest()[:12] if path.is_file() else "none"

    def _folder(self) -> Path:
        if self.models == SHIPPED:
            return models_dir()
        if self.models == OFFICIAL:
            from stanza.resources.common import DEFAULT_MODEL_DIR

            return Path(DEFAULT_MODEL_DIR)
        return Path(self.models)

    def _encoded(self, sentences: list[list[str]]) -> list[tuple[tuple[float, ...], bytes]]:
        """Return each sentence's vector and the states of its words."""
        if self._encoder is None:
            return [((), b"")] * len(sentences)
        from kg.encoder import read_words

        return read_words(*self._encoder, sentences)

    def pipeline(self, language: str) -> Any:
        """Return Stanza's pipeline for a language, loaded once.

        Raises:
            ModelError: the models are missing.
        """
        if language not in self._pipelines:
            self._pipelines[language] = self._load(language)
        return self._pipelines[language]

    def _load(self, language: str) -> Any:
        folder = self._folder()
        fix = f"`kg models --download {language}`" if self.models == OFFICIAL else "reinstall kg, or `kg train`"
        if not (folder / "resources.json").is_file():
            raise ModelError(f"{folder}: no models in Stanza's layout (resources.json is missing); fix: {fix}")
        import stanza
        from stanza.models.common.foundation_cache import BertRecord, FoundationCache

        logging.getLogger("stanza").setLevel(logging.ERROR)
        cache_ = FoundationCache()
        options: dict[str, Any] = {}
        if self.models != OFFICIAL:
            from kg import encoder
            from kg.views import views

            self._encoder = self._encoder or encoder.load()
            shared, tokenizer = self._encoder
            for name, model in views(shared, tokenizer, language, folder).items():
                cache_.bert[name] = BertRecord(model, tokenizer, {})
            options = _recognisers(folder, language)
        try:
            with _without_optimizers():
                pipeline = stanza.Pipeline(
                    language, dir=str(folder), processors=PROCESSORS, package="default", download_method=None,
                    foundation_cache=cache_, verbose=False, logging_level="ERROR", **options,
                )  # fmt: skip
        except (OSError, ValueError, stanza.pipeline.core.PipelineRequirementsException) as error:
            raise ModelError(f"{folder}: no usable {language!r} models ({error}); fix: {fix}") from error
        if (multiword := multiword_of(language, folder)) and "mwt" in pipeline.processors:
            _told(pipeline, multiword)
        return pipeline


def _recognisers(folder: Path, language: str) -> dict[str, str]:
    """Return the options for the language's own name recogniser and the one that serves all."""
    found = [str(path) for owner in (language, SHARED) if (path := folder / owner / NAMES / f"{SHIPPED}.pt").is_file()]
    if not found:
        return {}
    none = ";" * (len(found) - 1)  # Stanza wants as many of what may belong to them
    return {"ner_model_path": ";".join(found), **{f"ner_{part}_path": none for part in ("forward_charlm", "backward_charlm", "pretrain")}}


def _told(pipeline: Any, multiword: MultiWord) -> None:
    """Let a model say which of the tokenizer's tokens are several words, before Stanza's expander splits those."""
    expander = pipeline.processors["mwt"]
    expand = expander.process

    def process(document: Any) -> Any:
        for sentence in document.sentences:
            several = multiword.several([token.text for token in sentence.tokens])
            for token, answer in zip(sentence.tokens, several, strict=True):
                if answer is not None:
                    token.misc = SEVERAL if answer else None
        return expand(document)

    expander.process = process


def _parsed(pipeline: Any, article: Article, spans: Sequence[tuple[int, int]], *, opening: bool) -> Iterator[tuple[Any, int]]:
    """Yield Stanza's sentences of paragraphs, each with its paragraph's start; those in which headlines run on are read again in pieces."""
    for span, sentences in zip(spans, _sentences(pipeline, article, spans), strict=True):
        pieces = list(_pieces(article, span, sentences, opening=opening and span == spans[0]))
        read = _sentences(pipeline, article, pieces) if len(pieces) > 1 else [sentences]
        yield from ((sentence, start) for (start, _), some in zip(pieces, read, strict=True) for sentence in some)


def _sentences(pipeline: Any, article: Article, spans: Sequence[tuple[int, int]]) -> list[list[Any]]:
    from stanza.models.common.doc import Document as StanzaDocument

    texts = [StanzaDocument([], text=article.text[start:end].translate(SAME_LENGTH)) for start, end in spans]
    return [[sentence for sentence in part.sentences if sentence.words] for part in pipeline.bulk_process(texts, processors=SYNTAX)]


def _pieces(article: Article, span: tuple[int, int], sentences: Sequence[Any], *, opening: bool) -> Iterator[tuple[int, int]]:
    start, end = span
    for number, sentence in enumerate(sentences):
        words = [_token(word, token, span[0], "O") for token in sentence.tokens for word in token.words]
        if index := text_start(words, article.language, opening=opening and not number):
            yield start, words[index - 1].end
            start = words[index].start
    yield start, end


def _without_optimizers() -> AbstractContextManager[None]:
    """Keep Stanza from making optimizers: its trainers do even to read, and the first one imports torch's compiler for two seconds."""
    from stanza.models.common import utils

    return instead(utils, "dispatch_optimizer", lambda *_, lr=0.0, **__: SimpleNamespace(param_groups=[{"lr": lr}]))  # for its schedulers


def _quick_trees() -> AbstractContextManager[None]:
    """Let Stanza's parser search for the best tree only where the best heads make none."""
    from stanza.models.depparse import model

    from kg.trees import greedy_tree

    search = model.chuliu_edmonds_one_root

    def tree(scores: Any) -> Any:
        found = greedy_tree(scores)
        return search(scores) if found is None else found

    return instead(model, "chuliu_edmonds_one_root", tree)


def download(language: str) -> Path:
    """Fetch Stanza's official models of a language into Stanza's own folder, and return it.

    Stanza's environment variables say from where and where to: `STANZA_RESOURCES_URL`, `STANZA_MODEL_URL`, `STANZA_RESOURCES_DIR`.

    Raises:
        ModelError: the server cannot be reached, or has no such language.
    """
    import stanza
    from stanza.resources.common import DEFAULT_MODEL_DIR

    try:
        stanza.download(language, processors=PROCESSORS, verbose=False)
    except (OSError, ValueError, AssertionError) as error:  # requests' errors are OSErrors
        raise ModelError(f"official models for {language!r} cannot be fetched: {error}; see STANZA_RESOURCES_URL") from error
    return Path(DEFAULT_MODEL_DIR)


def _sentence(index: int, sentence: Any, shift: int, names: list[str], vector: tuple[float, ...], states: bytes) -> Sentence:
    words = [(word, token) for token in sentence.tokens for word in token.words]
    tokens = tuple(_token(word, token, shift, name) for (word, token), name in zip(words, names, strict=True))
    return Sentence(index, tokens[0].start, tokens[-1].end, tokens, vector, states)


def _token(word: Any, token: Any, shift: int, name: str) -> Token:
    feats = MappingProxyType(dict(item.split("=", 1) for item in (word.feats or "").split("|") if "=" in item))
    deprel = word.deprel or "dep"
    start, end = (token.start_char, token.end_char) if word.start_char is None else (word.start_char, word.end_char)
    return Token(
        word.id, word.text, word.lemma or word.text, word.upos or "X", word.head or 0, deprel, start + shift, end + shift, feats, name
    )
