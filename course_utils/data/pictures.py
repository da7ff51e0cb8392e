"""Single pictures: scikit-learn's two photographs, and the learner's own files."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from . import scikit_learn

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
    from PIL import Image, ImageOps

    path = Path(path).expanduser()
    if not path.is_file():
        beside = sorted(each.name for each in path.parent.glob("[!.]*") if each.is_file())
        raise FileNotFoundError(
            f"there is no file {str(path)!r}. Its folder holds: {', '.join(beside) or 'no files'}."
        )
    try:
        with Image.open(path) as opened:
            opened.draft("RGB", (longest, longest))  # a large JPEG is read at a part of its size, much faster
            upright = ImageOps.exif_transpose(opened)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise ValueError(
            f"{path.name} cannot be read as a picture ({error}). JPEG and PNG always work; an iPhone's HEIC "
            "has to be exported as JPEG first."
        ) from None
    if upright.mode.startswith(("I", "F")):  # 16 bits and more: stretched to 8
        deep = np.asarray(upright, dtype=float)
        upright = Image.fromarray(np.uint8(255 * (deep - deep.min()) / (np.ptp(deep) or 1)))
    upright.thumbnail((longest, longest))
    with_alpha = upright.convert("RGBA")
    white = Image.new("RGBA", with_alpha.size, "white")
    photo = np.array(Image.alpha_composite(white, with_alpha).convert("RGB"))
    if min(photo.shape[:2]) < 32:
        raise ValueError(f"{path.name} is too small or too narrow: (rows, columns) are {photo.shape[:2]}.")
    return photo
