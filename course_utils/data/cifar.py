"""CIFAR-10 in its official form: five batches for training and one for testing, pickled by Python 2."""

from __future__ import annotations

import io
import pickle
import tarfile
from pathlib import Path
from typing import Any

import numpy as np

from . import registry
from .download import fetch
from .errors import DataError
from .image_set import ImageSet
from .kept import Arrays, kept

CLASSES = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")
BATCHES = {"train": tuple(f"data_batch_{number}" for number in range(1, 6)), "test": ("test_batch",)}
LARGEST = 64_000_000  # bytes of a batch


def load_cifar10(split: str = "train") -> ImageSet:
    """Load CIFAR-10: 50,000 small colour photographs of 10 classes for training, 10,000 for testing.

    The images are uint8, (N, 32, 32, 3); the labels int64, (N,). The first call downloads 170 MB.
    Raises NotAtHand if it cannot be had, DataError if it cannot be kept, ValueError for another split.

    Source: A. Krizhevsky, Learning multiple layers of features from tiny images (2009).
    """
    if split not in BATCHES:
        raise ValueError(f'there is no split {split!r}: there are "train" and "test".')
    entry = registry.find("cifar-10")
    [found] = fetch(entry)
    arrays = kept(f"cifar-10-{split}", lambda: read(found.path, split))
    return ImageSet(arrays["images"], arrays["labels"], CLASSES, entry.title, split, found.source).said()


def read(archive: Path, split: str) -> Arrays:
    """Read a split from the archive: images uint8 (N, 32, 32, 3), labels int64 (N,)."""
    batches = {}
    with tarfile.open(archive) as tar:
        for member in tar:
            name = Path(member.name).name
            if name in BATCHES[split] and member.isreg() and member.size <= LARGEST:
                batches[name] = _Plain(io.BytesIO(tar.extractfile(member).read()), encoding="latin1").load()  # type: ignore[union-attr]
    if missing := set(BATCHES[split]) - set(batches):
        raise DataError(f"{archive} has no {', '.join(sorted(missing))}: it is not CIFAR-10's archive.")
    rows = np.concatenate([batches[name]["data"] for name in BATCHES[split]])
    labels = np.concatenate([batches[name]["labels"] for name in BATCHES[split]])
    images = rows.reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)
    return {"images": np.ascontiguousarray(images, np.uint8), "labels": labels.astype(np.int64)}


class _Plain(pickle.Unpickler):
    """Reads arrays, numbers and texts, and refuses everything else that a pickle could call."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("numpy.core.multiarray", "_reconstruct"):
            return np.ndarray(0).__reduce__()[0]  # where NumPy has it now
        if module == "numpy" and name in ("ndarray", "dtype"):
            return getattr(np, name)
        raise DataError(
            f"CIFAR-10's archive asks for {module}.{name}, which has no place in it. Do not use it."
        )
