"""The shipped multilingual encoder: expanded once, read once a sentence, shared by all of Stanza's processors.

The weights are multilingual-e5-small (MIT) in four-bit blocks (see `kg/models/README.md`). Stanza would call its transformer
once for each of tagger, parser and name recogniser; `SharedEncoder` remembers the rows of word pieces it has read, so that
the first processor pays and the others look up.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch

from kg.bert import Bert, Shape, WordPieces
from kg.errors import ModelError
from kg.resources import encoder_dir

NAME = "kg-encoder"  # what the heads remember under `bert_model`; never a path
KEEP = 8  # layers handed to the heads, from the top
BLOCK = 32  # four-bit weights a block share one scale
BATCH_PIECES = 4096  # word pieces read in one forward pass

Row = tuple[int, ...]


class Hidden(NamedTuple):
    """What Stanza reads of a transformer's output: states by layer, None for those that nothing asks for."""

    hidden_states: tuple[torch.Tensor | None, ...]


class SharedEncoder(Bert):
    """A frozen encoder that reads each row of word pieces once.

    `memo` holds, by row, the standardised states of the top layers, shape (KEEP, pieces, 384), and the
    mean-pooled, unit-length sentence vector, shape (384,). Call `forget()` between articles: then
    what a sentence gets does not depend on what was read before.
    """

    _hf_peft_config_loaded = False  # what Stanza asks of a transformer before it reads with it

    def __init__(self, shape: Shape) -> None:
        """Build the layers without weights; `load` fills them."""
        super().__init__(shape)
        self.memo: dict[Row, tuple[torch.Tensor, torch.Tensor]] = {}
        self.mean, self.std = torch.zeros(KEEP, 1, shape.hidden_size), torch.ones(KEEP, 1, shape.hidden_size)

    def train(self, mode: bool = True) -> SharedEncoder:
        """Stay in evaluation mode: Stanza's trainers would switch dropout on."""
        del mode
        super().train(False)
        return self

    def forget(self) -> None:
        """Drop everything remembered."""
        self.memo.clear()

    @torch.no_grad()
    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor, **_: object) -> Hidden:
        """Return the hidden states of a padded batch of shape (rows, width), as Stanza asks for them."""
        lengths = attention_mask.sum(1).tolist()
        rows = [tuple(row[:n]) for row, n in zip(input_ids.tolist(), lengths, strict=True)]
        self.read(rows)
        out = torch.zeros(KEEP, len(rows), input_ids.shape[1], self.config.hidden_size, device=input_ids.device)
        for j, row in enumerate(rows):
            out[:, j, : len(row)] = self.memo[row][0].float()
        return Hidden((None,) * (self.config.num_hidden_layers + 1 - KEEP) + tuple(out))

    def read(self, rows: Sequence[Row]) -> None:
        """Encode the rows not yet remembered, short ones first, in batches of about `BATCH_PIECES`."""
        missing = sorted({row for row in rows if row not in self.memo}, key=lambda row: (len(row), row))
        while missing:
            size = max(1, BATCH_PIECES // len(missing[min(len(missing), 64) - 1]))
            batch, missing = missing[:size], missing[size:]
            self._encode(batch)

    def _encode(self, batch: Sequence[Row]) -> None:
        width, pad = len(batch[-1]), self.config.pad_token_id
        device = self.mean.device
        ids = torch.tensor([[*row, *[pad] * (width - len(row))] for row in batch], device=device)
        mask = torch.tensor([[1] * len(row) + [0] * (width - len(row)) for row in batch], device=device)
        layers = self.states(ids, mask, KEEP)
        standard = ((layers - self.mean) / self.std).half()
        for j, row in enumerate(batch):
            pooled = layers[j, -1, : len(row)].mean(0)
            self.memo[row] = (standard[j, :, : len(row)].clone(), pooled / pooled.norm())


def sentence_vectors(model: SharedEncoder, tokenizer: WordPieces, sentences: Sequence[Sequence[str]]) -> list[tuple[float, ...]]:
    """Return one unit-length vector (384 numbers) for each sentence, given as its words; remembered rows cost nothing."""
    rows = [tuple(row) for row in tokenizer(sentences, is_split_into_words=True, truncation=True).input_ids]
    model.read(rows)
    return [tuple(model.memo[row][1].tolist()) for row in rows]


def expand(path: Path) -> dict[str, torch.Tensor]:
    """Turn four-bit blocks into float32: weight = (nibble - 8) * scale, low nibbles first.

    Raises:
        ModelError: when the file is missing or not in that format.
    """
    try:
        with zipfile.ZipFile(path) as archive:  # np.load would take any file, and tell of the rest in five kinds of error
            stored = {name.removesuffix(".npy"): np.lib.format.read_array(io.BytesIO(archive.read(name))) for name in archive.namelist()}
        weights = {key: stored[key].astype(np.float32) for key in stored if not key.endswith((".scale", ".nibbles"))}
        for key in stored:
            if key.endswith(".scale"):
                name = key.removesuffix(".scale")
                nibbles = stored[name + ".nibbles"]
                values = np.concatenate([nibbles & 15, nibbles >> 4], -1).astype(np.float32) - 8
                weights[name] = (values * stored[key].astype(np.float32)[..., None]).reshape(len(values), -1)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error) as error:
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
    weights = expand(folder / "weights_q4.npz")
    try:
        mean, std = weights.pop("states.mean"), weights.pop("states.std")
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
    model.eval().requires_grad_(False)
    return model, tokenizer
