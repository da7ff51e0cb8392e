"""The explorer lights up the pixels that a real network sees."""

import pytest
import torch

from course_utils import explorers
from course_utils.explorers.receptive_fields import NETWORKS, PIXELS, compute


@pytest.mark.parametrize("layers", NETWORKS.values(), ids=NETWORKS)
def test_the_pixels_that_are_seen_are_those_that_get_a_gradient(layers):
    x = torch.ones(1, 1, PIXELS, requires_grad=True)
    y = x
    for kernel_size, stride, dilation in layers:
        y = torch.nn.functional.conv1d(y, torch.ones(1, 1, kernel_size), stride=stride, dilation=dilation)
    rows = compute(layers)
    assert len(rows[-1].centres) == y.shape[-1]
    y[0, 0, y.shape[-1] // 2].backward()
    assert list(rows[0].seen) == x.grad[0, 0].nonzero()[:, 0].tolist()


def test_the_fields_grow_as_the_lesson_says():
    def fields(name):
        layers = NETWORKS[name]
        seen = [compute(layers[:n])[0].seen for n in range(1, len(layers) + 1)]
        return [pixels[-1] - pixels[0] + 1 for pixels in seen]

    assert fields("three 3 x 3") == [3, 5, 7]
    assert fields("three 3 x 3, stride 2") == [3, 7, 15]
    assert fields("three 3 x 3, dilation 1, 2, 4") == [3, 7, 15]
    assert fields("one 7 x 7") == [7]
    assert fields("LeNet-5: 5 x 5, pooling, 5 x 5, pooling") == [5, 6, 14, 16]


def test_a_number_stands_over_the_middle_of_what_it_sees():
    _, first, second = compute(((3, 1, 1), (2, 2, 1)), 6)
    assert first.centres == (1, 2, 3, 4)
    assert second.centres == (1.5, 3.5)


def test_the_panel_goes_up_and_says_what_is_seen():
    shown = explorers.receptive_fields()
    assert "an output sees 3 pixels" in shown.shown.value
    shown.controls["step"].value = 2
    assert "an output sees 3, 5, 7 pixels" in shown.shown.value
    shown.controls["network"].value = "one 7 x 7"
    assert shown.controls["step"].max == 0
    assert "One output of layer 1 sees 7 pixels, from 9 to 15" in shown.shown.value


def test_a_window_that_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="does not fit into 6"):
        compute(((5, 1, 1), (7, 1, 1)), 10)
