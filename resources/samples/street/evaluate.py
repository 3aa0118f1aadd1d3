"""Measures the committed weights on scenes they were not trained on.

    python resources/samples/street/evaluate.py

prints the intersection over union of every class and their mean on 100 freshly
rendered scenes and on the 16 committed validation scenes. The committed weights
reach 81.43 % on the former, which also chose the best moment of training, and
80.44 % on the latter, which chose nothing.
"""

import argparse
import tempfile
from pathlib import Path

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from dataset import HELD_OUT_COUNT, HELD_OUT_SEED, Images, Scenes, scenes
from numpy.typing import NDArray
from safetensors.torch import load_file
from scene.palette import NAMES
from torch import Tensor, nn

from engine.networks.pidnet import PIDNet, pidnet_s

HERE = Path(__file__).parent
WEIGHTS = HERE / "pidnet_s_street.safetensors"
CLASSES = len(NAMES)
WIDTHS = {"planes": 16, "ppm_planes": 48, "head_planes": 64}
_MEAN = torch.tensor((0.485, 0.456, 0.406))[:, None, None]
_STD = torch.tensor((0.229, 0.224, 0.225))[:, None, None]

Confusion = NDArray[np.int64]


def preprocess(images: Images) -> Tensor:
    """Turn RGB uint8 [N, H, W, 3] into ImageNet-normalized floats [N, 3, H, W]."""
    pixels = torch.from_numpy(np.ascontiguousarray(images)).permute(0, 3, 1, 2)
    return (pixels.float() / 255 - _MEAN) / _STD


def load_network(path: Path) -> PIDNet:
    """Build the narrow PIDNet-S with the weights of `path`, ready to run."""
    network = pidnet_s(classes=CLASSES, augment=False, **WIDTHS)
    network.load_state_dict(load_file(path))
    return network.eval()


@torch.no_grad()
def confusion_matrix(network: nn.Module, data: Scenes, batch: int = 10) -> Confusion:
    """Count pixels [truth, prediction] over all scenes, ignoring label 255."""
    total = np.zeros((CLASSES, CLASSES), np.int64)
    device = next(network.parameters()).device
    for start in range(0, len(data.images), batch):
        pixels = preprocess(data.images[start : start + batch]).to(device)
        logits = network(pixels)
        if isinstance(logits, list):
            logits = logits[1]
        size = list(pixels.shape[-2:])
        full = F.interpolate(logits.float(), size, mode="bilinear", align_corners=False)
        predicted = full.argmax(1).cpu().numpy().astype(np.int64)
        truth = data.labels[start : start + batch].astype(np.int64)
        valid = truth < CLASSES
        pairs = truth[valid] * CLASSES + predicted[valid]
        total += np.bincount(pairs, minlength=CLASSES**2).reshape(CLASSES, CLASSES)
    return total


def class_iou(confusion: Confusion) -> NDArray[np.float64]:
    """Return the intersection over union per class; NaN for classes never seen."""
    hit = np.diag(confusion).astype(np.float64)
    union = confusion.sum(0) + confusion.sum(1) - hit
    return np.divide(hit, union, out=np.full(CLASSES, np.nan), where=union > 0)


def read_scenes(directory: Path) -> Scenes:
    """Read `images/*.jpg` and `labels/*.png` below a directory."""
    images = [
        cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB)
        for path in sorted((directory / "images").iterdir())
    ]
    labels = [
        cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
        for path in sorted((directory / "labels").iterdir())
    ]
    return Scenes(np.stack(images), np.stack(labels))


def report(title: str, iou: NDArray[np.float64]) -> str:
    """Return a table of the classes' figures in percent under a title."""
    lines = [f"{title}: mIoU {np.nanmean(iou) * 100:.2f} %"]
    lines += [
        f"  {name:14s} {value * 100:6.2f}"
        for name, value in zip(NAMES, iou, strict=True)
    ]
    return "\n".join(lines)


def main() -> None:
    """Evaluate from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    default = Path(tempfile.gettempdir()) / "street-scenes"
    parser.add_argument("--cache", type=Path, default=default)
    arguments = parser.parse_args()
    network = load_network(arguments.weights)
    held_out = scenes(HELD_OUT_SEED, HELD_OUT_COUNT, arguments.cache)
    print(report("100 unseen scenes", class_iou(confusion_matrix(network, held_out))))
    committed = read_scenes(HERE / "validation")
    print(report("validation", class_iou(confusion_matrix(network, committed))))


if __name__ == "__main__":
    main()
