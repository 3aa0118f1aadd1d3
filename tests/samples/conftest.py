"""The sample's scripts import each other by name, as they do when one is run."""

import sys

from engine.resources import SAMPLES

sys.path.insert(0, str(SAMPLES / "street"))
