"""The picture files of a folder with one folder for each class."""

from __future__ import annotations

import hashlib
import os
import zlib
from dataclasses import dataclass
from pathlib import Path

from .errors import DataError

PARTS = {"train": ("train", "training"), "test": ("test", "val", "valid", "validation")}
PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp", ".tif", ".tiff", ".ppm", ".pgm")
TEST_PART = 5  # of a folder without parts, one file in so many is for testing
LAYOUT = (
    "Expected is a folder for each class, such as cats/ and dogs/, "
    "or train/ and val/ with such folders in them."
)


@dataclass(frozen=True)
class Listing:
    """The picture files of one split, in the order of their names, and the class of each."""

    root: Path
    files: tuple[Path, ...]
    labels: tuple[int, ...]
    classes: tuple[str, ...]

    def key(self, size: int) -> str:
        """A name that changes whenever a file, or the size of the decoded images, does."""
        digest = hashlib.sha256(str(size).encode())
        for file in self.files:
            seen = file.stat()
            digest.update(f"{file.relative_to(self.root)}\0{seen.st_size}\0{seen.st_mtime_ns}\n".encode())
        return digest.hexdigest()[:16]


def listing(root: Path, split: str) -> Listing:
    """List the pictures of a split. Raises DataError that says how the folder differs from the layout."""
    if not root.is_dir():
        raise DataError(f"there is no folder {root}. {LAYOUT}")
    root = _inner(root)
    parts = _parts(root)
    if parts and split not in parts:
        there = ", ".join(f"{each.name}/" for each in parts.values())
        raise DataError(f"{root} has {there}, but nothing for {split}. {LAYOUT}")
    top = parts.get(split, root)
    classes = [each.name for each in subfolders(parts.get("train", root))]
    if len(classes) < 2:
        raise _wrong(parts.get("train", root), classes)
    if strange := [each.name for each in subfolders(top) if each.name not in classes]:
        raise DataError(f"{top} has a class that the training part does not have: {strange[0]}.")
    files: list[Path] = []
    labels: list[int] = []
    for label, name in enumerate(classes):
        of_class = _pictures(top / name)
        if not parts:
            of_class = _share(of_class, split)
        if not of_class:
            raise DataError(f"{top / name} has no pictures for {split} ({', '.join(PICTURES)}). {LAYOUT}")
        files += of_class
        labels += [label] * len(of_class)
    return Listing(top, tuple(files), tuple(labels), tuple(classes))


def _parts(root: Path) -> dict[str, Path]:
    """The folders for training and for testing, where there are such."""
    there = {name: root / name for names in PARTS.values() for name in names if (root / name).is_dir()}
    return {part: there[name] for part, names in PARTS.items() for name in reversed(names) if name in there}


def _inner(root: Path) -> Path:
    """Step into a folder that holds one other folder alone, as unpacked archives do."""
    while len(inside := subfolders(root)) == 1 and not _has_pictures(root):
        if inside[0].name in PARTS["train"] + PARTS["test"] or not subfolders(inside[0]):
            break
        root = inside[0]
    return root


def subfolders(folder: Path) -> list[Path]:
    """The folders in a folder, in the order of their names; hidden ones are left out."""
    return sorted(
        each for each in folder.iterdir() if each.is_dir() and not each.name.startswith((".", "__"))
    )


def _pictures(folder: Path) -> list[Path]:
    """The pictures below a folder, in the order of their names."""
    found = (
        Path(top, name)
        for top, _, names in os.walk(folder)
        for name in names
        if name.lower().endswith(PICTURES) and not name.startswith(".")
    )
    return sorted(found)


def _has_pictures(folder: Path) -> bool:
    return any(each.name.lower().endswith(PICTURES) for each in folder.iterdir() if each.is_file())


def _share(files: list[Path], split: str) -> list[Path]:
    """The part of a class that is for a split: one file in five is for testing, drawn by its name alone."""
    drawn = sorted(files, key=lambda file: zlib.crc32(file.name.encode()))
    count = -(-len(files) // TEST_PART)
    return sorted(drawn[:count] if split == "test" else drawn[count:])


def _wrong(folder: Path, classes: list[str]) -> DataError:
    if _has_pictures(folder):
        what = "holds pictures, but no folder for each class"
    elif classes:
        what = f"has one class alone, {classes[0]}: nothing to tell apart"
    else:
        what = "holds no folders"
    return DataError(f"{folder} {what}. {LAYOUT}")
