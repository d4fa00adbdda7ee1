"""How fast articles are read: `python -m tests.benchmark [PATH...]` (the seeds by default), one thread, ratios from one run.

It times loading in a fresh process, then the whole pipeline on the articles with the encoder's one pass shared by tagger, parser
and name recogniser, then with a pass for each of them as Stanza does it by itself, then linking and extraction alone; and what a name
recogniser's LSTMs take to learn from a batch, by torch's own code and by `kg.train.packed`.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import torch

from kg.annotate import Annotator
from kg.build import Reader
from kg.document import Article, Document
from kg.encoder import SharedEncoder
from kg.errors import ArticleError
from kg.ingest import read_articles
from kg.instead import instead
from kg.language import language_codes
from kg.train.packed import quick_lstm

SEEDS = Path(__file__).parents[1] / "seeds"
ROUNDS = 5
WORDS = 4000  # at least so many are read in each round
LOAD = "from kg.annotate import Annotator; a = Annotator(); [a.pipeline(code) for code in {codes!r}]"


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def loading() -> float:
    """Return the seconds that a fresh process takes to load every language, the second time (from a warm file cache)."""
    for _ in range(2):
        begin = time.perf_counter()
        subprocess.run([sys.executable, "-c", LOAD.format(codes=language_codes())], check=True)
        taken = time.perf_counter() - begin
    return taken


def reading(annotator: Annotator, articles: list[Article]) -> tuple[float, list[Document]]:
    """Return words a second over the articles, gone through until there are enough words, and their documents."""
    documents: list[Document] = []
    words, begin = 0, time.perf_counter()
    while words < WORDS:
        documents = [annotator.read(article) for article in articles]
        words += sum(len(sentence.tokens) for document in documents for sentence in document.sentences)
    return words / (time.perf_counter() - begin), documents


def one_pass_each(run: Any) -> Any:
    """Run something with an encoder that forgets before each processor asks."""
    padded = SharedEncoder.padded

    def forgetful(self: SharedEncoder, *arguments: Any, **options: Any) -> Any:
        self.forget()
        return padded(self, *arguments, **options)

    with instead(SharedEncoder, "padded", forgetful):
        return run()


def learning(sequences: int, longest: int, inputs: int, hidden: int) -> tuple[float, float]:
    """Return the seconds that an LSTM takes to learn from a batch of sequences of 1 to `longest`, by torch's own code and by ours."""
    torch.manual_seed(1)
    module = torch.nn.LSTM(inputs, hidden, batch_first=True, bidirectional=True)
    lengths = torch.linspace(longest, 1, sequences).round().long()
    batch = torch.randn(sequences, longest, inputs, requires_grad=True)

    def taken() -> float:
        times = []
        for _ in range(ROUNDS):
            begin = time.perf_counter()
            out, _ = module(torch.nn.utils.rnn.pack_padded_sequence(batch, lengths, batch_first=True))
            out.data.sum().backward()
            times.append(time.perf_counter() - begin)
        return min(times)

    usual = taken()
    with quick_lstm():
        return usual, taken()


def main() -> None:
    """Print the figures."""
    paths = [Path(argument) for argument in sys.argv[1:]] or [SEEDS]
    articles = [article for article in read_articles(paths) if not isinstance(article, ArticleError)]
    say(f"{len(articles)} articles, torch {torch.__version__}, one thread")
    say(f"loading {' and '.join(language_codes())} in a fresh process: {loading():.1f} s")
    annotator, reader = Annotator(), Reader()
    for article in articles:
        annotator.read(article)  # loads, and warms up
    model = annotator._encoder[0] if annotator._encoder else None
    types = [torch.bfloat16, torch.float32] if model and next(model.parameters()).dtype == torch.bfloat16 else [torch.float32]
    for kind in types:
        if model:
            model.to(kind)
        shared, documents = reading(annotator, articles)
        apart, _ = one_pass_each(lambda: reading(annotator, articles))
        say(f"{kind}: {shared:.0f} words a second; with three passes {apart:.0f}; ratio {shared / apart:.2f}")
    for document in documents:
        reader.facts_of(document)  # loads gazetteer, frames and judge, and what they remember of each language
    told, begin = 0, time.perf_counter()
    while told < WORDS:
        for document in documents:
            reader.facts_of(document)
            told += sum(len(sentence.tokens) for sentence in document.sentences)
    share = (time.perf_counter() - begin) / told * shared
    say(f"linking and extraction: {share * 100:.0f} % of annotation's time (the last of the above)")
    for what, shape in {"32 sentences": (32, 80, 888, 200), "the letters of 1,000 words": (1000, 25, 100, 60)}.items():
        usual, quick = learning(*shape)
        say(f"an LSTM learns from {what} in {usual:.3f} s by torch's own code, in {quick:.3f} s by ours; ratio {usual / quick:.2f}")


if __name__ == "__main__":
    main()
