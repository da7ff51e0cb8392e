"""Pictures and small arrays for the lessons: photographs, letters, features, named kernels.

Every function returns new arrays, so a lesson may change what it gets.
Sources and licences: data/README.md.
"""

from __future__ import annotations

import gzip
from importlib.util import find_spec
from pathlib import Path

import numpy as np

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

    with Image.open(_of_scikit_learn(f"images/{name}.jpg")) as picture:
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


def digits(*which: int) -> tuple[np.ndarray, np.ndarray]:
    """Load scikit-learn's 1,797 handwritten digits of 8x8 pixels, or only those named: `digits(4, 9)`.

    Returns the pictures, uint8 of shape (N, 8, 8) with ink from 0 to 16, and the labels, int64 of shape (N,).
    Needs no download. Raises ValueError for anything but digits from 0 to 9.
    """
    if not set(which) <= set(range(10)):
        raise ValueError(f"digits{which}: a digit is a whole number from 0 to 9.")
    with gzip.open(_of_scikit_learn("data/digits.csv.gz"), "rt") as table:
        rows = np.loadtxt(table, delimiter=",", dtype=np.int64)
    wanted = np.isin(rows[:, -1], which or range(10))
    return rows[wanted, :-1].reshape(-1, 8, 8).astype(np.uint8), rows[wanted, -1]


def _of_scikit_learn(path: str) -> Path:
    """Return a data file of scikit-learn, found without importing it: it needs SciPy, which grading hides."""
    library = find_spec("sklearn")
    if library is None or library.origin is None:
        raise ModuleNotFoundError(
            f"{Path(path).name} is part of scikit-learn, which is not installed. "
            "Install it: python -m pip install scikit-learn"
        )
    return Path(library.origin).parent / "datasets" / path


def letter_x(
    size: int = 9,
    shift: tuple[float, float] = (0, 0),
    scale: float = 1.0,
    tilt: float = 0.0,
    thick: float = 1.0,
) -> np.ndarray:
    """Draw an X: float64 of shape (size, size), +1 on the strokes and -1 elsewhere.

    By default it is the 9x9 X of the lecture: both diagonals from (1, 1) to (7, 7). `shift` moves it by
    pixels (down, right), `scale` makes it smaller or larger in the same frame, `tilt` turns it anticlockwise
    by degrees, and `thick` is the width of a stroke in pixels. Whatever leaves the frame is cut off.

    >>> letter_x(5).astype(int).tolist()[1]
    [-1, 1, -1, 1, -1]
    """
    down, right, reach = _frame(size, shift, scale, thick)
    turn = np.deg2rad(tilt)
    across = right * np.cos(turn) - down * np.sin(turn)
    along = right * np.sin(turn) + down * np.cos(turn)
    from_stroke = np.abs(np.abs(across) - np.abs(along)) / np.sqrt(2)
    inside = np.maximum(np.abs(across), np.abs(along)) <= reach + 0.5
    return _inked(inside & (from_stroke <= thick / 2))


def letter_o(
    size: int = 9, shift: tuple[float, float] = (0, 0), scale: float = 1.0, thick: float = 1.0
) -> np.ndarray:
    """Draw an O: a ring like `letter_x`, with the same arguments (a tilted ring is the same ring)."""
    down, right, reach = _frame(size, shift, scale, thick)
    return _inked(np.abs(np.hypot(down, right) - reach) <= thick / 2)


def letters(count: int, seed: int, tilt: float = 0.0, thick: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    """Draw X's and O's of 9x9 pixels, as many of each, in random order, by a seed.

    Each is moved by up to one pixel and has 0.7 to 1 times its size. With `tilt` an X is turned by up to so
    many degrees, to either side; with `thick` strokes are 1 to `thick` pixels wide.
    Returns the pictures, float64 of shape (count, 9, 9), +1 and -1, and the labels, (count,): 1 for an X.
    """
    rng = np.random.default_rng(seed)
    labels = rng.permutation(np.arange(count) % 2)
    pictures = np.empty((count, 9, 9))
    for picture, is_x in zip(pictures, labels, strict=True):
        down, right = rng.integers(-1, 2, size=2)
        scale, width, turn = rng.uniform(0.7, 1), rng.uniform(1, thick), rng.uniform(-tilt, tilt)
        if is_x:
            picture[:] = letter_x(9, (down, right), scale, turn, width)
        else:
            picture[:] = letter_o(9, (down, right), scale, width)
    return pictures, labels


def _frame(
    size: int, shift: tuple[float, float], scale: float, thick: float
) -> tuple[np.ndarray, np.ndarray, float]:
    """Return how far each pixel is below and right of the letter's centre, and how far the letter reaches."""
    if size < 3:
        raise ValueError(f"a letter needs at least 3x3 pixels, got size={size}.")
    if scale <= 0 or thick <= 0:
        raise ValueError(f"scale and thick must be above 0, got scale={scale}, thick={thick}.")
    middle = (size - 1) / 2
    down, right = np.mgrid[:size, :size] - middle
    return down - shift[0], right - shift[1], (middle - 1) * scale


def _inked(ink: np.ndarray) -> np.ndarray:
    return np.where(ink, 1.0, -1.0)


def features() -> np.ndarray:
    """Return three pieces of the X: falling stroke, crossing, rising stroke; float64 (3, 3, 3), +1 and -1."""
    falling = 2 * np.eye(3) - 1
    crossing = np.maximum(falling, falling[:, ::-1])
    return np.stack([falling, crossing, falling[:, ::-1]])


def kernels() -> dict[str, np.ndarray]:
    """Return well-known kernels by name: float64 arrays of shape (3, 3)."""
    return {
        "identity": np.array([[0.0, 0, 0], [0, 1, 0], [0, 0, 0]]),
        "box": np.full((3, 3), 1 / 9),
        "emboss": np.array([[-2.0, -1, 0], [-1, 1, 1], [0, 1, 2]]),
        "outline": np.array([[-1.0, -1, -1], [-1, 8, -1], [-1, -1, -1]]),
        "top Sobel": np.array([[1.0, 2, 1], [0, 0, 0], [-1, -2, -1]]),
        "left Sobel": np.array([[1.0, 0, -1], [2, 0, -2], [1, 0, -1]]),
    }
