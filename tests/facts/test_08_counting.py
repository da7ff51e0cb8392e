"""The lecture's numbers on counting, and those that the prose of chapter 08 states: computed here."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import torch

from course_utils import exercises, lessons
from course_utils.exercises import find_guess
from course_utils.exercises.counting import reference

PICTURE = (3, 227, 227)


@pytest.fixture(scope="module")
def lesson(root):
    """What the solved lesson defines, without its demos."""
    return SimpleNamespace(**lessons.solved("08_counting", root))


@pytest.fixture(scope="module")
def table(lesson):
    """AlexNet on one GPU: its layers with weights, by name."""
    return dict(zip(lesson.lecture, with_weights(lesson, 1), strict=True))


def with_weights(lesson, groups):
    return [row for row in lesson.count(lesson.alexnet(groups), PICTURE) if row["parameters"]]


def total(table, column):
    return sum(row[column] for row in table)


def test_a_fully_connected_layer_for_a_photograph_is_too_large(lesson):
    assert lesson.linear_params(28 * 28, 1, bias=False) == 784
    assert lesson.linear_params(200 * 200 * 3, 1, bias=False) == 120_000
    weights = lesson.linear_params(256 * 256 * 3, 1000, bias=False)
    assert weights == 196_608_000
    assert weights / 1e6 == find_guess("one_layer").answer


def test_five_inputs_and_five_outputs_have_25_or_3_weights(lesson):
    assert lesson.linear_params(5, 5, bias=False) == 25
    kernel = torch.nn.Conv1d(1, 1, 3, padding=1, bias=False)
    assert kernel.weight.numel() == find_guess("shared_weights").answer
    x = torch.zeros(1, 1, 5, requires_grad=True)
    kernel(x)[0, 0, 2].backward()
    assert (x.grad[0, 0].nonzero()[:, 0] + 1).tolist() == [2, 3, 4]


def test_three_ways_to_compute_96_maps_of_55_by_55(lesson):
    full = lesson.linear_params(55 * 55 * 3, 55 * 55 * 96)
    local = lesson.locally_connected_params(3, 96, 11, (55, 55))
    shared = lesson.conv_params(3, 96, 11)
    assert (full, local, shared) == (2_635_670_400, 105_705_600, 34_944)
    assert local / shared == 3_025 == find_guess("local_times_shared").answer
    assert full // shared == 75_425


def test_sharing_saves_no_multiplications(lesson):
    weights_of_local = lesson.locally_connected_params(3, 96, 11, (55, 55)) - 55 * 55 * 96
    assert lesson.conv_macs(3, 96, 11, (55, 55)) == weights_of_local  # each is used once
    assert find_guess("work_of_sharing").answer == "just as many"


def test_alexnet_on_one_gpu(lesson, table):
    convolutions = [row["parameters"] for row in list(table.values())[:5]]
    assert convolutions == [34_944, 614_656, 885_120, 1_327_488, 884_992]
    assert sum(convolutions) == 3_747_200
    assert total(table.values(), "parameters") == 62_378_344
    weights = [row["parameters"] - row["shape"][0] for name, row in table.items() if name.startswith("fc")]
    assert weights == [37_748_736, 16_777_216, 4_096_000]


def test_the_lecture_forgets_9192_biases(lesson, table):
    assert sum(lesson.lecture.values()) == 62_369_152
    missing = {name: row["parameters"] - lesson.lecture[name] for name, row in table.items()}
    assert {name: number for name, number in missing.items() if number} == {
        "fc6": 4096,
        "fc7": 4096,
        "fc8": 1000,
    }
    answer = lesson.find_the_biases
    assert (answer["missing"], answer["total"]) == (9_192, 62_378_344)
    assert answer["missing"] / answer["total"] == pytest.approx(1 / 7000, rel=0.05)


def test_alexnet_on_two_gpus(lesson):
    rows = with_weights(lesson, 2)
    assert [row["parameters"] for row in rows[:5]] == [34_944, 307_456, 885_120, 663_936, 442_624]
    assert total(rows, "parameters") == 60_965_224


def test_the_lectures_column_mixes_the_two_networks(lesson):
    one, two = ([row["parameters"] for row in with_weights(lesson, groups)] for groups in (1, 2))
    column = dict(
        zip(("conv1", "conv2", "conv3", "conv4", "conv5"), zip(one, two, strict=True), strict=False)
    )
    assert column["conv1"] == (34_944, 34_944)
    assert column["conv3"][0] == column["conv3"][1] == 884_736 + 384
    answer = lesson.spot_the_column
    taken = [column[name][answer[name] == "two"] for name in column]
    assert taken == [34_944, 307_456, 885_120, 1_327_488, 442_624]
    assert lesson.conv_params(96, 256, answer["size"], 2) == 307_456
    assert lesson.conv_params(96, 256, 11, 2) > 1_000_000


def test_the_work_of_alexnet(lesson, table):
    macs = [row["macs"] for row in table.values()]
    assert macs[:5] == [105_415_200, 447_897_600, 149_520_384, 224_280_576, 149_520_384]
    assert sum(macs) == 1_135_256_096


def test_the_convolutions_have_few_parameters_and_most_of_the_work(table):
    rows = list(table.values())
    share = {
        column: [100 * row[column] / total(rows, column) for row in rows] for column in ("parameters", "macs")
    }
    for guess, column in {"share_of_parameters": "parameters", "share_of_work": "macs"}.items():
        assert round(sum(share[column][:5]), 1) == find_guess(guess).answer
    assert [round(percent) for percent in share["parameters"]] == [0, 1, 1, 2, 1, 61, 27, 7]
    assert round(share["macs"][1]) == 39
    assert max(share["parameters"][:5]) < 2.2


def test_the_maps_of_alexnet_have_the_shapes_that_the_lecture_gives(lesson):
    shapes = [row["shape"] for row in lesson.count(lesson.alexnet(), PICTURE)]
    assert shapes == [
        (96, 55, 55),
        (96, 27, 27),
        (256, 27, 27),
        (256, 13, 13),
        (384, 13, 13),
        (384, 13, 13),
        (256, 13, 13),
        (256, 6, 6),
        (4096,),
        (4096,),
        (1000,),
    ]


def test_lenet5(lesson):
    rows = lesson.count(lesson.LENET5, (1, 32, 32))
    assert [row["parameters"] for row in rows if row["parameters"]] == [156, 2_416, 48_120, 10_164, 850]
    assert total(rows, "parameters") == 61_706


def test_the_filters_of_1998_saw_only_some_of_the_maps(lesson):
    seen = 6 * [3] + 9 * [4] + [6]  # how many of the 6 maps each of the 16 filters sees (LeCun 1998, table I)
    assert sum(lesson.conv_params(maps, 1, 5) for maps in seen) == 1_516


def test_three_small_layers_see_as_much_as_a_large_one(lesson):
    small = [lesson.conv(8, 3)] * 3
    assert lesson.receptive_field(small) == lesson.receptive_field([lesson.conv(8, 7)]) == 7
    assert find_guess("sees_after_three").answer == 7
    assert lesson.stack_or_large(10) == (27 * 10**2, 49 * 10**2)
    strided = [lesson.conv(8, 3, stride=2)] * 3
    assert lesson.receptive_field(strided) == find_guess("sees_after_strides").answer


def test_the_receptive_field_grows_with_depth_stride_pooling_and_dilation(lesson):
    plain = [lesson.conv(8, 3), lesson.conv(8, 3)]
    fields = [
        lesson.receptive_field(layers)
        for layers in (
            plain[:1],
            plain,
            [lesson.conv(8, 3, stride=2), plain[1]],
            [plain[0], lesson.pool(2, 2), plain[1]],
            [plain[0], lesson.conv(8, 3, dilation=2)],
        )
    ]
    assert fields == [3, 5, 7, 8, 7]


def test_the_fields_on_the_photograph(lesson):
    fields = [lesson.receptive_field(lesson.alexnet()[:number]) for number in range(1, 9)]
    assert fields == [11, 19, 51, 67, 99, 131, 163, 195]


def test_alexnet_in_training_keeps_more_activations_than_weights_in_a_large_batch(lesson):
    rows = lesson.count(lesson.alexnet(), PICTURE)
    parameters, activations = total(rows, "parameters"), total(rows, "bytes") // 4
    assert (parameters, activations) == exercises.find("training_bytes").cases[1].args[:2]


def test_the_open_problem_has_a_solution(lesson):
    layers = [*lesson.alexnet()[:7], lesson.pool(13, 1), lesson.linear(1000)]
    new, old = lesson.count(layers, PICTURE), lesson.count(lesson.alexnet(), PICTURE)
    assert total(new, "parameters") == 4_004_200
    assert round(100 * total(new, "parameters") / total(old, "parameters"), 1) == 6.4
    assert total(new, "macs") < total(old, "macs")


def test_the_networks_of_the_lesson_are_those_of_the_checks(lesson):
    assert lesson.LENET5 == reference.LENET5
    assert [lesson.alexnet(groups) for groups in (1, 2)] == [reference.alexnet(groups) for groups in (1, 2)]


def test_numbers_of_the_lecture_are_cases_of_the_exercises():
    asked = {
        name: [case.args for case in exercises.find(name).cases if not callable(case.args)]
        for name in (
            "linear_params",
            "locally_connected_params",
            "conv_params",
            "conv_macs",
            "stack_or_large",
        )
    }
    assert (196_608, 1000, False) in asked["linear_params"]
    assert (3, 96, 11, (55, 55)) in asked["locally_connected_params"]
    assert {(3, 96, 11), (96, 256, 5), (96, 256, 5, 2)} <= set(asked["conv_params"])
    assert (3, 96, 11, (55, 55)) in asked["conv_macs"]
    assert (64,) in asked["stack_or_large"]
