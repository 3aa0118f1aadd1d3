"""The bundled networks by name: where to build one and the input it expects."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from engine.sentence import say


@dataclass(frozen=True, slots=True)
class ZooEntry:
    """One bundled network.

    `factory` is `module:callable`, called with `arguments`; `input_shape` is the
    default N x C x H x W in pixels; `description` is one line for a list.
    """

    factory: str
    input_shape: tuple[int, int, int, int]
    description: str
    arguments: Mapping[str, int | bool] = field(
        default_factory=lambda: MappingProxyType({})
    )


_CITYSCAPES = MappingProxyType({"classes": 19, "augment": False})
_COCO = MappingProxyType({"classes": 80})
_IMAGENET = MappingProxyType({"classes": 1000})
_FULL_SIZE = (1, 3, 1024, 2048)
_PHOTO = (1, 3, 224, 224)


def _square(side: int) -> tuple[int, int, int, int]:
    return (1, 3, side, side)


ZOO: Mapping[str, ZooEntry] = MappingProxyType(
    {
        "pidnet-s": ZooEntry(
            "engine.networks.pidnet:pidnet_s",
            _FULL_SIZE,
            say("PIDNet-S, real-time street segmentation, 7.6 M parameters, 47 GMAC"),
            _CITYSCAPES,
        ),
        "pidnet-m": ZooEntry(
            "engine.networks.pidnet:pidnet_m",
            _FULL_SIZE,
            say("PIDNet-M, street segmentation, 28.5 M parameters, 177 GMAC"),
            _CITYSCAPES,
        ),
        "pidnet-l": ZooEntry(
            "engine.networks.pidnet:pidnet_l",
            _FULL_SIZE,
            say("PIDNet-L, street segmentation, 36.9 M parameters, 275 GMAC"),
            _CITYSCAPES,
        ),
        "deeplabv3plus-m0": ZooEntry(
            "engine.networks.deeplabv3plus:deeplabv3plus_m0",
            _FULL_SIZE,
            say("DeepLabV3+ m0, street segmentation, 3.3 M parameters, 17 GMAC"),
            _CITYSCAPES,
        ),
        "deeplabv3plus-m1": ZooEntry(
            "engine.networks.deeplabv3plus:deeplabv3plus_m1",
            _FULL_SIZE,
            say("DeepLabV3+ m1, street segmentation, 3.5 M parameters, 39 GMAC"),
            _CITYSCAPES,
        ),
        "mixvargenet": ZooEntry(
            "engine.networks.mixvargenet:mixvargenet",
            _PHOTO,
            say("MixVarGENet, classification, 2.3 M parameters, 1.0 GMAC"),
            _IMAGENET,
        ),
        "yolov5-lite-e": ZooEntry(
            "engine.networks.yolov5_lite:yolov5_lite_e",
            _square(320),
            say("YOLOv5-Lite e, detection, 0.8 M parameters, 0.4 GMAC"),
            _COCO,
        ),
        "yolov5-lite-s": ZooEntry(
            "engine.networks.yolov5_lite:yolov5_lite_s",
            _square(416),
            say("YOLOv5-Lite s, detection, 1.6 M parameters, 0.8 GMAC"),
            _COCO,
        ),
        "yolov5-lite-c": ZooEntry(
            "engine.networks.yolov5_lite:yolov5_lite_c",
            _square(512),
            say("YOLOv5-Lite c, detection, 4.6 M parameters, 2.8 GMAC"),
            _COCO,
        ),
        "yolov5-lite-g": ZooEntry(
            "engine.networks.yolov5_lite:yolov5_lite_g",
            _square(640),
            say("YOLOv5-Lite g, detection, 5.6 M parameters, 8.0 GMAC"),
            _COCO,
        ),
        "yolox-nano": ZooEntry(
            "engine.networks.yolox:yolox_nano",
            _square(416),
            say("YOLOX-nano, detection, 0.9 M parameters, 0.5 GMAC"),
            _COCO,
        ),
        "yolox-tiny": ZooEntry(
            "engine.networks.yolox:yolox_tiny",
            _square(416),
            say("YOLOX-tiny, detection, 5.1 M parameters, 3.2 GMAC"),
            _COCO,
        ),
        "yolox-s": ZooEntry(
            "engine.networks.yolox:yolox_s",
            _square(640),
            say("YOLOX-s, detection, 9.0 M parameters, 13 GMAC"),
            _COCO,
        ),
        "repvgg-a0": ZooEntry(
            "engine.networks.repvgg:repvgg_a0",
            _PHOTO,
            say("RepVGG-A0, classification, 9.1 M parameters, 1.5 GMAC"),
            _IMAGENET,
        ),
        "repvgg-a1": ZooEntry(
            "engine.networks.repvgg:repvgg_a1",
            _PHOTO,
            say("RepVGG-A1, classification, 14.1 M parameters, 2.6 GMAC"),
            _IMAGENET,
        ),
        "repvgg-a2": ZooEntry(
            "engine.networks.repvgg:repvgg_a2",
            _PHOTO,
            say("RepVGG-A2, classification, 28.2 M parameters, 5.7 GMAC"),
            _IMAGENET,
        ),
        "repvgg-b0": ZooEntry(
            "engine.networks.repvgg:repvgg_b0",
            _PHOTO,
            say("RepVGG-B0, classification, 15.8 M parameters, 3.4 GMAC"),
            _IMAGENET,
        ),
        "repvgg-b1g4": ZooEntry(
            "engine.networks.repvgg:repvgg_b1g4",
            _PHOTO,
            say("RepVGG-B1g4, classification, 40.0 M parameters, 8.1 GMAC"),
            _IMAGENET,
        ),
    }
)
