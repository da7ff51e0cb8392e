"""Pictures, letters and data sets for the lessons: one loading story for every set.

What needs no download: `photograph`, `picture`, `digits`, `load_digits`, `load_test_digits`, `letters`,
`load_x_or_o`, `load_coloured_digits`, `lenet_weights`. The other `load_...` functions look in the cache, on a
mirror and at public hosts, in this order, and say which it was.
Every function returns new arrays, so a lesson may change what it gets. Sources and licences: data/README.md.
"""

from .cifar import load_cifar10
from .coloured import load_coloured_digits
from .drawings import features, kernels, letter_o, letter_x, letters, load_x_or_o
from .embedded import lenet_weights, load_test_digits
from .errors import DataError, NotAtHand
from .folder import load_cifar10_jpeg, load_folder, load_imagenette
from .handwriting import digits, load_digits
from .idx import load_fashion_mnist, load_mnist
from .image_set import ImageSet
from .pictures import PHOTOGRAPHS, photograph, picture

__all__ = [
    "PHOTOGRAPHS",
    "DataError",
    "ImageSet",
    "NotAtHand",
    "digits",
    "features",
    "kernels",
    "lenet_weights",
    "letter_o",
    "letter_x",
    "letters",
    "load_cifar10",
    "load_cifar10_jpeg",
    "load_coloured_digits",
    "load_digits",
    "load_fashion_mnist",
    "load_folder",
    "load_imagenette",
    "load_mnist",
    "load_test_digits",
    "load_x_or_o",
    "photograph",
    "picture",
]
