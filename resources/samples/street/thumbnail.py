"""Draws this sample's thumbnail: a validation scene, half under its prediction.

    python resources/samples/street/thumbnail.py

writes `thumbnail.png`, 320x160, with the committed weights.
"""

from pathlib import Path

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from evaluate import WEIGHTS, load_network, preprocess, read_scenes
from scene.canvas import Image
from scene.palette import PALETTE

HERE = Path(__file__).parent
SCENE = 2
SIZE = (320, 160)
OPACITY = 0.62


@torch.no_grad()
def predict(image: Image) -> Image:
    """Return the train ids [256, 512] the committed weights give a picture."""
    logits = load_network(WEIGHTS)(preprocess(image[None]))
    size = list(image.shape[:2])
    full = F.interpolate(logits, size, mode="bilinear", align_corners=False)
    return full[0].argmax(0).numpy().astype(np.uint8)


def thumbnail(image: Image, labels: Image) -> Image:
    """Return RGB [160, 320, 3]: right of a slanting line the classes' colours."""
    height, width = labels.shape
    colored = np.array(PALETTE, np.uint8)[labels]
    painted = cv2.addWeighted(colored, OPACITY, image, 1 - OPACITY, 0)
    divide = width * 0.5 + (height / 2 - np.arange(height)) * 0.35
    distance = np.arange(width)[None] - divide[:, None]
    share = np.clip(distance + 0.5, 0, 1)[..., None]
    picture = image * (1 - share) + painted * share
    picture[np.abs(distance) < 1.6] = 255
    trimmed = picture.astype(np.uint8)
    return cv2.resize(trimmed, SIZE, interpolation=cv2.INTER_AREA)


def main() -> None:
    """Draw and write the thumbnail."""
    image = read_scenes(HERE / "validation").images[SCENE]
    picture = thumbnail(image, predict(image))
    bgr = cv2.cvtColor(picture, cv2.COLOR_RGB2BGR)
    cv2.imwrite(str(HERE / "thumbnail.png"), bgr)


if __name__ == "__main__":
    main()
