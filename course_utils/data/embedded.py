"""What comes with the course: the weights of a trained LeNet-5, and digits that it was not trained on."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from .image_set import ImageSet

FOLDER = Path(__file__).parent


def lenet_weights() -> dict[str, np.ndarray]:
    """Load the weights of a LeNet-5 that this course trained on MNIST, in its modern form.

    The form: ReLU after each layer but the last, max pooling of 2 by 2 after `c1` and `c3`. It reads ink from
    0 (paper) to 1, (N, 1, 32, 32). Returns float32 arrays by name: `c1.weight` (6, 1, 5, 5), `c3.weight`
    (16, 6, 5, 5), `c5.weight` (120, 16, 5, 5), `f6.weight` (84, 120), `output.weight` (10, 84), and a bias of
    each layer, such as `c1.bias` (6,); 61,706 numbers in all. Needs no download.
    Source: LeCun et al. 1998; how it was trained: data/README.md.
    """
    with np.load(FOLDER / "lenet.npz", allow_pickle=False) as stored:
        return {name: stored[name].astype(np.float32) for name in stored.files}


def load_test_digits() -> ImageSet:
    """Load 500 digits of MNIST's test part, drawn at random: a trained network has not seen them.

    The images are uint8, (500, 28, 28), 0 for paper and 255 for ink; the labels int64. Needs no download.
    """
    with np.load(FOLDER / "mnist_test_500.npz", allow_pickle=False) as stored:
        images, labels = stored["images"], stored["labels"].astype(np.int64)
    name = "500 digits of MNIST"
    return ImageSet(images, labels, tuple("0123456789"), name, "test", "the course itself").said()
