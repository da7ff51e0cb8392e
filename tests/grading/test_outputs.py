"""What student code writes is kept within bounds, as text and pictures that run nothing."""

import base64

import pytest
from nbformat import NotebookNode

from course_utils.grading.outputs import Outputs


def kept(limit: int, *messages: tuple[str, dict]) -> list[NotebookNode]:
    outputs = Outputs(limit)
    for kind, content in messages:
        outputs.add(kind, content)
    return outputs.result()


def test_text_within_the_bound_stays_as_it_is():
    [stream] = kept(
        10, ("stream", {"name": "stdout", "text": "12345"}), ("stream", {"name": "stdout", "text": "6"})
    )
    assert (stream.name, stream.text) == ("stdout", "123456")


def test_of_longer_text_the_first_and_last_characters_are_kept_and_the_rest_counted():
    pieces = [("stream", {"name": "stdout", "text": f"{number:04}"}) for number in range(1000)]
    [stream] = kept(16, *pieces)
    assert stream.text == "00000001\n... 3,984 characters left out ...\n09980999"


def test_a_shown_value_is_text_and_picture_only_and_never_a_result_that_could_be_points():
    png = base64.b64encode(b"\x89PNG\r\n\x1a\n....").decode()
    data = {
        "text/plain": "24",
        "text/html": "<b>",
        "image/svg+xml": "<svg>",
        "image/png": png,
        "text/latex": "$x$",
        "application/javascript": "alert(1)",
    }
    [output] = kept(1000, ("execute_result", {"data": data, "execution_count": 1}))
    assert output.output_type == "display_data"
    assert output.data == {"text/plain": "24", "image/png": png}


@pytest.mark.parametrize(
    "picture",
    ["bm8gcGljdHVyZQ==", 'iVBORw0KGgo="><script>alert(1)</script>', "", 7, "\udc80"],
    ids=["no picture", "markup", "empty", "number", "surrogate"],
)
def test_a_picture_that_is_none_is_dropped(picture):
    assert kept(1000, ("display_data", {"data": {"image/png": picture}})) == []


def test_many_values_together_stay_within_the_bound():
    value = ("display_data", {"data": {"text/plain": "x" * 400}})
    assert len(kept(2_000, *[value] * 1000)) < 10


def test_of_a_traceback_the_last_lines_are_kept():
    content = {"ename": "E", "evalue": "v", "traceback": [str(number) for number in range(1000)]}
    [error] = kept(10_000, ("error", content))
    assert error.traceback[-1] == "999"
    assert len(error.traceback) < 100
