"""Single pictures: scikit-learn's two photographs, and the learner's own files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from . import scikit_learn

if TYPE_CHECKING:
    from PIL.Image import Image

PHOTOGRAPHS = ("china", "flower")


def photograph(name: str) -> np.ndarray:
    """Load one of scikit-learn's two photographs: "china" (a temple) or "flower" (a dahlia).

    Returns a uint8 array of shape (427, 640, 3), red, green and blue from 0 to 255. Needs no download.
    Raises ValueError for any other name.
    """
    if name not in PHOTOGRAPHS:
        known = " and ".join(f'"{each}"' for each in PHOTOGRAPHS)
        raise ValueError(f"photograph({name!r}): no photograph has this name. There are {known}.")
    from PIL import Image

    with Image.open(scikit_learn.file(f"images/{name}.jpg")) as picture:
        return np.array(picture)


def picture(path: str | Path, longest: int = 640) -> np.ndarray:
    """Load a picture file of any common kind (JPEG, PNG, GIF, WebP, TIFF), upright and in colour.

    Sides longer than `longest` pixels are scaled down; transparent parts become white.
    Returns a uint8 array of shape (H, W, 3). Raises FileNotFoundError that lists the files beside it, and
    ValueError if the file cannot be read as a picture, or has a side of fewer than 32 pixels.
    """
    path = Path(path).expanduser()
    if not path.is_file():
        beside = sorted(each.name for each in path.parent.glob("[!.]*") if each.is_file())
        raise FileNotFoundError(
            f"there is no file {str(path)!r}. Its folder holds: {', '.join(beside) or 'no files'}."
        )
    try:
        image = upright(path, longest)
    except ValueError as error:
        raise ValueError(
            f"{path.name} cannot be read as a picture ({error}). JPEG and PNG always work; an iPhone's HEIC "
            "has to be exported as JPEG first."
        ) from None
    image.thumbnail((longest, longest))
    photo = np.array(image)
    if min(photo.shape[:2]) < 32:
        raise ValueError(f"{path.name} is too small or too narrow: (rows, columns) are {photo.shape[:2]}.")
    return photo


def upright(path: Path, least: int) -> Image:
    """Open a picture file of any kind, upright and in red, green and blue.

    A large JPEG may come at a part of its size, much faster, but no side below `least` pixels for that.
    Raises ValueError, in Pillow's words, if the file is broken, too large to be meant, or no picture.
    """
    from PIL import Image, ImageOps

    try:
        with Image.open(path) as opened:
            opened.draft("RGB", (least, least))
            ImageOps.exif_transpose(opened, in_place=True)
            return _in_colour(opened)
    except (OSError, SyntaxError, ValueError, MemoryError, Image.DecompressionBombError) as error:
        raise ValueError(str(error) or type(error).__name__) from None


def _in_colour(image: Image) -> Image:
    """Convert pixels of every kind: 16 bits are stretched to 8, and what is transparent becomes white."""
    from PIL import Image

    if image.mode.startswith(("I", "F")):
        deep = np.asarray(image, dtype=float)
        image = Image.fromarray(np.uint8(255 * (deep - deep.min()) / (np.ptp(deep) or 1)))
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        with_alpha = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), with_alpha)
    return image.convert("RGB")
