import pytest

from engine.progress import run
from engine.quantization.calibration import calibrate
from engine.targets.profile import load_profile
from tests.quantization.networks import narrow_pidnet, scenes


@pytest.fixture(scope="session")
def pidnet():
    return narrow_pidnet()


@pytest.fixture(scope="session")
def pictures():
    return scenes(4)


@pytest.fixture(scope="session")
def bayes():
    return load_profile("horizon-bayes")


@pytest.fixture(scope="session")
def ort():
    return load_profile("onnxruntime-cpu")


@pytest.fixture(scope="session")
def calibration(pidnet, bayes, pictures):
    return run(calibrate(pidnet, bayes, pictures, len(pictures)))
