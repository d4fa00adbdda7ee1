"""The shape of the shipped encoder and the word pieces it reads: BERT (Devlin et al. 2019, arXiv:1810.04805) in plain torch.

Written out here because importing it from transformers took longer than everything else that `kg` loads. Modules carry the names
of the weights as Hugging Face saves them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

BEGIN = "\u2581"  # what the pieces that begin a word begin with


@dataclass(frozen=True, slots=True)
class Shape:
    """What of Hugging Face's `config.json` decides the network."""

    vocab_size: int
    hidden_size: int
    num_hidden_layers: int
    num_attention_heads: int
    intermediate_size: int
    max_position_embeddings: int = 512
    type_vocab_size: int = 2
    layer_norm_eps: float = 1e-12
    pad_token_id: int = 0

    @classmethod
    def read(cls, path: Path) -> Shape:
        """Read `config.json`; what is not needed there is left."""
        settings = json.loads(path.read_text(encoding="utf-8"))
        return cls(**{field.name: settings[field.name] for field in fields(cls) if field.name in settings})


class Layer(nn.Module):
    """Self-attention and a feed-forward network, each with a residual and a norm after it."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        size, wide = shape.hidden_size, shape.intermediate_size
        self.heads = shape.num_attention_heads
        self.attention = nn.ModuleDict(
            {
                "self": nn.ModuleDict({name: nn.Linear(size, size) for name in ("query", "key", "value")}),
                "output": nn.ModuleDict({"dense": nn.Linear(size, size), "LayerNorm": nn.LayerNorm(size, shape.layer_norm_eps)}),
            }
        )
        self.intermediate = nn.ModuleDict({"dense": nn.Linear(size, wide)})
        self.output = nn.ModuleDict({"dense": nn.Linear(wide, size), "LayerNorm": nn.LayerNorm(size, shape.layer_norm_eps)})

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Map states of shape (rows, width, size); `mask` has zero where there are pieces and a large negative number elsewhere."""
        query, key, value = (
            self.attention["self"][name](x).unflatten(-1, (self.heads, -1)).transpose(1, 2)  # type: ignore[index]
            for name in ("query", "key", "value")
        )
        seen = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        output = self.attention["output"]
        x = output["LayerNorm"](output["dense"](seen.transpose(1, 2).flatten(2)) + x)  # type: ignore[index]
        found: Tensor = self.output["LayerNorm"](self.output["dense"](functional.gelu(self.intermediate["dense"](x))) + x)
        return found


def _embedding(count: int, size: int) -> nn.Embedding:
    """Make an embedding without drawing its weights: they are loaded, and drawing them on no device imports half of torch."""
    return nn.Embedding(count, size, _weight=torch.empty(count, size))


class Bert(nn.Module):
    """Embeddings and layers."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.embeddings = nn.ModuleDict(
            {
                "word_embeddings": _embedding(shape.vocab_size, shape.hidden_size),
                "position_embeddings": _embedding(shape.max_position_embeddings, shape.hidden_size),
                "token_type_embeddings": _embedding(shape.type_vocab_size, shape.hidden_size),
                "LayerNorm": nn.LayerNorm(shape.hidden_size, shape.layer_norm_eps),
            }
        )
        self.stack = [Layer(shape) for _ in range(shape.num_hidden_layers)]
        self.encoder = nn.ModuleDict({"layer": nn.ModuleList(self.stack)})

    def states(self, ids: Tensor, mask: Tensor, keep: int) -> Tensor:
        """Return the last `keep` layers' states of padded rows of pieces, shape (rows, keep, width, size)."""
        words, places, kinds = (self.embeddings[f"{name}_embeddings"] for name in ("word", "position", "token_type"))
        x = self.embeddings["LayerNorm"](words(ids) + places.weight[: ids.shape[1]] + kinds.weight[0])  # type: ignore[index]
        hidden = (1 - mask[:, None, None, :].to(x.dtype)) * torch.finfo(x.dtype).min
        found = []
        for layer in self.stack:
            x = layer(x, hidden)
            found.append(x)
        return torch.stack([layer.float() for layer in found[-keep:]], 1)


class Pieces(dict[str, Any]):
    """Word pieces of some sentences, as Stanza asks for them."""

    def __init__(self, encodings: Sequence[Any], ids: Sequence[Sequence[int]], mask: Sequence[Sequence[int]]) -> None:
        super().__init__(input_ids=ids, attention_mask=mask)
        self.encodings = encodings

    @property
    def input_ids(self) -> Any:
        """Rows of piece numbers."""
        return self["input_ids"]

    def word_ids(self, batch_index: int = 0) -> list[int | None]:
        """Return for each piece of a row the word it belongs to, None for marks and padding."""
        found: list[int | None] = self.encodings[batch_index].word_ids
        return found + [None] * (len(self["input_ids"][batch_index]) - len(found))


class WordPieces:
    """The tokenizer, with the calls of Hugging Face's that Stanza makes. `model_max_length` is in pieces."""

    def __init__(self, path: Path, pad: int, model_max_length: int) -> None:
        self.tokenizer = Tokenizer.from_file(str(path))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        self.pad, self.model_max_length = pad, model_max_length
        self.marks = {pad, *self.tokenizer.encode([], is_pretokenized=True).ids}  # begin and end of a sentence

    def begins(self) -> list[bool]:
        """Tell for each piece of the vocabulary whether a word begins with it; marks count as words."""
        pieces = [self.tokenizer.id_to_token(number) or "" for number in range(self.tokenizer.get_vocab_size())]
        return [piece.startswith(BEGIN) or number in self.marks for number, piece in enumerate(pieces)]

    def spelled(self, row: Sequence[int]) -> Iterator[tuple[str, range]]:
        """Yield each word that a row of pieces spells, and the places of its pieces; marks and padding are among no words."""
        texts = [self.tokenizer.id_to_token(number) or "" for number in row]
        starts = [place for place, text in enumerate(texts) if text.startswith(BEGIN) or row[place] in self.marks]
        for start, end in zip(starts, [*starts[1:], len(row)], strict=True):
            if row[start] not in self.marks:
                yield "".join(texts[start:end]).replace(BEGIN, ""), range(start, end)

    def __call__(
        self,
        sentences: Sequence[Any],
        *,
        is_split_into_words: bool = False,
        padding: bool | str = False,
        truncation: bool = False,
        **_: object,
    ) -> Pieces:
        """Cut sentences (lists of words, or strings) into pieces; `padding` fills rows up to the longest."""
        encodings = self.tokenizer.encode_batch(
            [s if isinstance(s, str) else list(s) for s in sentences], is_pretokenized=is_split_into_words
        )
        if truncation:
            for encoding in encodings:
                encoding.truncate(self.model_max_length)
        rows = [encoding.ids for encoding in encodings]
        width = max(map(len, rows), default=0) if padding else 0
        ids = [[*row, *[self.pad] * (width - len(row))] for row in rows]
        return Pieces(encodings, ids, [[1] * len(row) + [0] * (width - len(row)) for row in rows])
