"""Functions of lesson 01."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def correlate2d(image: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """Slide `kernel` (m, n) over `image` (H, W), multiply and add: floats (H - m + 1, W - n + 1)."""
    windows = sliding_window_view(np.asarray(image, dtype=float), kernel.shape)
    return np.einsum("hwmn,mn->hw", windows, kernel)


def feature_maps(image: np.ndarray, kernels: np.ndarray) -> np.ndarray:
    """One map for each kernel of (K, m, n): floats (K, H - m + 1, W - n + 1)."""
    windows = sliding_window_view(np.asarray(image, dtype=float), kernels.shape[1:])
    return np.einsum("hwmn,kmn->khw", windows, kernels)
