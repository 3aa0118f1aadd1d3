"""Pools and resizes of volumes and of lines, as those of images."""

import torch.nn.functional as F

from tests.rewriting.catalogue.networks import EVEN, flat, plain

DEEP, FLAT = (2, 3, 5, 7, 6), (1, 2, 4, 6, 8)


def volume(function):
    return plain(function).on(DEEP, FLAT)


def largest(*sides, **options):
    return volume(lambda x: F.max_pool3d(x, *sides, **options))


def averaged(*sides, **options):
    return volume(lambda x: F.avg_pool3d(x, *sides, **options))


def resized(**arguments):
    return volume(lambda x: F.interpolate(x, **arguments))


def resized_line(**arguments):
    return flat(lambda x: F.interpolate(x, **arguments))


LARGEST, AVERAGED = "reshape max_pool2d", "reshape avg_pool2d"
ADAPTIVE = "reshape adaptive_max_pool2d getitem"

TABLE = {
    "volume_pool_as_image_pools": (
        [
            (largest(2), "max_pool3d", LARGEST),
            (largest((3, 2, 3), (1, 2, 1), (1, 0, 1)), "max_pool3d", LARGEST),
            (largest((1, 3, 3), 2, (0, 1, 1)), "max_pool3d", LARGEST),
            (largest((3, 1, 1), (1, 1, 1)), "max_pool3d", LARGEST),
            (largest(2, 1, dilation=(2, 1, 3)), "max_pool3d", LARGEST),
            (largest(3, 2, 1, ceil_mode=True), "max_pool3d", LARGEST),
            (averaged(2), "avg_pool3d", AVERAGED),
            (averaged((3, 2, 4), (2, 1, 3), (1, 0, 2)), "avg_pool3d", AVERAGED),
            (averaged(3, 2, 1, count_include_pad=False), "avg_pool3d", AVERAGED),
            (averaged(3, 2, 1, True, divisor_override=5), "avg_pool3d", AVERAGED),
            (averaged((1, 2, 2), divisor_override=7), "avg_pool3d", AVERAGED),
            (
                volume(lambda x: F.avg_pool3d(x[0], 3, 2, ceil_mode=True)),
                "avg_pool3d",
                "select " + AVERAGED,
            ),
        ],
        "a window is what its sides along each axis make of it",
        1e-6,
    ),
    "adaptive_volume_pool_as_image_pools": (
        [
            (
                volume(lambda x: F.adaptive_avg_pool3d(x, (2, 3, 5))),
                "adaptive_avg_pool3d",
                "reshape adaptive_avg_pool2d",
            ),
            (
                volume(lambda x: F.adaptive_avg_pool3d(x[0], 1)),
                "adaptive_avg_pool3d",
                "select reshape adaptive_avg_pool2d",
            ),
        ],
        "a window is what its sides along each axis make of it",
        1e-6,
    ),
    "adaptive_volume_maximum_as_image_pools": (
        [
            (
                volume(lambda x: F.adaptive_max_pool3d(x, (2, 3, 5))),
                "adaptive_max_pool3d",
                ADAPTIVE,
            ),
            (
                volume(lambda x: F.adaptive_max_pool3d(x[0], (None, 1, 2))),
                "adaptive_max_pool3d",
                "select " + ADAPTIVE,
            ),
        ],
        [
            (
                volume(lambda x: F.adaptive_max_pool3d(x, 1, return_indices=True)),
                "adaptive_max_pool3d",
                "its indices are read",
            ),
        ],
        0,
    ),
    "line_maximum_as_image": (
        [
            (
                flat(lambda x: F.adaptive_max_pool1d(x, 5)),
                "adaptive_max_pool1d",
                ADAPTIVE,
            ),
            (
                plain(lambda x: F.adaptive_max_pool1d(x[0, 0], 1)),
                "adaptive_max_pool1d",
                "select " + ADAPTIVE,
            ),
        ],
        [
            (
                flat(lambda x: F.adaptive_max_pool1d(x, 2, return_indices=True)),
                "adaptive_max_pool1d",
                "its indices are read",
            ),
        ],
        0,
    ),
    "resize_as_images": (
        [
            (
                resized_line(scale_factor=2),
                "upsample_nearest1d",
                "reshape upsample_nearest2d",
            ),
            (
                resized_line(size=50, mode="linear", align_corners=True),
                "upsample_linear1d",
                "reshape upsample_bilinear2d",
            ),
            (
                resized_line(scale_factor=1.3, mode="linear"),
                "upsample_linear1d",
                "reshape upsample_bilinear2d",
            ),
            (
                resized_line(size=31, mode="nearest-exact"),
                "upsample_nearest_exact1d",
                "reshape _upsample_nearest_exact2d",
            ),
            (
                resized(scale_factor=(2, 1.5, 0.7)),
                "upsample_nearest3d",
                "reshape upsample_nearest2d",
            ),
            (
                resized(size=(3, 5, 9), mode="trilinear", align_corners=True),
                "upsample_trilinear3d",
                "reshape upsample_bilinear2d",
            ),
            (
                resized(scale_factor=(1.3, 2, 0.5), mode="trilinear"),
                "upsample_trilinear3d",
                "reshape upsample_bilinear2d",
            ),
            (
                resized(size=4, mode="nearest-exact"),
                "upsample_nearest_exact3d",
                "reshape _upsample_nearest_exact2d",
            ),
        ],
        [
            (
                plain(lambda x: F.interpolate(x.flatten(2)[:, :0], 5)).on(EVEN),
                "upsample_nearest1d",
                "its input has no values",
            ),
        ],
        2e-6,
    ),
}
