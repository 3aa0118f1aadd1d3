from pathlib import Path

import pytest

from gui.settings import MOST_RECENT, Settings


@pytest.fixture
def file(tmp_path):
    return tmp_path / "settings.ini"


def again(settings, file):
    settings.sync()
    return Settings(file)


def test_the_latest_file_comes_first_and_once(file):
    settings = Settings(file)
    for name in ("a", "b", "a"):
        settings.add_recent(Path(name))
    assert again(settings, file).recent == (Path("a"), Path("b"))


def test_only_so_many_recent_files_are_kept(file):
    settings = Settings(file)
    for number in range(MOST_RECENT + 5):
        settings.add_recent(Path(str(number)))
    assert len(settings.recent) == MOST_RECENT
    assert settings.recent[0] == Path(str(MOST_RECENT + 4))


def test_trust_is_remembered_by_content(file):
    settings = Settings(file)
    settings.trust("d1")
    kept = again(settings, file)
    assert kept.is_trusted("d1")
    assert not kept.is_trusted("d2")


def test_an_unknown_colour_scheme_counts_as_the_systems(file):
    file.write_text("[General]\nscheme=purple\n")
    assert Settings(file).scheme == "system"


def test_the_colour_scheme_is_remembered(file):
    settings = Settings(file)
    settings.scheme = "dark"
    assert again(settings, file).scheme == "dark"
