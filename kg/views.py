"""The shared encoder as heads see it: through what Stanza takes for a transformer. All look at what it remembers of a sentence.

A head remembers under `bert_model` the name of what it learned to look at.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import torch
from torch import nn

from kg.bert import WordPieces
from kg.encoder import Hidden, SharedEncoder
from kg.morphology import Morphology, morphology_of

WORDS = "kg-encoder-words"  # never a path; with a language's code, morphology as well
LAYERS = 1  # what heads get, as Stanza counts
LOUD = 1.5  # what a property of a word says, among states of variance one


class AnalysedWords(nn.Module):
    """The shared encoder, and what each word may be by its stem and ending: a number for each property of `kg.morphology`."""

    _hf_peft_config_loaded = False

    def __init__(self, shared: SharedEncoder, tokenizer: WordPieces, morphology: Morphology) -> None:
        super().__init__()
        self.shared, self.tokenizer, self.morphology = shared, tokenizer, morphology
        self.config = replace(shared.config, hidden_size=shared.config.hidden_size + len(morphology.properties))

    def train(self, mode: bool = True) -> AnalysedWords:
        """Stay in evaluation mode, as the encoder does."""
        del mode
        super().train(False)
        return self

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor, **_: object) -> Hidden:
        """Return the states of a padded batch of pieces, shape (rows, width, dimensions + properties), as Stanza asks for them."""
        states = self.shared.padded(input_ids, attention_mask)
        marks = states.new_zeros(*states.shape[:2], len(self.morphology.properties))
        said = [
            (j, place, number)
            for j, row in enumerate(input_ids.tolist())
            for word, places in self.tokenizer.spelled(row)
            for number in self.morphology.of(word)
            for place in places
        ]
        marks[tuple(torch.tensor(said, dtype=torch.long, device=marks.device).view(-1, 3).T)] = LOUD
        return Hidden((torch.cat([states, marks], -1),))


def views(shared: SharedEncoder, tokenizer: WordPieces, language: str, folder: Path) -> dict[str, nn.Module]:
    """Return the encoder as the heads of a language see it, by the names that they remember."""
    found: dict[str, nn.Module] = {WORDS: shared}
    morphology = morphology_of(language, folder)
    return {**found, f"{WORDS}-{language}": AnalysedWords(shared, tokenizer, morphology)} if morphology else found
