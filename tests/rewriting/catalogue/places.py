"""Places of several axes that constants number, and where values lie in memory."""

import torch

from tests.rewriting.catalogue.networks import EVEN, ODD, plain

FIRST, SECOND = torch.tensor([3, 0, 1]), torch.tensor([-1, 2, 2])
ZEROS, NONE = torch.tensor([0, 0, 0]), torch.tensor([], dtype=torch.long)


def strided(size, stride, offset=0):
    return plain(lambda x: x.as_strided(size, stride, offset))


def scattered(size, stride, offset=0):
    return plain(
        lambda x: torch.as_strided_scatter(
            x, x.new_zeros(size) + x.mean(), size, stride, offset
        )
    )


TABLE = {
    "listed_places_as_rows": (
        [
            (
                plain(lambda x: x[:, FIRST, SECOND]),
                "index",
                "reshape index_select",
            ),
            (
                plain(lambda x: x[:, FIRST, :, SECOND]),
                "index",
                "permute reshape index_select",
            ),
            (
                plain(lambda x: x[:, :, FIRST[:, None], SECOND]),
                "index",
                "reshape index_select",
            ),
            (
                plain(lambda x: x[ZEROS, SECOND]),
                "index",
                "reshape index_select",
            ),
        ],
        [
            (
                plain(lambda x: x[:, x[0, :, 0, 0].argsort()]),
                "index",
                "its index is no constant list of rows",
            ),
            (plain(lambda x: x[:, NONE]), "index", "it takes no rows"),
        ],
        0,
    ),
    "strided_view_as_slices": (
        [
            (strided((2, 2, 7, 9), (252, 63, 9, 1), 63).on(ODD), "as_strided", "slice"),
            (
                strided((2, 3, 4), (96, 24, 2), 13).on(EVEN),
                "as_strided",
                "slice reshape",
            ),
            (
                strided((1, 2, 8, 6), (384, 192, 12, 2)).on(EVEN),
                "as_strided",
                "slice",
            ),
        ],
        [
            (
                strided((3, 3), (4, 1)).on(ODD),
                "as_strided",
                "it is no slice along each axis",
            ),
            (
                plain(
                    lambda x: (
                        x.transpose(1, 2).contiguous().mT.as_strided((2, 2), (1, 9))
                    )
                ),
                "as_strided",
                "its input does not lie in order",
            ),
        ],
        0,
    ),
    "strided_assignment_as_slices": (
        [
            (
                scattered((2, 2, 7, 9), (252, 63, 9, 1), 63).on(ODD),
                "as_strided_scatter",
                "new_zeros mean add slice_scatter",
            ),
            (
                scattered((2, 4, 3, 4), (252, 63, 18, 2), 10).on(ODD),
                "as_strided_scatter",
                "new_zeros mean add slice slice_scatter",
            ),
            (
                scattered((4, 8), (96, 12), 5).on(EVEN),
                "as_strided_scatter",
                "new_zeros mean add reshape slice_scatter",
            ),
        ],
        [
            (
                scattered((3, 3), (4, 1)).on(ODD),
                "as_strided_scatter",
                "it is no slice along each axis",
            ),
            (
                plain(
                    lambda x: torch.as_strided_scatter(
                        x.permute(1, 0, 2, 3), x[0, 0, :2, :2], (2, 2), (9, 1)
                    )
                ).on(ODD),
                "as_strided_scatter",
                "its input does not lie in order",
            ),
        ],
        0,
    ),
}
