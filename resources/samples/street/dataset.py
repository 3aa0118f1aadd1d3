"""Rendered scenes as arrays, kept on disk so that a second run starts at once."""

import hashlib
import multiprocessing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from render import render
from scene.canvas import HEIGHT, WIDTH

TRAINING_SEED = 0
TRAINING_COUNT = 3600
HELD_OUT_SEED = 1_000_000
CALIBRATION_SEED = 2_000_000
VALIDATION_SEED = 3_000_000
HELD_OUT_COUNT = 100

Images = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Scenes:
    """RGB images [N, 256, 512, 3] and train ids [N, 256, 512]."""

    images: Images
    labels: Images


def scenes(first_seed: int, count: int, cache: Path) -> Scenes:
    """Return scenes with consecutive seeds, rendered once per renderer version."""
    cache.mkdir(parents=True, exist_ok=True)
    stem = f"{_renderer_digest()}-{first_seed}-{count}"
    images_path, labels_path = cache / f"{stem}-x.npy", cache / f"{stem}-y.npy"
    if not labels_path.exists():
        _render_all(first_seed, count, images_path, labels_path)
    return Scenes(np.load(images_path), np.load(labels_path))


def _render_all(
    first_seed: int, count: int, images_path: Path, labels_path: Path
) -> None:
    images = np.empty((count, HEIGHT, WIDTH, 3), np.uint8)
    labels = np.empty((count, HEIGHT, WIDTH), np.uint8)
    seeds = range(first_seed, first_seed + count)
    with multiprocessing.Pool() as pool:
        for index, scene in enumerate(pool.imap(render, seeds, chunksize=8)):
            images[index], labels[index] = scene
    np.save(images_path, images)
    np.save(labels_path, labels)


def _renderer_digest() -> str:
    digest = hashlib.sha256()
    here = Path(__file__).parent
    for path in (here / "render.py", *sorted((here / "scene").glob("*.py"))):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
