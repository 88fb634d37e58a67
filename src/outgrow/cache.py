"""The folder in which outgrow keeps what takes long to make and can be made again at any time."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["cache_folder"]


def cache_folder() -> Path:
    """Return the user's cache folder for outgrow, or what ``OUTGROW_CACHE`` names; it may not exist yet."""
    import platformdirs

    return Path(os.environ.get("OUTGROW_CACHE") or platformdirs.user_cache_dir("outgrow"))
