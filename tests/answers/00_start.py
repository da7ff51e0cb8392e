import numpy as np

from answers import right, wrong

# ---------------------------------------------------------------- crop


@right("crop", "check of both ends, then one slice")
def _(image, top, left, height, width):
    h, w = image.shape[:2]
    if top < 0 or left < 0 or top + height > h or left + width > w:
        raise ValueError("the window leaves the image")
    return image[top : top + height, left : left + width]


@right("crop", "loops over the pixels into a new array of the same dtype")
def _(image, top, left, height, width):
    rows, columns = image.shape[0], image.shape[1]
    if not (0 <= top <= top + height <= rows and 0 <= left <= left + width <= columns):
        raise ValueError("outside")
    out = np.empty((height, width) + image.shape[2:], dtype=image.dtype)
    for i in range(height):
        for j in range(width):
            out[i, j] = image[top + i, left + j]
    return out


@right("crop", "np.ix_ with index lists, negative indices refused by hand, IndexError turned into ValueError")
def _(image, top, left, height, width):
    if min(top, left) < 0:
        raise ValueError("the window begins outside the image")
    try:
        return image[np.ix_(range(top, top + height), range(left, left + width))]
    except IndexError:
        raise ValueError("the window ends outside the image") from None


@right("crop", "slice first, compare the shape of the result afterwards")
def _(image, top, left, height, width):
    window = image[max(top, 0) : top + height, max(left, 0) : left + width].copy()
    if window.shape[:2] != (height, width):
        raise ValueError(f"a window of {height} x {width} at {top}, {left} leaves the image")
    return window


@right("crop", "nested lists and np.array, with a helper for each axis")
def _(image, top, left, height, width):
    def inside(start, length, size):
        return start >= 0 and start + length <= size

    if not inside(top, height, len(image)):
        raise ValueError("rows")
    if not inside(left, width, len(image[0])):
        raise ValueError("columns")
    return np.array([[image[i][j] for j in range(left, left + width)] for i in range(top, top + height)])


@right("crop", "np.take along each axis, mode raise, after a check with np.any")
def _(image, top, left, height, width):
    start = np.array([top, left])
    end = start + np.array([height, width])
    if np.any(start < 0) or np.any(end > np.array(image.shape[:2])):
        raise ValueError("the window leaves the image")
    return image.take(np.arange(top, top + height), axis=0).take(np.arange(left, left + width), axis=1)


@wrong("crop", "no check at all: only the slice")
def _(image, top, left, height, width):
    return image[top : top + height, left : left + width]


@wrong("crop", "negative top and left are not checked")
def _(image, top, left, height, width):
    if top + height > image.shape[0] or left + width > image.shape[1]:
        raise ValueError("the window leaves the image")
    return image[top : top + height, left : left + width]


@wrong("crop", "only the start is checked, not where the window ends")
def _(image, top, left, height, width):
    if not (0 <= top < image.shape[0] and 0 <= left < image.shape[1]):
        raise ValueError("the window leaves the image")
    return image[top : top + height, left : left + width]


@wrong("crop", "only the rows are checked, the window may leave at the left and right")
def _(image, top, left, height, width):
    if top < 0 or top + height > image.shape[0]:
        raise ValueError("the window leaves the image")
    return image[top : top + height, max(left, 0) : left + width]


@wrong("crop", "exact fit refused: >= instead of > at the end")
def _(image, top, left, height, width):
    h, w = image.shape[:2]
    if top < 0 or left < 0 or top + height >= h or left + width >= w:
        raise ValueError("the window leaves the image")
    return image[top : top + height, left : left + width]


@wrong("crop", "a window that starts at row 0 or column 0 is refused")
def _(image, top, left, height, width):
    if top <= 0 or left <= 0 or top + height > image.shape[0] or left + width > image.shape[1]:
        raise ValueError("the window leaves the image")
    return image[top : top + height, left : left + width]


@wrong("crop", "the window may be one row and column too large: off by one in the check")
def _(image, top, left, height, width):
    if top < 0 or left < 0 or top + height - 1 > image.shape[0] or left + width - 1 > image.shape[1]:
        raise ValueError("the window leaves the image")
    return image[top : top + height, left : left + width]


@wrong("crop", "height and width swapped in the slice")
def _(image, top, left, height, width):
    h, w = image.shape[:2]
    if top < 0 or left < 0 or top + height > h or left + width > w:
        raise ValueError("the window leaves the image")
    return image[top : top + width, left : left + height]


@wrong("crop", "top and left swapped: rows start at left, columns at top")
def _(image, top, left, height, width):
    h, w = image.shape[:2]
    if top < 0 or left < 0 or top + height > h or left + width > w:
        raise ValueError("the window leaves the image")
    return image[left : left + height, top : top + width]


@wrong("crop", "height and width taken as the end of the slice, not as lengths")
def _(image, top, left, height, width):
    h, w = image.shape[:2]
    if top < 0 or left < 0 or top + height > h or left + width > w:
        raise ValueError("the window leaves the image")
    return image[top:height, left:width]


@wrong("crop", "one row and one column too many: + 1 at the end of the slice")
def _(image, top, left, height, width):
    h, w = image.shape[:2]
    if top < 0 or left < 0 or top + height > h or left + width > w:
        raise ValueError("the window leaves the image")
    return image[top : top + height + 1, left : left + width + 1]


@wrong("crop", "rows and columns counted from 1")
def _(image, top, left, height, width):
    h, w = image.shape[:2]
    if top < 0 or left < 0 or top + height > h or left + width > w:
        raise ValueError("the window leaves the image")
    top, left = max(top - 1, 0), max(left - 1, 0)
    return image[top : top + height, left : left + width]


@wrong("crop", "IndexError in place of ValueError")
def _(image, top, left, height, width):
    h, w = image.shape[:2]
    if top < 0 or left < 0 or top + height > h or left + width > w:
        raise IndexError("the window leaves the image")
    return image[top : top + height, left : left + width]


@wrong("crop", "the ValueError is returned, not raised")
def _(image, top, left, height, width):
    h, w = image.shape[:2]
    if top < 0 or left < 0 or top + height > h or left + width > w:
        return ValueError("the window leaves the image")
    return image[top : top + height, left : left + width]


@wrong("crop", "a message is printed and None returned if the window leaves the image")
def _(image, top, left, height, width):
    h, w = image.shape[:2]
    if top >= 0 and left >= 0 and top + height <= h and left + width <= w:
        return image[top : top + height, left : left + width]
    print("the window leaves the image")


@wrong("crop", "works for grey only: h, w = image.shape fails for colour")
def _(image, top, left, height, width):
    h, w = image.shape
    if top < 0 or left < 0 or top + height > h or left + width > w:
        raise ValueError("the window leaves the image")
    return image[top : top + height, left : left + width]


@wrong("crop", "of a colour image only the red channel is returned")
def _(image, top, left, height, width):
    h, w = image.shape[:2]
    if top < 0 or left < 0 or top + height > h or left + width > w:
        raise ValueError("the window leaves the image")
    if image.ndim == 3:
        image = image[:, :, 0]
    return image[top : top + height, left : left + width]


@wrong("crop", "width and height of the image exchanged in the check: w, h = image.shape")
def _(image, top, left, height, width):
    w, h = image.shape[:2]
    if top < 0 or left < 0 or top + height > h or left + width > w:
        raise ValueError("the window leaves the image")
    return image[top : top + height, left : left + width]


@wrong("crop", "a window that leaves is moved back into the image, no error")
def _(image, top, left, height, width):
    top = min(max(top, 0), image.shape[0] - height)
    left = min(max(left, 0), image.shape[1] - width)
    return image[top : top + height, left : left + width]


@wrong("crop", "the missing part is filled with zeros, no error")
def _(image, top, left, height, width):
    out = np.zeros((height, width) + image.shape[2:], dtype=image.dtype)
    for i in range(height):
        for j in range(width):
            if 0 <= top + i < image.shape[0] and 0 <= left + j < image.shape[1]:
                out[i, j] = image[top + i, left + j]
    return out


@wrong("crop", "the window is copied into a uint8 array, so that float pixels lose their fractions")
def _(image, top, left, height, width):
    h, w = image.shape[:2]
    if top < 0 or left < 0 or top + height > h or left + width > w:
        raise ValueError("the window leaves the image")
    out = np.zeros((height, width) + image.shape[2:], dtype=np.uint8)
    out[...] = image[top : top + height, left : left + width]
    return out


@wrong("crop", "changes the caller's image: everything around the window is set to 0")
def _(image, top, left, height, width):
    h, w = image.shape[:2]
    if top < 0 or left < 0 or top + height > h or left + width > w:
        raise ValueError("the window leaves the image")
    image[:top] = 0
    image[top + height :] = 0
    image[:, :left] = 0
    image[:, left + width :] = 0
    return image[top : top + height, left : left + width]


@wrong("crop", "raises only if the window leaves on both axes (and in place of or)")
def _(image, top, left, height, width):
    h, w = image.shape[:2]
    if (top < 0 or top + height > h) and (left < 0 or left + width > w):
        raise ValueError("the window leaves the image")
    return image[top : top + height, left : left + width]


@wrong("crop", "the window starts at (top, left) counted from the centre of the window")
def _(image, top, left, height, width):
    h, w = image.shape[:2]
    if top < 0 or left < 0 or top + height > h or left + width > w:
        raise ValueError("the window leaves the image")
    top, left = top - height // 2, left - width // 2
    return image[max(top, 0) : top + height, max(left, 0) : left + width]


@right("crop", "slice after one test of all four borders")
def _(image, top, left, height, width):
    if top < 0 or left < 0 or top + height > image.shape[0] or left + width > image.shape[1]:
        raise ValueError("the window leaves the image")
    return image[top : top + height, left : left + width]


@right("crop", "loops over rows and columns, a list of lists made into an array")
def _(image, top, left, height, width):
    rows, columns = len(image), len(image[0])
    if not (0 <= top and top + height <= rows):
        raise ValueError("too high")
    if not (0 <= left and left + width <= columns):
        raise ValueError("too wide")
    out = []
    for i in range(height):
        line = []
        for j in range(width):
            line.append(image[top + i, left + j])
        out.append(line)
    return np.array(out, dtype=image.dtype)


@right("crop", "np.take along both axes with mode raise, IndexError turned into ValueError")
def _(image, top, left, height, width):
    if min(top, left) < 0:
        raise ValueError("negative start")
    try:
        part = np.take(image, np.arange(top, top + height), axis=0)
        return np.take(part, np.arange(left, left + width), axis=1)
    except IndexError:
        raise ValueError("the window leaves the image") from None


@right("crop", "slices first, then compares the shape of the result with what was asked")
def _(image, top, left, height, width):
    window = image[max(top, 0) : top + height, max(left, 0) : left + width].copy()
    if top < 0 or left < 0 or window.shape[:2] != (height, width):
        raise ValueError("the window leaves the image")
    return window


@right("crop", "np.ix_ and a helper that checks one axis")
def _(image, top, left, height, width):
    def inside(start, length, limit):
        if start < 0 or start > limit - length:
            raise ValueError(f"{start} to {start + length} leaves 0 to {limit}")
        return range(start, start + length)

    rows = inside(top, height, image.shape[0])
    columns = inside(left, width, image.shape[1])
    return image[np.ix_(rows, columns)]


@wrong("crop", "height and width swapped in the slices")
def _(image, top, left, height, width):
    if top < 0 or left < 0 or top + width > image.shape[0] or left + height > image.shape[1]:
        raise ValueError("the window leaves the image")
    return image[top : top + width, left : left + height]


@wrong("crop", "rows and columns swapped: left and width are used for the rows")
def _(image, top, left, height, width):
    if top < 0 or left < 0 or left + width > image.shape[0] or top + height > image.shape[1]:
        raise ValueError("the window leaves the image")
    return image[left : left + width, top : top + height]


@wrong("crop", "top and left counted from 1")
def _(image, top, left, height, width):
    if top < 0 or left < 0 or top + height > image.shape[0] or left + width > image.shape[1]:
        raise ValueError("the window leaves the image")
    return image[top - 1 : top - 1 + height, left - 1 : left - 1 + width]


@wrong("crop", "one row and one column too few")
def _(image, top, left, height, width):
    if top < 0 or left < 0 or top + height > image.shape[0] or left + width > image.shape[1]:
        raise ValueError("the window leaves the image")
    return image[top : top + height - 1, left : left + width - 1]


@wrong("crop", "only the rows are checked, not the columns")
def _(image, top, left, height, width):
    if top < 0 or top + height > image.shape[0]:
        raise ValueError("the window leaves the image")
    return image[top : top + height, left : left + width]


@wrong("crop", "return is missing: the window is computed, None is returned")
def _(image, top, left, height, width):
    if top < 0 or left < 0 or top + height > image.shape[0] or left + width > image.shape[1]:
        raise ValueError("the window leaves the image")
    window = image[top : top + height, left : left + width]  # noqa: F841


@wrong("crop", "grey images crash: three axes are required")
def _(image, top, left, height, width):
    h, w, _ = image.shape
    if top < 0 or left < 0 or top + height > h or left + width > w:
        raise ValueError("the window leaves the image")
    return image[top : top + height, left : left + width, :]


@wrong("crop", "the last axis is sliced in place of the columns: image[..., rows, columns]")
def _(image, top, left, height, width):
    if top < 0 or left < 0 or top + height > image.shape[0] or left + width > image.shape[1]:
        raise ValueError("the window leaves the image")
    return image[..., top : top + height, left : left + width]


@wrong("crop", "chained slices: both slices cut rows")
def _(image, top, left, height, width):
    if top < 0 or left < 0 or top + height > image.shape[0] or left + width > image.shape[1]:
        raise ValueError("the window leaves the image")
    return image[top : top + height][left : left + width]


@wrong("crop", "top is counted from the bottom of the image")
def _(image, top, left, height, width):
    if top < 0 or left < 0 or top + height > image.shape[0] or left + width > image.shape[1]:
        raise ValueError("the window leaves the image")
    start = image.shape[0] - top - height
    return image[start : start + height, left : left + width]


# ---------------------------------------------------------------- normalise


@right("normalise", "vectorised, in float64, with an early return")
def _(image):
    image = image.astype(float)
    low, high = image.min(), image.max()
    if low == high:
        return np.zeros(image.shape)
    return (image - low) / (high - low)


@right("normalise", "loops over rows and columns")
def _(image):
    smallest = largest = float(image[0, 0])
    for row in image:
        for value in row:
            smallest = min(smallest, float(value))
            largest = max(largest, float(value))
    out = np.zeros(image.shape, dtype=float)
    if largest > smallest:
        for i in range(image.shape[0]):
            for j in range(image.shape[1]):
                out[i, j] = (float(image[i, j]) - smallest) / (largest - smallest)
    return out


@right("normalise", "np.divide with out and where")
def _(image):
    shifted = image - image.min()
    spread = float(np.ptp(image))
    return np.divide(shifted, spread, out=np.zeros(image.shape), where=spread > 0)


@right("normalise", "np.interp from [min, max] to [0, 1]")
def _(image):
    low, high = float(image.min()), float(image.max())
    if not high > low:
        return np.zeros(image.shape)
    return np.interp(image.ravel(), [low, high], [0.0, 1.0]).reshape(image.shape)


@right("normalise", "on a copy, first subtract, then divide if the maximum is not 0")
def _(image):
    out = np.array(image, dtype=np.float64)
    out -= out.min()
    if out.max() != 0:
        out /= out.max()
    return out


@right("normalise", "list comprehension over sorted extremes, plain Python numbers")
def _(image):
    values = sorted(float(v) for row in image for v in row)
    low, spread = values[0], values[-1] - values[0]
    return np.array([[(float(v) - low) / spread if spread else 0.0 for v in row] for row in image])


@right("normalise", "uses the numpy division of the original dtype, divisor 1 if all are equal")
def _(image):
    return (image - image.min()) / ((image.max() - image.min()) or 1)


@right("normalise", "calculated in float32, returned as float64")
def _(image):
    x = image.astype(np.float32)
    x = x - x.min()
    top = x.max()
    return (x / top if top > 0 else x).astype(np.float64)


@wrong("normalise", "no case for equal values: 0/0 gives nan")
def _(image):
    with np.errstate(all="ignore"):
        image = image.astype(float)
        return (image - image.min()) / (image.max() - image.min())


@wrong("normalise", "divided by 255 in place of the range")
def _(image):
    return image / 255


@wrong("normalise", "divided by the maximum only, the minimum is not subtracted")
def _(image):
    image = image.astype(float)
    if image.max() == image.min():
        return np.zeros(image.shape)
    return image / image.max()


@wrong("normalise", "divided by the maximum in place of the range, after the subtraction of the minimum")
def _(image):
    image = image.astype(float)
    if image.max() == image.min():
        return np.zeros(image.shape)
    return (image - image.min()) / image.max()


@wrong("normalise", "precedence: image - min / (max - min)")
def _(image):
    image = image.astype(float)
    if image.max() == image.min():
        return np.zeros(image.shape)
    return image - image.min() / (image.max() - image.min())


@wrong("normalise", "integer division")
def _(image):
    low, high = image.min(), image.max()
    if low == high:
        return np.zeros(image.shape)
    return (image - low) // (high - low)


@wrong("normalise", "result written into zeros_like(image): uint8 images become 0 and 1 only")
def _(image):
    out = np.zeros_like(image)
    low, high = float(image.min()), float(image.max())
    if low != high:
        for i in range(image.shape[0]):
            for j in range(image.shape[1]):
                out[i, j] = (image[i, j] - low) / (high - low)
    return out


@wrong("normalise", "each row is stretched by itself")
def _(image):
    image = image.astype(float)
    low, high = image.min(axis=1, keepdims=True), image.max(axis=1, keepdims=True)
    spread = np.where(high > low, high - low, 1)
    return (image - low) / spread


@wrong("normalise", "each column is stretched by itself")
def _(image):
    image = image.astype(float)
    low, high = image.min(axis=0), image.max(axis=0)
    spread = np.where(high > low, high - low, 1)
    return (image - low) / spread


@wrong("normalise", "ones in place of zeros if all values are equal")
def _(image):
    image = image.astype(float)
    if image.max() == image.min():
        return np.ones(image.shape)
    return (image - image.min()) / (image.max() - image.min())


@wrong("normalise", "the image is returned unchanged if all values are equal")
def _(image):
    if image.max() == image.min():
        return image
    return (image - image.min()) / (image.max() - image.min())


@wrong("normalise", "the number 0 in place of an array of zeros if all values are equal")
def _(image):
    if image.max() == image.min():
        return 0.0
    return (image - image.min()) / (image.max() - image.min())


@wrong("normalise", "ValueError if all values are equal")
def _(image):
    if image.max() == image.min():
        raise ValueError("all values are equal")
    return (image - image.min()) / (image.max() - image.min())


@wrong("normalise", "mean and standard deviation in place of minimum and range")
def _(image):
    image = image.astype(float)
    if image.std() == 0:
        return np.zeros(image.shape)
    return (image - image.mean()) / image.std()


@wrong("normalise", "in place: a float image of the caller is changed")
def _(image):
    if image.dtype != float:
        image = image.astype(float)
    image -= image.min()
    if image.max() > 0:
        image /= image.max()
    return image


@wrong("normalise", "inverted: 1 for the smallest, 0 for the largest")
def _(image):
    image = image.astype(float)
    if image.max() == image.min():
        return np.zeros(image.shape)
    return (image.max() - image) / (image.max() - image.min())


@wrong("normalise", "stretched to 0..255 as uint8")
def _(image):
    image = image.astype(float)
    if image.max() == image.min():
        return np.zeros(image.shape)
    return ((image - image.min()) / (image.max() - image.min()) * 255).astype(np.uint8)


@wrong("normalise", "1e-3 added to the range against division by zero")
def _(image):
    image = image.astype(float)
    return (image - image.min()) / (image.max() - image.min() + 1e-3)


@wrong("normalise", "uint8 computed as int8: values above 127 become negative")
def _(image):
    if image.dtype == np.uint8:
        image = image.astype(np.int8)
    image = image.astype(float)
    if image.max() == image.min():
        return np.zeros(image.shape)
    return (image - image.min()) / (image.max() - image.min())


@wrong("normalise", "float images are returned as they are, only uint8 is stretched")
def _(image):
    if image.dtype != np.uint8:
        return image
    if image.max() == image.min():
        return np.zeros(image.shape)
    return (image - image.min()) / (image.max() - image.min())


@wrong("normalise", "the return is inside the loop: only the first row is filled")
def _(image):
    out = np.zeros(image.shape)
    low, high = float(image.min()), float(image.max())
    if low == high:
        return out
    for i in range(image.shape[0]):
        for j in range(image.shape[1]):
            out[i, j] = (image[i, j] - low) / (high - low)
        return out


@wrong("normalise", "the maximum is searched from 0 upwards: wrong if all values are negative")
def _(image):
    low, high = float("inf"), 0.0
    for value in image.ravel():
        low, high = min(low, float(value)), max(high, float(value))
    if low == high:
        return np.zeros(image.shape)
    return (image - low) / (high - low)


@wrong("normalise", "rounded to two decimals")
def _(image):
    image = image.astype(float)
    if image.max() == image.min():
        return np.zeros(image.shape)
    return np.round((image - image.min()) / (image.max() - image.min()), 2)


@wrong("normalise", "printed in place of returned")
def _(image):
    image = image.astype(float)
    if image.max() == image.min():
        print(np.zeros(image.shape))
    else:
        print((image - image.min()) / (image.max() - image.min()))


@wrong("normalise", "flat result (H*W,) in place of (H, W)")
def _(image):
    values = image.astype(float).ravel()
    if values.max() == values.min():
        return np.zeros(values.shape)
    return (values - values.min()) / (values.max() - values.min())


@wrong("normalise", "zeros also for images whose range is below 1, taken as equal")
def _(image):
    image = image.astype(float)
    if image.max() - image.min() < 1:
        return np.zeros(image.shape)
    return (image - image.min()) / (image.max() - image.min())


@right("normalise", "np.ptp, division by 1 where the range is zero")
def _(image):
    spread = float(np.ptp(image))
    return (image - image.min()) / (spread or 1.0)


@right("normalise", "np.interp")
def _(image):
    low, high = float(np.min(image)), float(np.max(image))
    if high - low == 0:
        return np.zeros_like(image, dtype=float)
    return np.interp(image, (low, high), (0.0, 1.0))


@right("normalise", "np.divide with where, and out of zeros")
def _(image):
    shifted = np.asarray(image, dtype=np.float64) - float(image.min())
    top = np.full(shifted.shape, shifted.max())
    return np.divide(shifted, top, out=np.zeros(shifted.shape), where=top > 0)


@right("normalise", "sorted list of values, list comprehensions")
def _(image):
    rows = image.tolist()
    values = sorted(v for row in rows for v in row)
    low, high = values[0], values[-1]
    if low == high:
        return np.array([[0.0] * len(row) for row in rows])
    return np.array([[(v - low) / (high - low) for v in row] for row in rows])


@wrong("normalise", "an image of equal values is returned as it is")
def _(image):
    image = image.astype(float)
    if image.max() == image.min():
        return image
    return (image - image.min()) / (image.max() - image.min())


@wrong("normalise", "whole-number division //")
def _(image):
    image = image.astype(float)
    if image.max() == image.min():
        return np.zeros(image.shape)
    return (image - image.min()) // (image.max() - image.min())


@wrong("normalise", "min - image wraps around in uint8")
def _(image):
    low, high = image.min(), image.max()
    if low == high:
        return np.zeros(image.shape)
    return (low - image) / (float(low) - float(high))


@wrong("normalise", "stretched to 0 ... 255 instead of 0 ... 1")
def _(image):
    image = image.astype(float)
    if image.max() == image.min():
        return np.zeros(image.shape)
    return 255 * (image - image.min()) / (image.max() - image.min())


@wrong("normalise", "stretched to -1 ... 1")
def _(image):
    image = image.astype(float)
    if image.max() == image.min():
        return np.zeros(image.shape)
    return 2 * (image - image.min()) / (image.max() - image.min()) - 1


@wrong("normalise", "the range counts one more: max - min + 1")
def _(image):
    image = image.astype(float)
    return (image - image.min()) / (image.max() - image.min() + 1)


@wrong("normalise", "an epsilon of 1e-4 in the divisor against division by zero: the largest is not 1 in a small range")
def _(image):
    image = image.astype(float)
    return (image - image.min()) / (image.max() - image.min() + 1e-4)


@wrong("normalise", "converts to int first: float images lose their fractions")
def _(image):
    image = image.astype(int)
    if image.max() == image.min():
        return np.zeros(image.shape)
    return (image - image.min()) / (image.max() - image.min())


@wrong("normalise", "clipped to 0 ... 1 instead of stretched")
def _(image):
    return np.clip(image.astype(float), 0, 1)


@wrong("normalise", "the minimum is subtracted first, and then the old minimum is used again in the divisor")
def _(image):
    image = image.astype(float)
    low = image.min()
    image = image - low
    if image.max() == 0:
        return np.zeros(image.shape)
    return image / (image.max() - low)


@wrong("normalise", "percentiles 2 and 98 instead of minimum and maximum, then clipped")
def _(image):
    low, high = np.percentile(image, [2, 98])
    if low == high:
        return np.zeros(image.shape)
    return np.clip((image - low) / (high - low), 0, 1)
