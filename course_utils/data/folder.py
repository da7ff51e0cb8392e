"""Folders of pictures, one folder for each class: Imagenette, and the learner's own."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np

from . import places, registry
from .decoding import decode_all
from .download import fetch, only_writer, unwritable
from .image_set import ImageSet
from .kept import Arrays, kept
from .listing import PARTS, Listing, listing, subfolders
from .unpack import is_archive, unpack

LARGEST = 1024  # pixels of a side

WORDNET = {  # Imagenette's folders have the names of WordNet's entries
    "n01440764": "tench",
    "n02102040": "English springer",
    "n02979186": "cassette player",
    "n03000684": "chain saw",
    "n03028079": "church",
    "n03394916": "French horn",
    "n03417042": "garbage truck",
    "n03425413": "gas pump",
    "n03445777": "golf ball",
    "n03888257": "parachute",
}


def load_folder(path: str | Path, size: int = 64, split: str = "train") -> ImageSet:
    """Load a folder of pictures: uint8, (N, size, size, 3), each picture filling its square.

    path: a folder with one folder for each class, or with train/ and val/ (or test/) that hold such folders;
    or an archive (.tgz, .tar, .zip) of one, or a folder of archives.
    split: "train" or "test"; where the folder has no such parts, one file in five is for testing.

    Files are decoded once by workers, and kept at this size. Grey, CMYK, transparent and 16-bit pictures
    become red, green and blue. Raises DataError for a wrong folder, and for broken files, which it names.
    """
    _check(size, split)
    path = Path(path).expanduser().absolute()
    archives = _archives(path)
    root = _unpacked(path.name.split(".")[0], archives) if archives else path
    name = f"the folder {path.name}"
    listed = listing(root, split)
    arrays = kept(f"{path.name}-{split}-{size}-{listed.key(size)}", lambda: _decoded(listed, size, name))
    return _as_set(arrays, name, split, str(path))


def load_imagenette(size: int = 160, split: str = "train") -> ImageSet:
    """Load Imagenette: photographs of 10 classes from ImageNet, 9,469 for training and 3,925 for testing.

    The images are uint8, (N, size, size, 3). Up to 160 pixels come from the set of 160 pixels (a download of
    99 MB), larger ones from that of 320 (342 MB). Raises NotAtHand and DataError as `load_mnist` does.

    Source: J. Howard, https://github.com/fastai/imagenette (2019).
    """
    return _load_entry("imagenette-160" if size <= 160 else "imagenette-320", size, split)


def load_cifar10_jpeg(size: int = 32, split: str = "train") -> ImageSet:
    """Load the pictures of CIFAR-10 as JPEG files: uint8, (N, size, size, 3). They come from a mirror.

    This is not the official set: JPEG has changed pixels. Results on it are reported under its own name.
    """
    return _load_entry("cifar10-jpeg", size, split)


def _load_entry(folder: str, size: int, split: str) -> ImageSet:
    """Load a folder of pictures of the registry. Once it is decoded, neither archive nor files are needed."""
    _check(size, split)
    entry = registry.find(folder)
    home = places.home() / folder
    sources = [f"the cache ({home})"]

    def make() -> Arrays:
        root = home / "unpacked"
        if not root.is_dir():
            found = fetch(entry)
            sources.append(found[0].source)
            _unpack_into(root, [each.path for each in found])
        return _decoded(listing(root, split), size, entry.title)

    arrays = kept(f"{folder}-{split}-{size}", make)
    return _as_set(arrays, entry.title, split, sources[-1])


def _check(size: int, split: str) -> None:
    if split not in PARTS:
        raise ValueError(f'there is no split {split!r}: there are "train" and "test".')
    if not 1 <= size <= LARGEST:
        raise ValueError(f"size={size!r}: a side has 1 to {LARGEST} pixels.")


def _decoded(listed: Listing, size: int, name: str) -> Arrays:
    images = decode_all(listed.files, size, name)
    return {"images": images, "labels": np.array(listed.labels), "classes": np.array(listed.classes)}


def _as_set(arrays: Arrays, name: str, split: str, source: str) -> ImageSet:
    classes = tuple(WORDNET.get(each, each) for each in arrays["classes"].tolist())
    return ImageSet(arrays["images"], arrays["labels"].astype(np.int64), classes, name, split, source).said()


def _archives(path: Path) -> list[Path]:
    """The archives that a path means: itself, or all in a folder that holds nothing else to load."""
    if is_archive(path):
        return [path]
    if path.is_dir() and not subfolders(path):
        return sorted(each for each in path.iterdir() if is_archive(each))
    return []


def _unpacked(name: str, archives: list[Path]) -> Path:
    """The folder in the cache into which archives of the learner's were unpacked, once."""
    seen = [(str(each), each.stat().st_size, each.stat().st_mtime_ns) for each in archives]
    key = hashlib.sha256(repr(seen).encode()).hexdigest()[:16]
    root = places.home() / "folders" / f"{name}-{key}"
    if not root.is_dir():
        _unpack_into(root, archives)
    return root


def _unpack_into(root: Path, archives: list[Path]) -> None:
    what = ", ".join(each.name for each in archives)
    try:
        root.parent.mkdir(parents=True, exist_ok=True)
        with only_writer(root):
            if not root.is_dir():
                print(f"Unpacking {what} ...", flush=True)
                unpack(archives, root)
    except OSError as error:
        raise unwritable(f"the contents of {what}", root.parent, error) from error
