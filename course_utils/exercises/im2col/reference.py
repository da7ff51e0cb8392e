"""What several exercises of this chapter share: toy pictures, and columns in another order."""

from __future__ import annotations

import numpy as np

from ..reference import patches

ONE_TO_NINE = np.arange(1.0, 10).reshape(1, 1, 3, 3)
TENS = np.array([[10.0, 20], [30, 40]]).reshape(1, 1, 2, 2)
TWO_CHANNELS = np.arange(1.0, 25).reshape(1, 2, 3, 4)


def reordered(*axes):
    """An im2col that writes the axes (N, C, kh, kw, OH, OW) in another order, in the right shape."""

    def wrong(x, *geometry):
        found = patches(x, *geometry)
        n, c, kh, kw, oh, ow = found.shape
        return found.transpose(axes).reshape(n, c * kh * kw, oh * ow)

    return wrong


axes_not_moved = reordered(0, 1, 4, 5, 2, 3)  # cut as (N, C, OH, OW, kh, kw), the order of the windows
