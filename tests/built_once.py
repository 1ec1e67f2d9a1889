"""Folders that take long to make: each is made once, for all processes of a run of pytest; tests read it or copy it."""

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """The folder for temporary files that all processes of a run of pytest know."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def built_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """The folder of that name, which `make` filled in this process or in another one; nobody may change it."""
    shared = shared_folder(factory)
    folder, begun = shared / name, shared / f"{name}.begun"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            shutil.rmtree(begun, ignore_errors=True)
            begun.mkdir()
            make(begun)
            begun.rename(folder)
    return folder


def a_copy(made: Path, folder: Path) -> Path:
    """All that was made, in a folder in which a test may change it."""
    return Path(shutil.copytree(made, folder, dirs_exist_ok=True, symlinks=True))
