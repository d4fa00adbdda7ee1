"""LSTMs on packed sequences learn what torch's own learn."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.train import packed
from kg.train.packed import quick_lstm


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.integers(1, 9), min_size=1, max_size=6),
    st.integers(1, 2),
    st.booleans(),
    st.booleans(),
)
def test_states_and_gradients_are_those_of_torch(lengths: list[int], layers: int, both: bool, biases: bool) -> None:
    torch.manual_seed(1)
    module = torch.nn.LSTM(4, 3, layers, bias=biases, batch_first=True, bidirectional=both)
    words = torch.randn(len(lengths), max(lengths), 4, requires_grad=True)
    first = [torch.randn(layers * (1 + both), len(lengths), 3, requires_grad=True) for _ in range(2)]

    def learned() -> list[torch.Tensor]:
        for tensor in (words, *first, *module.parameters()):
            tensor.grad = None
        sequence = torch.nn.utils.rnn.pack_padded_sequence(words, torch.tensor(lengths), batch_first=True, enforce_sorted=False)
        out, (hidden, cell) = module(sequence, tuple(first))
        (out.data.pow(2).sum() + hidden.sum() + cell.pow(3).sum()).backward()
        return [
            out.data,
            hidden,
            cell,
            *(torch.clone(tensor.grad) for tensor in (words, *first, *module.parameters()) if tensor.grad is not None),
        ]

    usual = learned()
    with quick_lstm():
        quick = learned()
    assert all(torch.allclose(one, other, atol=1e-5) for one, other in zip(usual, quick, strict=True))


def test_only_learning_from_packed_sequences_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    module, calls, known = torch.nn.LSTM(4, 3), [], packed.packed_lstm

    def counted(*arguments: object) -> object:
        calls.append(arguments)
        return known(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(packed, "packed_lstm", counted)
    sequence = torch.nn.utils.rnn.pack_sequence([torch.randn(2, 4)])
    with quick_lstm():
        module(torch.randn(2, 1, 4))
        with torch.no_grad():
            module(sequence)
        assert not calls
        module(sequence)
        assert len(calls) == 1
    module(sequence)
    assert len(calls) == 1
