"""The progress of a training, read from what trainers log."""

from __future__ import annotations

import logging

import pytest

from kg.train.progress import shown

LINES = [
    "step 760/15855 (epoch 1/15), loss = 0.482901 (0.052 sec/batch), lr: 0.001000",
    "Finished STEP 40/2700, loss = 6.851430 (1.852 sec/batch), lr: 0.001000",
    "Step    460/ 12000 Loss: 0.028",
    "step 350 of 2974, 80 min left; loss: Turkish trees 6.589",
]


@pytest.mark.parametrize("line", LINES)
def test_every_trainer_is_understood(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    with shown():
        logging.getLogger("stanza").info("%s", line)
        logging.getLogger("stanza").info("%s", line)
    assert capsys.readouterr().err.splitlines() == [line], "a line each tenth of the way where there is no terminal"


def test_chatter_is_kept_back_and_news_is_passed_on(capsys: pytest.CaptureFixture[str]) -> None:
    before = logging.getLogger("stanza").handlers
    with shown():
        logging.getLogger("stanza").info("Building an attentional Seq2Seq model...")
        logging.getLogger("stanza").warning("no [xpos] here")
        logging.getLogger("stanza").info("step 500: train_loss = 5.08, dev_score = 0.6600")
        logging.getLogger("kg.train.run").info("training pos of tr")
    assert capsys.readouterr().err.splitlines() == [
        "no [xpos] here",
        "step 500: train_loss = 5.08, dev_score = 0.6600",
        "training pos of tr",
    ]
    assert logging.getLogger("stanza").handlers is before
