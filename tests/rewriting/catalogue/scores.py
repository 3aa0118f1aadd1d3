"""Decisions on scores made on the logits instead: sigmoid and softmax keep order."""

import torch

from tests.rewriting.catalogue.networks import plain


def product_of_scores(threshold, compare=torch.gt):
    return plain(lambda x: compare(x[:, :1].sigmoid() * x[:, 1:].sigmoid(), threshold))


def both(function):
    return plain(lambda x: sum(part.float() for part in function(x)))


def best_class(scores):
    """As YOLOv5 keeps what its best class exceeds."""

    def forward(x):
        y = scores(x)
        return (y[:, :1] * y[:, 1:]).max(1)[0] > 0.3

    return plain(forward)


def below(scores, threshold):
    return torch.le(threshold, scores)


EACH_CLASS = torch.tensor([0.2, 0.3, 0.4]).reshape(3, 1, 1)
EACH = "slice sigmoid add log mul gt"
BEST = "slice squeeze slice amax sigmoid add log mul add gt"

TABLE = {
    "argmax_before_activation": (
        [
            (plain(lambda x: x.sigmoid().argmax(1)), "argmax", "argmax"),
            (plain(lambda x: x.softmax(1).argmax(-3, True)), "argmax", "argmax"),
            (plain(lambda x: x.log_softmax(-1).argmin(3)), "argmin", "argmin"),
            (plain(lambda x: x.sigmoid().argmax()), "argmax", "argmax"),
            (plain(lambda x: x.sigmoid()[:, 1:].argmax(1)), "argmax", "slice argmax"),
        ],
        [
            (plain(lambda x: x.softmax(2).argmax(1)), "argmax", "another axis"),
            (plain(lambda x: x.softmax(1).argmax()), "argmax", "among all axes"),
            (plain(lambda x: x.argmax(1)), "argmax", "neither sigmoid nor softmax"),
            (plain(lambda x: x.int().sigmoid().argmax(1)), "argmax", "are integers"),
        ],
        0,
    ),
    "maximum_before_sigmoid": (
        [
            (plain(lambda x: x.sigmoid().amax(1)), "amax", "amax sigmoid"),
            (plain(lambda x: x.sigmoid()[:, 1:].amax(1)), "amax", "slice amax sigmoid"),
            (plain(lambda x: x.sigmoid().amin((2, 3), True)), "amin", "amin sigmoid"),
            (both(lambda x: x.sigmoid().max(1)), "max_1", "max getitem sigmoid to add"),
            (plain(lambda x: x.sigmoid().max(-1)[1]), "max_1", "max getitem"),
        ],
        [
            (plain(lambda x: x.amax(1)), "amax", "it reads no sigmoid"),
            (plain(lambda x: x.int().sigmoid().amax(1)), "amax", "are integers"),
        ],
        0,
    ),
    "maximum_as_two_ops": (
        [
            (both(lambda x: x.max(1)), "max_1", "amax argmax to add"),
            (plain(lambda x: x.min(-1, True)[0]), "min_1", "amin"),
        ],
        "only the parts that are read are made",
        0,
    ),
    "threshold_of_product_before_sigmoid": (
        [
            (product_of_scores(0.3), "gt", "slice sigmoid add log mul gt"),
            (product_of_scores(0.01, torch.ge), "ge", "slice sigmoid add log mul ge"),
            (best_class(lambda x: x.sigmoid()), "gt", BEST),
            (product_of_scores(torch.tensor(0.3)), "gt", EACH),
            (product_of_scores(EACH_CLASS), "gt", EACH),
            (product_of_scores(EACH_CLASS, below), "le", EACH.replace("gt", "ge")),
        ],
        [
            (plain(lambda x: x > 0.3), "gt", "it compares no product"),
            (plain(lambda x: x * x.sigmoid() > 0.3), "gt", "not both sigmoids"),
            (plain(lambda x: x * 2 > 0.3), "gt", "not both sigmoids"),
            (
                plain(lambda x: x.sigmoid().mul(x[:, :1].sigmoid()).amax(2) > 0.3),
                "gt",
                "both factors differ",
            ),
            (product_of_scores(1), "gt", "the threshold 1 lies outside (0, 1)"),
            (product_of_scores(EACH_CLASS * 3), "gt", "outside (0, 1)"),
            (product_of_scores(torch.tensor(0.3), torch.lt), "lt", "not exceed"),
            (plain(lambda x: x > 0.3), "gt", "it compares no product"),
            (product_of_scores(1.5), "gt", "the threshold 1.5 lies outside (0, 1)"),
        ],
        0,
    ),
    "threshold_of_product_as_prefilter": (
        [
            (product_of_scores(0.3), "gt", "slice gt logical_and"),
            (product_of_scores(0.2, torch.ge), "ge", "slice ge logical_and"),
            (product_of_scores(EACH_CLASS), "gt", "slice gt logical_and"),
            (product_of_scores(torch.tensor(0.3), below), "le", "slice ge logical_and"),
        ],
        [
            (plain(lambda x: x * 2 > 0.3), "gt", "its factors are not both sigmoids"),
            (
                plain(lambda x: x.sigmoid().mul(x[:, :1].sigmoid()).amax(2) > 0.3),
                "gt",
                "both factors differ",
            ),
            (plain(lambda x: x > 0.3), "gt", "it compares no product"),
            (product_of_scores(torch.tensor(0.3), torch.le), "le", "not exceed"),
            (product_of_scores(1.5), "gt", "the threshold 1.5 lies outside (0, 1)"),
        ],
        1,
    ),
}
