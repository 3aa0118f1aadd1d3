"""Renders labelled street scenes: the same seed always gives the same scene.

    python resources/samples/street/render.py --count 16 --seed 1000 --out DIR

writes `images/NNN.jpg` (RGB, 256x512) and `labels/NNN.png` (8-bit Cityscapes
train ids, 255 is ignored).
"""

import argparse
from pathlib import Path

import cv2
import numpy as np
from scene.camera import Camera
from scene.canvas import Canvas, Image
from scene.layout import paint_street
from scene.weather import develop, draw_weather


def render(seed: int) -> tuple[Image, Image]:
    """Return one scene: RGB uint8 [256, 512, 3] and train ids uint8 [256, 512]."""
    rng = np.random.default_rng(seed)
    weather = draw_weather(rng)
    camera = Camera(
        focal=float(rng.uniform(360, 440)),
        height=float(rng.uniform(1.45, 2.1)),
        vanishing_x=float(256 + rng.normal(0, 28)),
        vanishing_y=float(rng.uniform(88, 118)),
    )
    canvas = Canvas(weather.horizon, weather.density, weather.shadow)
    paint_street(canvas, camera, rng, weather)
    return develop(canvas, camera, rng, weather), canvas.labels


def write_scenes(first_seed: int, count: int, directory: Path) -> None:
    """Write `count` scenes with consecutive seeds below `directory`."""
    images, labels = directory / "images", directory / "labels"
    for folder in (images, labels):
        folder.mkdir(parents=True, exist_ok=True)
    for index in range(count):
        image, label = render(first_seed + index)
        bgr = cv2.cvtColor(image, cv2.COLOR_RGB2BGR)
        name = f"{index:03d}"
        cv2.imwrite(str(images / f"{name}.jpg"), bgr, [cv2.IMWRITE_JPEG_QUALITY, 90])
        cv2.imwrite(str(labels / f"{name}.png"), label)


def main() -> None:
    """Render from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=16)
    parser.add_argument("--seed", type=int, default=1000)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    write_scenes(arguments.seed, arguments.count, arguments.out)


if __name__ == "__main__":
    main()
