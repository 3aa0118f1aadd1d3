from tests.quantization.conftest import (  # noqa: F401
    bayes,
    calibration,
    ort,
    pictures,
    pidnet,
)
