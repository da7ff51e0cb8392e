"""All explorers have one layout and a still picture, serve screen readers, and refuse what is wrong."""

import re
import sys

import ipywidgets as widgets
import numpy as np
import pytest
from nbconvert.filters.widgetsdatatypefilter import WidgetsDataTypeFilter
from panels import SHOWN, descendants, made_up

from course_utils import data, explorers
from course_utils.explorers import panel
from course_utils.explorers.names import names


class Unchanged:
    """A network of no layers."""

    layers = ()


MAKE = {
    "kernel_walk": lambda picture: explorers.kernel_walk(picture, np.ones((2, 2))),
    "pixels": explorers.pixels,
    "kernel_sliders": explorers.kernel_sliders,
    "edge_threshold": explorers.edge_threshold,
    "conv_arithmetic": lambda _picture: explorers.conv_arithmetic(),
    "im2col_patches": lambda picture: explorers.im2col_patches(picture[None, :4, :4], 2),
    "filter_walk": lambda picture: explorers.filter_walk(picture[None], np.ones((2, 1, 3, 3)), np.zeros(2)),
    "gradient_descent": lambda _picture: explorers.gradient_descent(
        np.array([1.0, 2.0]), np.array([3.0, 5.0])
    ),
    "col2im_walk": lambda _picture: explorers.col2im_walk(np.ones((2, 2)), np.ones((2, 2))),
    "pooling_walk": explorers.pooling_walk,
    "receptive_fields": lambda _picture: explorers.receptive_fields(),
    "activation_curves": lambda _picture: explorers.activation_curves({"line": lambda x: (x, x * 0 + 1)}),
    "signal_histograms": lambda _picture: explorers.signal_histograms({"line": lambda x: (x, x * 0 + 1)}),
    "shift_invariance": lambda picture: explorers.shift_invariance(picture, data.features()[0]),
    "weight_sharing": explorers.weight_sharing,
    "network_maps": lambda picture: explorers.network_maps(Unchanged, picture[None, None], np.zeros(1)),
    "pixel_swaps": lambda picture: explorers.pixel_swaps(
        picture[None, None], np.zeros(1), np.arange(picture.size), {"made up": made_up(picture.size)}
    ),
    "drawing_pad": lambda _picture: explorers.drawing_pad(),
    "augmentation": lambda _picture: explorers.augmentation(data.photograph("flower")),
    "first_layer": lambda _picture: explorers.first_layer(data.photograph("flower"), np.ones((2, 3, 5, 5))),
}
ON_NUMBERS = (
    "im2col_patches",
    "conv_arithmetic",
    "filter_walk",
    "gradient_descent",
    "col2im_walk",
    "receptive_fields",
    "activation_curves",
    "signal_histograms",
    "network_maps",
    "pixel_swaps",
    "drawing_pad",
    "augmentation",
    "first_layer",
)
ON_PICTURES = [name for name in MAKE if name not in ON_NUMBERS]


@pytest.mark.parametrize("name", explorers.__all__)
def test_every_explorer_is_a_panel_of_controls_a_picture_and_what_to_look_for(name):
    shown = MAKE[name](data.letter_x() ** 2)
    assert isinstance(shown, panel.Panel)
    assert shown.children[-2] is shown.shown
    assert "Look for:" in shown.children[-1].value


@pytest.mark.parametrize("name", explorers.__all__)
def test_every_control_has_a_name_that_a_screen_reader_can_say(name):
    for each in descendants(MAKE[name](data.letter_x() ** 2)):
        if isinstance(each, widgets.ValueWidget) and not isinstance(each, (widgets.HTML, widgets.Play)):
            assert each.description


@pytest.mark.parametrize("name", explorers.__all__)
def test_every_picture_has_an_alternative_text(name):
    pictures = re.findall(r"<img ([^>]*)", MAKE[name](data.letter_x() ** 2).shown.value)
    assert all(re.match(r"alt='[^']+'", attributes) for attributes in pictures)


@pytest.fixture(scope="module")
def bundles():
    """What each explorer sends to the notebook."""
    return {name: make()._repr_mimebundle_() for name, make in SHOWN.items()}


def test_without_a_kernel_every_explorer_is_a_still_picture_of_itself(bundles):
    choose = WidgetsDataTypeFilter(notebook_metadata={})
    assert list(bundles) == list(SHOWN)
    assert set(SHOWN) == set(explorers.__all__)
    for name, bundle in bundles.items():
        assert choose(bundle) == ["text/html"], name
        assert "application/vnd.jupyter.widget-view+json" in bundle, name
        assert re.search(r"<table|<img|<svg", bundle["text/html"]), name
        assert "Look for:" in bundle["text/plain"], name


def test_a_still_picture_shows_what_the_controls_were_set_to():
    shown = SHOWN["pooling_walk"]()
    shown.controls["stride"].value, shown.controls["partial"].value = 3, True
    still = shown.still()
    assert "stride: 3" in still
    assert "partial windows count (ceil mode): yes" in still
    assert shown.shown.value in still


def test_colab_which_would_load_it_from_elsewhere_gets_no_widget_that_names_controls(monkeypatch):
    assert len(names()) == 1
    monkeypatch.setitem(sys.modules, "google.colab", None)
    assert names() == []


@pytest.mark.parametrize("name", ON_PICTURES)
@pytest.mark.parametrize(
    "wrong",
    ["china", None, np.zeros(5), np.zeros((0, 4)), np.zeros((4, 4, 4)), np.full((4, 4), np.nan)],
    ids=["a name", "None", "one axis", "empty", "four channels", "NaN"],
)
def test_every_explorer_refuses_what_is_not_a_picture(name, wrong):
    with pytest.raises(ValueError, match=r"a picture is an array of numbers|needs finite numbers"):
        MAKE[name](wrong)


def test_a_wide_photograph_is_averaged_down():
    wide = np.tile(np.array([[0, 100], [100, 200]], np.uint8), (10, 320))
    np.testing.assert_array_equal(panel.small(wide), np.full((10, 320), 100))


def test_a_value_error_while_drawing_is_shown_as_its_message():
    def draw():
        raise ValueError("no such <place>")

    assert panel.Panel({}, draw, "nothing").shown.value == "<p role='alert'>no such &lt;place&gt;</p>"
