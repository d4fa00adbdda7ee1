"""Train LSTMs on packed sequences faster, on a CPU.

For every step of a packed batch torch narrows one tensor of all its words (`PackedLayer` in its `RNN.cpp`), and on the way back fills
and adds up a zero tensor of that full size for each: time grows with the square of the length. Splitting the tensor once
does the same sums, and comes back in one piece.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from kg.instead import instead

Weights = Sequence[Tensor]  # of one direction of one layer: input's, hidden state's, and both's biases
States = tuple[Tensor, Tensor]  # hidden and cell


def quick_lstm() -> AbstractContextManager[None]:
    """Run `torch.nn.LSTM` inside by `packed_lstm` wherever it learns from a packed sequence; all else stays torch's own."""
    module: Any = torch._VF
    original = module.lstm

    def lstm(data: Tensor, *arguments: Any) -> Any:
        packed = isinstance(arguments[0], Tensor) and torch.is_grad_enabled() and data.device.type == "cpu"
        return packed_lstm(data, *arguments) if packed else original(data, *arguments)

    return instead(module, "lstm", lstm)


def packed_lstm(
    data: Tensor, batch_sizes: Tensor, hx: States, weights: Weights, biases: bool, layers: int, dropout: float, train: bool, both: bool
) -> tuple[Tensor, Tensor, Tensor]:
    """Return what `torch.lstm` returns for a packed sequence (its overload with `batch_sizes`), without projections.

    Args:
        data: shape (words, size), the sequences' first words first.
        batch_sizes: how many sequences have a word there, for each step.
        hx: first hidden and cell states, shapes (layers * directions, sequences, hidden size).
        weights: `_flat_weights` of the module.
        biases: whether `weights` has biases.
        layers: one on top of the other.
        dropout: between layers, while it is in training (`train`).
        train: whether it is.
        both: whether there are two directions.

    Returns:
        The states of the last layer, shape (words, directions * hidden size); the last hidden and cell states, as `hx`.
    """
    sizes, directions, each = batch_sizes.tolist(), 1 + both, 4 if biases else 2
    ends = []
    for layer in range(layers):
        if layer and dropout:
            data = functional.dropout(data, dropout, train)
        found = []
        for place in range(directions * layer, directions * (layer + 1)):
            first = (hx[0][place], hx[1][place])
            out, end = _direction(data, sizes, first, weights[each * place : each * (place + 1)], back=place % directions == 1)
            found.append(out)
            ends.append(end)
        data = torch.cat(found, 1)
    return data, torch.stack([end[0] for end in ends]), torch.stack([end[1] for end in ends])


def _direction(data: Tensor, sizes: list[int], first: States, weights: Weights, *, back: bool) -> tuple[Tensor, States]:
    """Run through a packed sequence in one direction; return its states and the last ones of each sequence."""
    bias = weights[2] + weights[3] if len(weights) > 2 else None
    inputs = torch.split(functional.linear(data, weights[0], bias), sizes)
    steps = range(len(sizes))
    start = sizes[-1] if back else sizes[0]
    state, done, found = (first[0][:start], first[1][:start]), [], []
    for step in reversed(steps) if back else steps:
        now, size = len(state[0]), sizes[step]
        if size > now:  # sequences that end here begin
            state = (torch.cat([state[0], first[0][now:size]]), torch.cat([state[1], first[1][now:size]]))
        elif size < now:
            done.append((state[0][size:], state[1][size:]))
            state = (state[0][:size], state[1][:size])
        state = _cell(inputs[step], state, weights[1])
        found.append(state[0])
    done.append(state)
    out = torch.cat(found[::-1] if back else found)
    return out, (torch.cat([hidden for hidden, _ in done[::-1]]), torch.cat([cell for _, cell in done[::-1]]))


def _cell(inputs: Tensor, state: States, weight: Tensor) -> States:
    """Hochreiter and Schmidhuber 1997 with forget gate, gates in torch's order."""
    enter, forget, new, leave = torch.addmm(inputs, state[0], weight.t()).chunk(4, 1)
    cell = torch.sigmoid(forget) * state[1] + torch.sigmoid(enter) * torch.tanh(new)
    return torch.sigmoid(leave) * torch.tanh(cell), cell
