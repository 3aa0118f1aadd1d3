"""Resizing of feature maps."""

import torch.nn.functional as F

from tests.rewriting.catalogue.networks import EVEN, ODD, plain, resized

RESIZE = "upsample_bilinear2d"
POOLED = f"adaptive_avg_pool2d {RESIZE}"


def pooled(**arguments):
    """What the whole image holds, spread over it again, as in pyramids of pools."""
    options = {"mode": "bilinear", **arguments}
    return plain(lambda x: F.interpolate(F.adaptive_avg_pool2d(x, 1), **options))


def centred(**arguments):
    return resized(mode="nearest-exact", **arguments)


TABLE = {
    "resize_to_size": (
        [
            (
                resized(scale_factor=2, mode="bilinear"),
                "upsample_bilinear2d",
                ["aten.upsample_bilinear2d.vec"],
            ),
            (
                resized(scale_factor=1.5).on(EVEN),
                "upsample_nearest2d",
                ["aten.upsample_nearest2d.vec"],
            ),
        ],
        [
            (
                resized(scale_factor=1.3),
                "upsample_nearest2d",
                "factors [1.3, 1.3] lead to no whole size",
            ),
            (resized(size=(16, 16)), "upsample_nearest2d", "it has a size already"),
        ],
        0,
    ),
    "resize_by_factor": (
        [
            (
                resized(size=(16, 4), mode="bilinear").on(EVEN),
                "upsample_bilinear2d",
                ["aten.upsample_bilinear2d.vec"],
            ),
            (resized(size=(7, 3)).on(ODD), "upsample_nearest2d", "upsample_nearest2d"),
        ],
        [
            (
                resized(size=(12, 12)),
                "upsample_nearest2d",
                "the ratio of (7, 9) to (12, 12) is not whole",
            ),
            (resized(scale_factor=2), "upsample_nearest2d", "it has factors already"),
            (
                plain(lambda x: F.interpolate(x.repeat(1, 1, 7, 7)[..., :49, :49], 1)),
                "upsample_nearest2d",
                "rounded, 49 · 1/49 is less than 1",
            ),
        ],
        0,
    ),
    "resize_without_aligned_corners": (
        [
            (
                resized(size=(16, 16), mode="bilinear", align_corners=True),
                "upsample_bilinear2d",
                ["aten.upsample_bilinear2d.vec"],
            ),
            (
                resized(scale_factor=3, mode="bilinear", align_corners=True),
                RESIZE,
                RESIZE,
            ),
        ],
        [
            (
                resized(size=(16, 16), mode="bilinear"),
                "upsample_bilinear2d",
                "its corners are not aligned",
            ),
        ],
        2,
    ),
    "resize_of_one_pixel_unaligned": (
        [
            (pooled(size=(4, 6), align_corners=True), RESIZE, POOLED),
            (pooled(scale_factor=5, align_corners=True), RESIZE, POOLED),
        ],
        [
            (pooled(size=(4, 6)), RESIZE, "its corners are not aligned"),
            (
                resized(size=(16, 16), mode="bilinear", align_corners=True),
                RESIZE,
                "its input has 7×9 pixels per channel",
            ),
        ],
        1e-6,
    ),
    "resize_with_aligned_corners": (
        [
            (resized(size=(16, 16), mode="bilinear"), RESIZE, RESIZE),
            (resized(scale_factor=2, mode="bilinear"), RESIZE, RESIZE),
        ],
        [
            (
                resized(size=(16, 16), mode="bilinear", align_corners=True),
                RESIZE,
                "its corners are aligned already",
            ),
        ],
        2,
    ),
    "bicubic_as_bilinear": (
        [
            (resized(size=(16, 16), mode="bicubic"), "upsample_bicubic2d", RESIZE),
            (resized(scale_factor=2, mode="bicubic"), "upsample_bicubic2d", RESIZE),
        ],
        "both resizes take the same arguments",
        2,
    ),
    "resize_of_one_pixel": (
        [
            (
                plain(
                    lambda x: F.interpolate(
                        x.mean((2, 3), keepdim=True), size=(4, 6), mode="bilinear"
                    )
                ),
                "upsample_bilinear2d",
                ["aten.mean.dim", "aten.expand.default"],
            ),
            (
                plain(lambda x: F.interpolate(F.adaptive_avg_pool2d(x, 1), (4, 4))),
                "upsample_nearest2d",
                "adaptive_avg_pool2d expand",
            ),
        ],
        [
            (
                resized(size=(16, 16)),
                "upsample_nearest2d",
                "its input has 7×9 pixels per channel",
            ),
        ],
        1e-6,
    ),
    "nearest_at_centres": (
        [
            (
                resized(scale_factor=2),
                "upsample_nearest2d",
                ["aten._upsample_nearest_exact2d.vec"],
            ),
            (
                resized(size=(16, 36)).on(EVEN),
                "upsample_nearest2d",
                "_upsample_nearest_exact2d",
            ),
        ],
        "both resizes take the same arguments",
        0,
    ),
    "centred_nearest_as_nearest": (
        [
            (
                centred(scale_factor=3),
                "upsample_nearest_exact2d",
                "upsample_nearest2d",
            ),
            (
                centred(size=(14, 5)),
                "upsample_nearest_exact2d",
                "upsample_nearest2d slice",
            ),
        ],
        [
            (
                centred(scale_factor=1.7),
                "upsample_nearest_exact2d",
                "factors [1.7, 1.7] lead to no whole size",
            ),
        ],
        0,
    ),
}
