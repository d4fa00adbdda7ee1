"""The shipped multilingual encoder: expanded once, read once a sentence, shared by all of Stanza's processors.

The weights are multilingual-e5-small (MIT) in four-bit blocks (see `kg/models/README.md`). Stanza would call its transformer
once for each of tagger, parser and name recogniser; `SharedEncoder` remembers the rows of word pieces it has read, so that
the first processor pays and the others look up. Stanza also takes only the state of a word's last piece, in Turkish often a case
ending ("Çavuşoğlu'yla" → *yla*), and the mean of all layers; here heads get the mean of its pieces, too, and lower and upper layers apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch

from kg.bert import Bert, Shape, WordPieces
from kg.document import STATE_UNIT, STATES
from kg.errors import ModelError
from kg.resources import encoder_dir, read_arrays

KEEP = 8  # layers that the heads learn from, from the top
GROUPS = 2  # lower and upper ones of these, averaged apart
BLOCK = 32  # four-bit weights a block share one scale
BATCH_PIECES = 4096  # word pieces read in one forward pass

Row = tuple[int, ...]


class Hidden(NamedTuple):
    """What Stanza reads of a transformer's output: states by layer, of which it takes the last."""

    hidden_states: tuple[torch.Tensor, ...]


class Read(NamedTuple):
    """What is remembered of a row of word pieces.

    Attributes:
        words: each piece's state and its word's, of lower and upper layers, standardised and projected, shape (pieces, dimensions).
        vector: the mean of the top layer's states, of unit length, shape (384,).
    """

    words: torch.Tensor
    vector: torch.Tensor


class SharedEncoder(Bert):
    """A frozen encoder that reads each row of word pieces once.

    Call `forget()` between articles: then what a sentence gets does not depend on what was read before.

    Attributes:
        memo: what was read, by row.
        begins: for each piece of the vocabulary, whether a word begins with it.
        center, projection: of whole words' states, shapes (4 * 384,) and (4 * 384, dimensions).
    """

    _hf_peft_config_loaded = False  # what Stanza asks of a transformer before it reads with it

    def __init__(self, shape: Shape) -> None:
        """Build the layers without weights; `load` fills them."""
        super().__init__(shape)
        self.memo: dict[Row, Read] = {}
        size = shape.hidden_size
        self.mean, self.std = torch.zeros(KEEP, 1, size), torch.ones(KEEP, 1, size)
        self.begins = torch.ones(shape.vocab_size, dtype=torch.bool)
        self.center, self.projection = torch.zeros(2 * GROUPS * size), torch.zeros(2 * GROUPS * size, 2 * GROUPS * size)

    @property
    def config(self) -> Shape:
        """What Stanza asks how large states are."""
        return replace(self.shape, hidden_size=self.projection.shape[1])

    def train(self, mode: bool = True) -> SharedEncoder:
        """Stay in evaluation mode: Stanza's trainers would switch dropout on."""
        del mode
        super().train(False)
        return self

    def forget(self) -> None:
        """Drop everything remembered."""
        self.memo.clear()

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor, **_: object) -> Hidden:
        """Return the states of a padded batch of pieces, shape (rows, width, dimensions), as Stanza asks for them."""
        return Hidden((self.padded(input_ids, attention_mask),))

    @torch.no_grad()
    def padded(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """Return the states of words for a padded batch, as floats of shape (rows, width, dimensions)."""
        lengths = attention_mask.sum(1).tolist()
        rows = [tuple(row[:n]) for row, n in zip(input_ids.tolist(), lengths, strict=True)]
        self.read(rows)
        found = [self.memo[row].words for row in rows]
        out = torch.zeros(len(rows), input_ids.shape[1], found[0].shape[-1], device=input_ids.device)
        for j, states in enumerate(found):
            out[j, : len(states)] = states.float()
        return out

    def read(self, rows: Sequence[Row]) -> None:
        """Encode the rows not yet remembered, short ones first, in batches of about `BATCH_PIECES`."""
        missing = sorted({row for row in rows if row not in self.memo}, key=lambda row: (len(row), row))
        while missing:
            size = max(1, BATCH_PIECES // len(missing[min(len(missing), 64) - 1]))
            batch, missing = missing[:size], missing[size:]
            self._encode(batch)

    def _encode(self, batch: Sequence[Row]) -> None:
        ids, mask = self.batched(batch)
        layers = self.states(ids, mask, KEEP)
        grouped = self.grouped(layers)
        words = ((self.whole(grouped, ids, mask) - self.center) @ self.projection).half()
        for j, row in enumerate(batch):
            pooled = layers[j, -1, : len(row)].mean(0)
            self.memo[row] = Read(words[j, : len(row)].clone(), pooled / pooled.norm())

    def batched(self, batch: Sequence[Row]) -> tuple[torch.Tensor, torch.Tensor]:
        """Pad rows to the longest; return the pieces and the mask."""
        width, pad, device = max(map(len, batch)), self.shape.pad_token_id, self.mean.device
        ids = torch.tensor([[*row, *[pad] * (width - len(row))] for row in batch], device=device)
        mask = torch.tensor([[1] * len(row) + [0] * (width - len(row)) for row in batch], device=device)
        return ids, mask

    def grouped(self, layers: torch.Tensor) -> torch.Tensor:
        """Standardise states of shape (rows, KEEP, width, size) and average them by group: (rows, width, GROUPS * size)."""
        standard = (layers - self.mean) / self.std
        return torch.cat([group.mean(1) for group in standard.chunk(GROUPS, 1)], -1)

    def whole(self, grouped: torch.Tensor, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Put before each piece's states the mean of those of its word: (rows, width, 2 * GROUPS * size)."""
        word = self.begins[ids].long().cumsum(1)
        same = (word[:, :, None] == word[:, None, :]) & mask[:, None, :].bool()
        shares = same.float() / same.sum(-1, keepdim=True).clamp(min=1)
        return torch.cat([shares @ grouped, grouped], -1)


def read_words(model: SharedEncoder, tokenizer: WordPieces, sentences: Sequence[Sequence[str]]) -> list[tuple[tuple[float, ...], bytes]]:
    """Return for each sentence, given as its words, its vector of unit length (384 numbers) and the states of its words.

    States are the first `STATES` dimensions that heads see of each word, in whole `STATE_UNIT`s; a word beyond what the encoder reads of a
    sentence has zeros. Remembered rows cost nothing.
    """
    pieces = tokenizer(sentences, is_split_into_words=True, truncation=True)
    rows = [tuple(row) for row in pieces.input_ids]
    model.read(rows)
    found = []
    for i, (row, words) in enumerate(zip(rows, sentences, strict=True)):
        last = {word: place for place, word in enumerate(pieces.word_ids(i)) if word is not None}
        states = torch.zeros(len(words), STATES, dtype=torch.int8)
        units = model.memo[row].words[list(last.values()), :STATES].float().cpu() / STATE_UNIT
        states[list(last)] = units.round().clamp(-127, 127).to(torch.int8)
        found.append((tuple(model.memo[row].vector.tolist()), states.numpy().tobytes()))
    return found


def expand(path: Path) -> dict[str, torch.Tensor]:
    """Turn four-bit blocks into float32: weight = (nibble - 8) * scale, low nibbles first.

    Raises:
        ModelError: when the file is missing or not in that format.
    """
    stored = read_arrays(path, "the encoder's weights")
    try:
        weights = {key: stored[key].astype(np.float32) for key in stored if not key.endswith((".scale", ".nibbles"))}
        for key in stored:
            if key.endswith(".scale"):
                name = key.removesuffix(".scale")
                nibbles = stored[name + ".nibbles"]
                values = np.concatenate([nibbles & 15, nibbles >> 4], -1).astype(np.float32) - 8
                weights[name] = (values * stored[key].astype(np.float32)[..., None]).reshape(len(values), -1)
    except (ValueError, KeyError) as error:
        raise ModelError(f"{path}: the encoder's weights cannot be read ({error}); reinstall kg") from error
    return {name: torch.from_numpy(values) for name, values in weights.items()}


def has_fast_bfloat16() -> bool:
    """Tell whether this processor multiplies bfloat16 matrices in hardware (AMX); elsewhere float32 is faster."""
    probe = getattr(torch.cpu, "_is_amx_tile_supported", None)
    return bool(probe and probe())


def load(folder: Path | None = None) -> tuple[SharedEncoder, WordPieces]:
    """Return the encoder, ready to read, and its tokenizer.

    Raises:
        ModelError: when a file is missing or damaged.
    """
    folder = folder or encoder_dir()
    weights, words = expand(folder / "weights_q4.npz"), expand(folder / "words.npz")
    try:
        mean, std = weights.pop("states.mean"), weights.pop("states.std")
        center, projection = words["center"], words["projection"]
        shape = Shape.read(folder / "config.json")
        with torch.device("meta"):  # nobody wants random weights first
            model = SharedEncoder(shape)
        model.load_state_dict(weights, assign=True)
        tokenizer = WordPieces(folder / "tokenizer.json", shape.pad_token_id, shape.max_position_embeddings)
    except Exception as error:  # the tokenizer's own errors have no narrower class
        raise ModelError(f"{folder}: the encoder cannot be loaded ({error}); reinstall kg") from error
    if torch.cuda.is_available():
        model.to("cuda", torch.float16)
    elif has_fast_bfloat16():
        model.to(torch.bfloat16)
    device = next(model.parameters()).device
    model.mean = mean[-KEEP:, None].to(device)
    model.std = std[-KEEP:, None].to(device) + 1e-4
    model.begins = torch.tensor(tokenizer.begins(), device=device)
    model.center, model.projection = center.to(device), projection.to(device)
    model.eval().requires_grad_(False)
    return model, tokenizer
