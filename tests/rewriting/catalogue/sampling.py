"""Maps sampled along rows and columns, as products with two constant matrices."""

import torch.nn.functional as F

from tests.rewriting.catalogue.networks import EVEN, plain, resized

BOTH = "linear transpose"


def pooled(*size):
    return plain(lambda x: F.adaptive_avg_pool2d(x, size))


TABLE = {
    "uneven_pool_as_products": (
        [
            (pooled(5, 5), "adaptive_avg_pool2d", BOTH),
            (pooled(3, 2), "adaptive_avg_pool2d", BOTH),
            (pooled(8, 5).on(EVEN), "adaptive_avg_pool2d", "linear"),
            (pooled(11, 13), "adaptive_avg_pool2d", BOTH),
            (
                plain(lambda x: F.adaptive_avg_pool2d(x[0], (5, 5))),
                "adaptive_avg_pool2d",
                "select " + BOTH,
            ),
        ],
        [
            (pooled(1, 3), "adaptive_avg_pool2d", "its parts are even"),
            (
                plain(lambda x: F.adaptive_avg_pool2d(x[:, :0], 5)),
                "adaptive_avg_pool2d",
                "its parts are even",
            ),
        ],
        1e-6,
    ),
    "resize_as_products": (
        [
            (resized(size=(5, 16), mode="bicubic"), "upsample_bicubic2d", BOTH),
            (
                resized(scale_factor=(1.7, 0.6), mode="bicubic", align_corners=True),
                "upsample_bicubic2d",
                BOTH,
            ),
            (resized(scale_factor=(2, 1), mode="bicubic"), "upsample_bicubic2d", BOTH),
            (
                resized(size=(3, 4), mode="bilinear", antialias=True),
                "upsample_bilinear2d_aa",
                BOTH,
            ),
            (
                resized(size=(3, 14), mode="bicubic", antialias=True),
                "upsample_bicubic2d_aa",
                BOTH,
            ),
            (
                resized(scale_factor=0.4, mode="bilinear", antialias=True),
                "upsample_bilinear2d_aa",
                BOTH,
            ),
        ],
        [
            (
                plain(lambda x: F.interpolate(x[:, :0], (5, 5), mode="bicubic")),
                "upsample_bicubic2d",
                "its input has no values",
            ),
        ],
        1e-6,
    ),
    "aligned_resize_as_matrix_products": (
        [
            (
                resized(scale_factor=2, mode="bilinear", align_corners=True),
                "upsample_bilinear2d",
                "matmul",
            ),
            (
                resized(size=(7, 20), mode="bilinear", align_corners=True),
                "upsample_bilinear2d",
                "matmul",
            ),
        ],
        [
            (
                resized(scale_factor=2, mode="bilinear"),
                "upsample_bilinear2d",
                "its corners are not aligned",
            ),
            (
                resized(size=(6000, 6000), mode="bilinear", align_corners=True),
                "upsample_bilinear2d",
                "its products would take 2.6 billion multiply-accumulates",
            ),
            (
                plain(
                    lambda x: F.interpolate(
                        x[:, :0], (5, 5), mode="bilinear", align_corners=True
                    )
                ),
                "upsample_bilinear2d",
                "its input has no values",
            ),
        ],
        1e-6,
    ),
    "nearest_as_products": (
        [
            (resized(scale_factor=1.7), "upsample_nearest2d", BOTH),
            (resized(size=(16, 5)), "upsample_nearest2d", BOTH),
            (
                resized(scale_factor=1.7, mode="nearest-exact"),
                "upsample_nearest_exact2d",
                BOTH,
            ),
        ],
        [
            (
                plain(lambda x: F.interpolate(x[:, :0], (5, 5))),
                "upsample_nearest2d",
                "its input has no values",
            ),
        ],
        0,
    ),
    "bilinear_as_products": (
        [
            (
                resized(size=(16, 5), mode="bilinear", align_corners=True),
                "upsample_bilinear2d",
                BOTH,
            ),
            (
                resized(scale_factor=(1, 2), mode="bilinear"),
                "upsample_bilinear2d",
                "linear",
            ),
            (
                resized(scale_factor=1.04, mode="bilinear"),
                "upsample_bilinear2d",
                BOTH,
            ),
        ],
        [
            (
                plain(lambda x: F.interpolate(x[:, :0], (5, 5), mode="bilinear")),
                "upsample_bilinear2d",
                "its input has no values",
            ),
        ],
        1e-6,
    ),
}
