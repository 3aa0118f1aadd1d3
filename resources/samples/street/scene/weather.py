"""The light of a scene, and what air, rain and the camera's lens do to it."""

from dataclasses import dataclass

import cv2
import numpy as np

from scene.camera import Camera
from scene.canvas import HEIGHT, WIDTH, Canvas, Color, Image
from scene.palette import Label


@dataclass(frozen=True, slots=True)
class Weather:
    """Sky from zenith to horizon, haze per metre, exposure, and artificial light.

    `sun` is the side the light comes from (-1 left, 1 right), `shadow` the strength
    of cast shadows, `lit` the share of lamps and windows that burn.
    """

    name: str
    zenith: Color
    horizon: Color
    density: float
    exposure: Color
    sun: float
    shadow: float
    lit: float
    cloud: float


_KINDS = (
    Weather(
        "day", (86, 140, 212), (198, 216, 232), 0.0035, (1.0, 1.0, 0.98),
        1, 1, 0, 0.35,
    ),
    Weather(
        "day", (64, 120, 204), (186, 208, 230), 0.0025, (1.06, 1.04, 0.98),
        1, 1, 0, 0.1,
    ),
    Weather(
        "overcast", (168, 176, 186), (206, 210, 214), 0.005, (0.92, 0.94, 0.97),
        1, 0.35, 0, 0.6,
    ),
    Weather(
        "dusk", (52, 60, 108), (226, 150, 110), 0.004, (0.62, 0.56, 0.60),
        1, 0.3, 0.55, 0.3,
    ),
    Weather(
        "rain", (128, 136, 148), (172, 178, 186), 0.009, (0.76, 0.80, 0.86),
        1, 0.2, 0.3, 0.6,
    ),
    Weather(
        "fog", (190, 194, 198), (202, 205, 208), 0.024, (0.94, 0.95, 0.97),
        1, 0.15, 0.25, 0.2,
    ),
)  # fmt: skip
_CHANCES = (0.27, 0.25, 0.18, 0.11, 0.11, 0.08)


def draw_weather(rng: np.random.Generator) -> Weather:
    """Draw one kind of light and vary its colours, haze and exposure."""
    kind = _KINDS[rng.choice(len(_KINDS), p=_CHANCES)]
    gain = rng.uniform(0.88, 1.12) * rng.uniform(0.96, 1.04, 3)
    exposure = np.array(kind.exposure) * gain
    return Weather(
        kind.name,
        _vary(rng, kind.zenith),
        _vary(rng, kind.horizon),
        kind.density * float(rng.uniform(0.7, 1.3)),
        (float(exposure[0]), float(exposure[1]), float(exposure[2])),
        float(rng.choice((-1.0, 1.0))),
        kind.shadow,
        kind.lit,
        kind.cloud,
    )


def _vary(rng: np.random.Generator, color: Color) -> Color:
    red, green, blue = np.clip(np.array(color) + rng.normal(0, 7, 3), 0, 255)
    return float(red), float(green), float(blue)


def develop(
    canvas: Canvas, camera: Camera, rng: np.random.Generator, weather: Weather
) -> Image:
    """Turn the canvas into the photograph: RGB uint8 [256, 512, 3]."""
    size = (WIDTH, HEIGHT)
    picture = cv2.resize(canvas.image, size, interpolation=cv2.INTER_AREA)
    picture = picture.astype(np.float32)
    if weather.name == "rain":
        _reflect(picture, canvas.labels, camera)
    picture *= np.array(weather.exposure, np.float32)
    picture += _glow(canvas) * (0.55 + 0.9 * weather.lit)
    if weather.name == "rain":
        _streaks(picture, rng)
    picture = _focus(picture, rng)
    picture *= _vignette(float(rng.uniform(0.05, 0.28)))
    grain = rng.standard_normal((HEIGHT, WIDTH, 1), dtype=np.float32)
    picture += grain * np.float32(rng.uniform(1.0, 4.5))
    return np.clip(picture, 0, 255).astype(np.uint8)


def _reflect(picture: np.ndarray, labels: Image, camera: Camera) -> None:
    horizon = round(camera.vanishing_y)
    below = HEIGHT - horizon
    mirror = picture[max(0, horizon - below) : horizon][::-1]
    mirror = cv2.resize(mirror, (WIDTH, below))
    mirror = cv2.blur(mirror, (5, 21))
    wet = np.isin(labels[horizon:], (Label.ROAD, Label.SIDEWALK))[..., None]
    area = picture[horizon:]
    area[:] = np.where(wet, area * 0.66 + mirror * 0.30, area)


def _glow(canvas: Canvas) -> np.ndarray:
    near = cv2.GaussianBlur(canvas.glow, (0, 0), 1.2).astype(np.float32)
    wide = cv2.GaussianBlur(canvas.glow, (0, 0), 6).astype(np.float32)
    return cv2.resize(near * 0.8 + wide * 1.2, (WIDTH, HEIGHT))


def _streaks(picture: np.ndarray, rng: np.random.Generator) -> None:
    layer = np.zeros((HEIGHT, WIDTH), np.uint8)
    slant = float(rng.uniform(-4, 4))
    for x, y, length in zip(
        rng.uniform(0, WIDTH, 130),
        rng.uniform(-10, HEIGHT, 130),
        rng.uniform(6, 18, 130),
        strict=True,
    ):
        end = (round(x + slant * length / 12), round(y + length))
        cv2.line(layer, (round(x), round(y)), end, 255, 1, cv2.LINE_AA)
    picture += (layer.astype(np.float32) * 0.13)[..., None]


def _focus(picture: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    if rng.random() < 0.4:
        picture = cv2.GaussianBlur(picture, (0, 0), float(rng.uniform(0.3, 0.8)))
    if rng.random() < 0.15:
        picture = cv2.blur(picture, (3, 1))
    return picture


def _vignette(depth: float) -> np.ndarray:
    y = np.linspace(-1, 1, HEIGHT, dtype=np.float32)[:, None]
    x = np.linspace(-1, 1, WIDTH, dtype=np.float32)[None]
    return (1 - depth * (x * x + y * y) / 2)[..., None].astype(np.float32)
