"""Training: what is learnt can be saved, loaded and told from what is hard."""

from itertools import pairwise

import numpy as np
import pytest
import torch
from evaluate import load_network, preprocess
from render import render
from safetensors.torch import load_file
from torch import Tensor
from train import (
    Trainer,
    build_trainer,
    class_weights,
    learning_rate,
    loss_of,
    save_weights,
    train_step,
)


@pytest.fixture
def trainer() -> Trainer:
    torch.manual_seed(0)
    return build_trainer(torch.device("cpu"))


@pytest.fixture(scope="module")
def batch() -> tuple[Tensor, Tensor]:
    pairs = [render(seed) for seed in (0, 1)]
    images = np.stack([image for image, _ in pairs])
    labels = np.stack([label for _, label in pairs])
    return preprocess(images), torch.from_numpy(labels).long()


def test_a_few_steps_on_one_batch_lower_its_loss(trainer, batch):
    weights = torch.ones(19)

    losses = [train_step(trainer, *batch, weights, 2e-3) for _ in range(6)]

    assert losses[-1] < 0.8 * losses[0]


def test_saved_weights_are_the_averaged_prediction_form(trainer, batch, tmp_path):
    path = tmp_path / "weights.safetensors"
    train_step(trainer, *batch, torch.ones(19), 2e-3)
    save_weights(trainer.average, path)
    averaged = trainer.average.module.state_dict()

    saved = load_file(path)

    assert saved.keys() == load_network(path).state_dict().keys()
    for key, value in saved.items():
        kept = averaged[key].half() if averaged[key].ndim == 4 else averaged[key]
        assert torch.equal(value, kept), key


def test_a_resumed_run_goes_on_where_it_stopped(trainer, batch, tmp_path):
    train_step(trainer, *batch, torch.ones(19), 2e-3)
    trainer.elapsed, trainer.best = 12.5, 0.4
    trainer.save(tmp_path / "state.pt")
    resumed = build_trainer(torch.device("cpu"))
    resumed.load(tmp_path / "state.pt")

    assert (resumed.elapsed, resumed.step, resumed.best) == (12.5, 1, 0.4)
    torch.manual_seed(4)
    expected = train_step(trainer, *batch, torch.ones(19), 1e-3)
    torch.manual_seed(4)
    assert train_step(resumed, *batch, torch.ones(19), 1e-3) == expected


def test_ignored_pixels_cost_nothing(trainer, batch):
    torch.manual_seed(1)
    outputs = [torch.randn(2, channels, 32, 64) for channels in (19, 19, 1)]
    labels = batch[1].clone()
    labels[:, :, 256:] = 255
    changed = [head.clone() for head in outputs]
    for head in changed[:2]:
        head[..., 40:] += torch.randn_like(head[..., 40:])

    torch.manual_seed(2)
    first = loss_of(outputs, labels, torch.ones(19))
    torch.manual_seed(2)
    second = loss_of(changed, labels, torch.ones(19))

    assert torch.equal(first, second)


def test_the_rate_warms_up_and_then_falls_to_almost_nothing():
    rates = [learning_rate(progress) for progress in np.linspace(0, 1, 101)]

    assert np.argmax(rates) == 3
    assert all(earlier > later for earlier, later in pairwise(rates[3:]))
    assert rates[-1] < 0.01 * max(rates)


def test_rare_classes_weigh_more_than_common_ones():
    labels = np.repeat(np.arange(19, dtype=np.uint8), 2 ** np.arange(19))

    weights = class_weights(labels)

    assert all(weights[:-1] >= weights[1:])
    assert weights[0] == 2.5
    assert weights[-1] == 0.5
