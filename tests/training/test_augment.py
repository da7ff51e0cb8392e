"""An augmentation changes each picture of a batch in its own way, and the same seed changes it alike."""

import numpy as np
import pytest
import torch

from course_utils.training import augment

X = torch.arange(64 * 3 * 8 * 10, dtype=torch.int64).remainder(251).to(torch.uint8).reshape(64, 3, 8, 10)
EVERY = {
    "shifts": augment.random_shifts(2),
    "mirrors": augment.random_mirrors(),
    "crops": augment.random_crops(6),
    "turns": augment.random_turns(20),
    "colours": augment.random_colours(torch.tensor([0.1, 0.2, 0.9]), torch.eye(3).flip(0)),
    "all": augment.one_after_another(augment.random_mirrors(), augment.random_crops(6)),
}


def drawn(seed: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


@pytest.mark.parametrize("change", EVERY.values(), ids=EVERY)
@pytest.mark.parametrize("kind", [torch.uint8, torch.float32])
def test_the_kind_stays_and_the_seed_decides(change, kind):
    x = X.to(kind)
    before = x.clone()
    first, again, other = change(x, drawn(0)), change(x, drawn(0)), change(x, drawn(1))
    assert (first.dtype, first.shape[:2]) == (kind, (64, 3))
    assert torch.equal(first, again)
    assert not torch.equal(first, other)
    assert torch.equal(x, before)


def test_a_mirror_turns_some_pictures_around_and_leaves_the_others():
    made = augment.random_mirrors()(X, drawn(0))
    mirrored = [torch.equal(a, b.flip(2)) for a, b in zip(made, X, strict=True)]
    same = [torch.equal(a, b) for a, b in zip(made, X, strict=True)]
    assert all(a or b for a, b in zip(mirrored, same, strict=True))
    assert 16 < sum(mirrored) < 48


def test_a_crop_is_a_square_of_its_own_picture():
    made = augment.random_crops(6)(X, drawn(0))
    places = set()
    for small, picture in zip(made, X, strict=True):
        seen = np.lib.stride_tricks.sliding_window_view(picture.numpy(), (6, 6), axis=(1, 2))
        found = np.argwhere((seen == small.numpy()[:, None, None]).all((0, 3, 4)))
        assert len(found) >= 1
        places.add(tuple(found[0]))
    assert len(places) > 8


def test_a_crop_that_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="9 pixels does not fit into a picture of 8x10"):
        augment.random_crops(9)(X, drawn(0))


def test_a_turn_by_nothing_changes_nothing_and_a_turn_keeps_the_middle():
    assert torch.equal(augment.random_turns(0)(X, drawn(0)), X)
    dot = torch.zeros(32, 1, 9, 15)
    dot[:, :, 4, 7] = 1
    made = augment.random_turns(40)(dot, drawn(0))
    assert torch.allclose(made[:, :, 4, 7], torch.ones(32, 1), atol=1e-4)


def test_a_turn_does_not_squeeze_a_picture_that_is_not_square():
    """A dot right of the middle stays as far from it as it was."""
    dot = torch.zeros(64, 1, 41, 81)
    dot[:, :, 20, 55] = 1
    made = augment.random_turns(40)(dot, drawn(0))[:, 0]
    mass = made.sum((1, 2))
    rows = (made.sum(2) * torch.arange(41)).sum(1) / mass - 20
    columns = (made.sum(1) * torch.arange(81)).sum(1) / mass - 40
    assert torch.allclose(torch.hypot(rows, columns), torch.full((64,), 15.0), atol=0.6)
    assert rows.abs().max() > 5


def test_the_middle_is_cut_out_for_a_test():
    made = augment.centre_crops(4)(X, drawn(0))
    assert torch.equal(made, X[:, :, 2:6, 3:7])


@pytest.mark.parametrize("kind", [torch.uint8, torch.float32])
def test_an_enlarged_picture_has_the_same_mean_and_kind(kind):
    x = torch.tensor([[[[0, 100], [100, 200]]]], dtype=kind)
    made = augment.enlarged(8)(x, drawn(0))
    assert (made.shape, made.dtype) == ((1, 1, 8, 8), kind)
    assert made.float().mean().item() == pytest.approx(100, abs=0.5)
    assert torch.equal(made, made.transpose(2, 3))


def test_colours_move_along_the_axes_by_their_values():
    """Green varies most here: a picture becomes greener or less green, all its pixels alike."""
    values, vectors = torch.tensor([0.0, 0.0, 2.0]), torch.tensor([[1.0, 0, 0], [0, 0, 1], [0, 1, 0]])
    x = torch.full((4000, 3, 2, 3), 0.5)
    added = augment.random_colours(values, vectors)(x, drawn(0)) - x
    assert torch.allclose(added, added[:, :, :1, :1].expand_as(added))
    assert added[:, [0, 2]].abs().max() == 0
    assert added[:, 1].std().item() == pytest.approx(0.2, rel=0.05)
    bytes_ = augment.random_colours(values, vectors)((255 * x).to(torch.uint8), drawn(0))
    assert (bytes_ / 255 - (x + added).clamp(0, 1)).abs().max() < 0.01


def test_the_axes_are_those_of_the_covariance():
    rng = np.random.default_rng(0)
    pixels = rng.multivariate_normal([120, 120, 120], np.diag([100, 400, 25]), (50, 20, 20)).clip(0, 255)
    images = torch.tensor(pixels.astype(np.uint8)).permute(0, 3, 1, 2)
    values, vectors = augment.colour_axes(images)
    assert torch.allclose(255**2 * values, torch.tensor([25.0, 100, 400]), rtol=0.1)
    assert vectors.abs().round().tolist() == [[0, 1, 0], [0, 0, 1], [1, 0, 0]]
