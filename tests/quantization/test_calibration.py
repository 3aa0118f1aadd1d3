import numpy as np
import pytest
import torch
from torch import nn

from engine.errors import CalibrationError
from engine.opening.graph import digest
from engine.progress import run
from engine.quantization.calibration import Calibration, calibrate
from engine.quantization.prepare import prepare
from engine.quantization.ranges import solve
from tests.quantization.networks import exported


def equal(a, b):
    return a.statistics.keys() == b.statistics.keys() and all(
        np.array_equal(a.statistics[name].histogram, b.statistics[name].histogram)
        and a.statistics[name].maximum == b.statistics[name].maximum
        and np.array_equal(a.statistics[name].total, b.statistics[name].total)
        for name in a.statistics
    )


def test_progress_is_told_after_every_image(pidnet, bayes, pictures):
    steps = calibrate(pidnet, bayes, pictures, len(pictures))
    told = []
    calibration = run(steps, told.append)
    assert [(p.done, p.total) for p in told] == [(i, 4) for i in range(1, 5)]
    assert calibration.images == 4
    assert calibration.seconds > calibration.float_seconds > 0


def test_a_cancelled_pass_leaves_what_it_saw(pidnet, bayes, pictures):
    partial = Calibration(digest(pidnet), bayes.name)
    steps = calibrate(pidnet, bayes, pictures, len(pictures), into=partial)
    next(steps)
    next(steps)
    steps.close()
    assert partial.images == 2
    prepared = prepare(pidnet, bayes)
    assert solve(partial, prepared, bayes).tensors
    whole = run(calibrate(pidnet, bayes, pictures[:2], 2))
    assert equal(partial, whole)


def test_a_pass_can_be_continued(pidnet, bayes, pictures, calibration):
    partial = run(calibrate(pidnet, bayes, pictures[:1], 1))
    run(calibrate(pidnet, bayes, pictures[1:], 3, into=partial))
    assert partial.images == 4
    assert equal(partial, calibration)


def test_the_images_may_be_shared_out(pidnet, bayes, pictures, calibration):
    first = run(calibrate(pidnet, bayes, pictures[:2], 2))
    second = run(calibrate(pidnet, bayes, pictures[2:], 2))
    merged = second.merged(first)
    for name, statistics in calibration.statistics.items():
        assert np.array_equal(statistics.histogram, merged.statistics[name].histogram)


def test_a_stored_calibration_is_read_exactly(tmp_path, calibration):
    calibration.save(tmp_path / "street.json")
    read = Calibration.load(tmp_path / "street.json", calibration.digest)
    assert equal(read, calibration)
    assert (read.images, read.seconds) == (calibration.images, calibration.seconds)
    for name, statistics in calibration.statistics.items():
        again = read.statistics[name]
        assert np.array_equal(again.channel_minimum, statistics.channel_minimum)
        assert (again.minimum, again.count) == (statistics.minimum, statistics.count)


def test_the_folder_of_a_calibration_is_made_where_there_is_none(tmp_path, calibration):
    file = tmp_path / "new" / "street.json"
    calibration.save(file)
    assert equal(Calibration.load(file), calibration)


def test_a_calibration_of_another_graph_is_stale(tmp_path, calibration):
    calibration.save(tmp_path / "street.json")
    with pytest.raises(CalibrationError, match="stale"):
        Calibration.load(tmp_path / "street.json", "another")


def test_a_stale_calibration_is_not_solved(calibration, bayes):
    other = prepare(exported(nn.ReLU(), (1, 3, 4, 4)), bayes)
    with pytest.raises(CalibrationError, match="stale"):
        solve(calibration, other, bayes)


def test_a_damaged_file_is_refused(tmp_path, calibration):
    calibration.save(tmp_path / "street.json")
    (tmp_path / "street.safetensors").write_bytes(b"\0" * 40)
    with pytest.raises(CalibrationError, match="calibrate again"):
        Calibration.load(tmp_path / "street.json")


def test_no_images_are_an_error(pidnet, bayes):
    with pytest.raises(CalibrationError, match="no images"):
        run(calibrate(pidnet, bayes, [], 0))


def test_images_of_another_size_are_an_error(pidnet, bayes):
    with pytest.raises(CalibrationError, match="not \\[\\(1, 3, 32, 32\\)\\]"):
        run(calibrate(pidnet, bayes, [(torch.zeros(1, 3, 32, 32),)], 1))


def test_a_value_that_is_not_finite_names_its_node(bayes):
    class Logarithm(nn.Module):
        def forward(self, x):
            return torch.log(x) + 1

    model = exported(Logarithm(), (1, 2, 4, 4))
    with pytest.raises(CalibrationError, match=r"log \(aten\.log\.default\)"):
        run(calibrate(model, bayes, [(torch.zeros(1, 2, 4, 4),)], 1))


def test_an_unknown_method_is_refused_with_the_known_ones(calibration, pidnet, bayes):
    with pytest.raises(CalibrationError, match="min_max, percentile, mse, kl"):
        solve(calibration, prepare(pidnet, bayes), bayes, "best")
