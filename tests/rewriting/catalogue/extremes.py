"""Largest and smallest values along axes, from the op that finds their places too."""

from tests.rewriting.catalogue.networks import plain

TABLE = {
    "maximum_of_pair": (
        [
            (plain(lambda x: x.amax(1, True)), "amax", "max getitem"),
            (plain(lambda x: x.amax((-1, 2))), "amax", "max getitem"),
            (plain(lambda x: x.amax((0, 3), keepdim=True)), "amax", "max getitem"),
        ],
        "of any axes it takes one after the other",
        0,
    ),
    "minimum_of_pair": (
        [
            (plain(lambda x: x.amin(1, True)), "amin", "min getitem"),
            (plain(lambda x: x.amin((-1, 2))), "amin", "min getitem"),
        ],
        "of any axes it takes one after the other",
        0,
    ),
}
