"""Recurrent layers, written out step by step."""

import torch
from torch import nn

from tests.rewriting.catalogue.networks import built

STEPS, BATCHES = (5, 2, 4), (2, 3, 4)
LSTM = "linear slice add sigmoid tanh mul cat repeat transpose"
RNN = "linear slice add mul cat repeat transpose"
CELL = "select zeros linear add"
LAYERS = {"batch_first": True, "bidirectional": True, "num_layers": 2}


def layer(kind, *shapes, **options):
    """All that a layer yields, begun with values that come from its input."""
    made = kind(4, 6, **options)

    def run(self, x):
        first = x[:, :1] if made.batch_first else x[:1].transpose(0, 1)
        state = first.repeat(1, made.num_layers * (2 if made.bidirectional else 1), 2)
        state = state.transpose(0, 1)[..., :6] * 0.5
        return called(self.layer, x, state)

    return built(run, layer=made).on(*shapes)


def called(made, x, state):
    """Call a layer as its module does, which cannot be exported without a warning."""
    function = {"RNN_TANH": torch.rnn_tanh, "RNN_RELU": torch.rnn_relu}
    function |= {"LSTM": torch.lstm, "GRU": torch.gru}
    states = (state, state[..., : made.proj_size or 6] * 2)
    return function[made.mode](
        x,
        (states[1], states[0]) if made.mode == "LSTM" else state,
        list(made.parameters()),
        made.bias,
        made.num_layers,
        0.0,
        False,
        made.bidirectional,
        made.batch_first,
    )


def cell(kind, **options):
    def run(self, x):
        made = self.cell(x[0])
        return list(made) if isinstance(made, tuple) else made

    return built(run, cell=kind(4, 6, **options)).on(STEPS, BATCHES)


def dropping(self, x):
    weights, state = list(self.layer.parameters()), x[:2].repeat(1, 1, 2)[..., :6]
    return torch.gru(x, state, weights, True, 2, 0.5, True, False, False)


TABLE = {
    "recurrence_as_steps": (
        [
            (layer(nn.LSTM, STEPS, BATCHES), "lstm", LSTM),
            (
                layer(nn.LSTM, BATCHES, **LAYERS),
                "lstm",
                LSTM,
            ),
            (layer(nn.GRU, STEPS, bias=False), "gru", f"{LSTM} sub"),
            (layer(nn.GRU, STEPS, **LAYERS), "gru", f"{LSTM} sub"),
            (layer(nn.RNN, STEPS), "rnn_tanh", f"{RNN} tanh"),
            (
                layer(nn.RNN, STEPS, nonlinearity="relu", bidirectional=True),
                "rnn_relu",
                f"{RNN} relu",
            ),
        ],
        [
            (
                layer(nn.LSTM, (17, 1, 4), num_layers=4),
                "lstm",
                "it takes 68 steps; written out, more than 64 are too many",
            ),
            (
                layer(nn.LSTM, STEPS, proj_size=3),
                "lstm",
                "it projects its state to fewer values",
            ),
            (
                built(dropping, layer=nn.GRU(4, 6, num_layers=2)).on(STEPS),
                "gru",
                "it drops values at random between its layers",
            ),
        ],
        1e-5,
    ),
    "cell_as_plain_ops": (
        [
            (
                cell(nn.LSTMCell),
                "lstm_cell",
                f"{CELL} slice sigmoid tanh mul",
            ),
            (
                cell(nn.GRUCell, bias=False),
                "gru_cell",
                f"{CELL} slice sigmoid tanh mul sub",
            ),
            (cell(nn.RNNCell), "rnn_tanh_cell", f"{CELL} tanh"),
            (
                cell(nn.RNNCell, nonlinearity="relu"),
                "rnn_relu_cell",
                f"{CELL} relu",
            ),
        ],
        "a cell takes one step, whatever its weights",
        1e-5,
    ),
}
