"""Likeness and distance of vectors."""

import torch
import torch.nn.functional as F

from tests.rewriting.catalogue.networks import flat, plain

TABLE = {
    "cosine_as_products": (
        [
            (
                plain(lambda x: F.cosine_similarity(x, x.relu() + 1, 1)),
                "cosine_similarity",
                "relu add mul sum sqrt clamp div",
            ),
            (
                plain(lambda x: F.cosine_similarity(x, x[:, :1], -1, 0.1)),
                "cosine_similarity",
                "slice mul sum sqrt clamp div",
            ),
        ],
        "torch takes fractions alone, and all options enter the formula",
        1e-5,
    ),
    "distance_as_square_root": (
        [
            (
                plain(lambda x: F.pairwise_distance(x, x.relu())),
                "pairwise_distance",
                "relu sub add mul sum sqrt",
            ),
            (
                plain(lambda x: F.pairwise_distance(x, -x, eps=0.5, keepdim=True)),
                "pairwise_distance",
                "neg sub add mul sum sqrt",
            ),
        ],
        [
            (
                plain(lambda x: F.pairwise_distance(x, -x, p=1)),
                "pairwise_distance",
                "it is the norm of order 1.0, not 2",
            ),
        ],
        1e-6,
    ),
    "distances_as_square_roots": (
        [
            (
                flat(lambda x: torch.cdist(x, x.relu())),
                "cdist",
                "reshape relu unsqueeze sub mul sum sqrt",
            ),
            (
                plain(lambda x: torch.cdist(x[0, 0], x[0, 1, 1:])),
                "cdist",
                "select slice unsqueeze sub mul sum sqrt",
            ),
        ],
        [
            (
                flat(lambda x: torch.cdist(x, x, p=1)),
                "cdist",
                "it is the norm of order 1.0, not 2",
            ),
            (
                plain(lambda x: torch.cdist(x, x)),
                "cdist",
                "all pairs of it have 5 dimensions or more",
            ),
        ],
        1e-5,
    ),
}
