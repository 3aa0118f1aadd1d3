"""Errors meant for the user: one sentence that says what, where, and what to try.

    EngineError
    ├── SourceError        a model cannot be opened or exported
    │   └── CheckpointError    its weights cannot be read or do not fit
    ├── EditError          a change to the graph cannot be made
    │   ├── UnchangedError     what it asks for is so already
    │   └── MisfitError        one of a recipe cannot be made again
    ├── TargetError        a target profile is malformed or unknown
    ├── ProjectError       a project file is malformed or incomplete
    │   └── NewerProjectError  a newer version wrote it
    ├── ImageError         an image or a folder of images cannot be used
    ├── ScratchError       weights of other states cannot be put into a file
    ├── ComparisonError    results have no common measure
    ├── CalibrationError   ranges cannot be measured or do not fit the graph
    └── ToolchainError     a compiler is missing or refused the model

Anything else that escapes is a bug, and is logged with its traceback.
"""


class EngineError(Exception):
    """What failed, where, and what to try, in one sentence."""


class SourceError(EngineError):
    """A model cannot be opened or exported."""


class CheckpointError(SourceError):
    """Weights cannot be read, or belong to another network."""


class EditError(EngineError):
    """A change to the graph cannot be made here."""


class UnchangedError(EditError):
    """What an edit asks for is so already; nothing is left to do."""


class MisfitError(EditError):
    """An edit of a recipe, `number` from 1, cannot be made again on this network."""

    def __init__(self, words: str, number: int) -> None:
        super().__init__(words)
        self.number = number


class TargetError(EngineError):
    """A target profile is malformed or unknown."""


class ProjectError(EngineError):
    """A project file is malformed, incomplete or cannot be written."""


class NewerProjectError(ProjectError):
    """A project file was written by a newer version, and is whole for that one."""


class ImageError(EngineError):
    """An image or a folder of images cannot be used."""


class CalibrationError(EngineError):
    """Ranges cannot be measured, or do not belong to this graph."""


class ComparisonError(EngineError):
    """Results cannot be compared: they are no class scores, or labels do not fit."""


class ScratchError(EngineError):
    """Weights that only undo needs cannot be put into a file."""


class ToolchainError(EngineError):
    """A compiler is not available or refused the model."""
