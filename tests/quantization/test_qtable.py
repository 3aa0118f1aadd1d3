import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import CalibrationError
from engine.quantization.prepare import prepare
from engine.quantization.qtable import (
    QTable,
    TensorQuantization,
    WeightQuantization,
)
from engine.quantization.ranges import solve

scales = st.floats(2.0**-126, 2.0**100, width=32)


@settings(max_examples=30, deadline=None)
@given(st.lists(scales, min_size=1, max_size=5))
def test_scales_are_stored_to_the_last_bit(tmp_path_factory, numbers):
    path = tmp_path_factory.mktemp("table") / "q.json"
    tensors = {
        f"t{index}": TensorQuantization("s8", scale, 0, -scale, scale, "mse")
        for index, scale in enumerate(numbers)
    }
    weights = {
        "conv": WeightQuantization(
            np.asarray(numbers, np.float32), np.arange(len(numbers), dtype=np.int32)
        )
    }
    table = QTable("digest", "profile", "mse", tensors, weights)
    table.save(path)
    read = QTable.load(path)
    assert read.tensors == tensors
    assert read.digest == table.digest
    assert read.weights["conv"].scale.tobytes() == weights["conv"].scale.tobytes()
    assert read.weights["conv"].bias.tobytes() == weights["conv"].bias.tobytes()


def test_a_solved_table_is_read_equal(tmp_path, calibration, pidnet, bayes):
    table = solve(calibration, prepare(pidnet, bayes), bayes)
    table.save(tmp_path / "table.json")
    assert QTable.load(tmp_path / "table.json").digest == table.digest


def test_the_digest_sees_one_scale(calibration, pidnet, bayes):
    table = solve(calibration, prepare(pidnet, bayes), bayes)
    name, entry = next(iter(table.tensors.items()))
    scale = float(np.nextafter(np.float32(entry.scale), np.float32(1)))
    changed = TensorQuantization(
        entry.grid, scale, 0, entry.minimum, entry.maximum, entry.how
    )
    tensors = {**table.tensors, name: changed}
    other = QTable(table.model, table.profile, table.method, tensors, table.weights)
    assert other.digest != table.digest


def test_a_file_that_is_no_table_is_refused(tmp_path, calibration):
    calibration.save(tmp_path / "calibration.json")
    with pytest.raises(CalibrationError, match="not a quantization table"):
        QTable.load(tmp_path / "calibration.json")


def test_every_scale_is_a_float32(calibration, pidnet, bayes, ort):
    for profile in (bayes, ort):
        table = solve(calibration, prepare(pidnet, profile), profile)
        for entry in table.tensors.values():
            assert entry.scale == float(np.float32(entry.scale)) > 0


def test_the_signed_grid_is_symmetric_and_the_unsigned_starts_at_zero(
    calibration, pidnet, bayes, ort
):
    signed = solve(calibration, prepare(pidnet, bayes), bayes, "min_max")
    assert {(e.grid, e.zero_point) for e in signed.tensors.values()} == {("s8", 0)}
    unsigned = solve(calibration, prepare(pidnet, ort), ort, "min_max")
    for entry in unsigned.tensors.values():
        own = not entry.how.startswith("as ")
        if own and entry.minimum >= 0:
            assert entry.zero_point == 0
            assert entry.scale == np.float32(entry.maximum / 255)
        elif own and entry.maximum > 0:
            assert entry.zero_point == 128
