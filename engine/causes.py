"""Why the system refused a file, in words that can be translated."""

from __future__ import annotations

import errno
from collections.abc import Mapping

from engine.sentence import say

_WORDS: Mapping[int, str] = {
    errno.ENOENT: say("no such file or folder"),
    errno.EACCES: say("no permission"),
    errno.EPERM: say("not permitted"),
    errno.EROFS: say("it can only be read"),
    errno.ENOSPC: say("no space is left"),
    errno.EDQUOT: say("your share of the space is used up"),
    errno.EISDIR: say("it is a folder"),
    errno.ENOTDIR: say("a part of the path is no folder"),
    errno.EEXIST: say("it exists already"),
    errno.ENOTEMPTY: say("the folder is not empty"),
    errno.ENAMETOOLONG: say("the name is too long"),
    errno.EBUSY: say("another program uses it"),
    errno.ETXTBSY: say("another program uses it"),
    errno.EMFILE: say("too many files are open"),
    errno.ENFILE: say("too many files are open"),
    errno.EFBIG: say("the file would be too large"),
    errno.EIO: say("the disk or the network failed"),
    errno.ENOEXEC: say("it is no program of this system"),
    errno.ENODEV: say("there is no such device"),
    errno.ENOMEM: say("not enough memory"),
}


def cause_of(error: BaseException) -> str:
    """Say why a file could not be read, written or run.

    What this table lacks is said in the system's own words.
    """
    if not isinstance(error, OSError):
        return str(error)
    return _WORDS.get(error.errno or 0, error.strerror or str(error))
