"""predict: the answers of a network, and how sure it is of each."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import Exercise
from ...checks.steps import steps
from ..tensors import array, tensor
from .predict_mistakes import MISTAKES


def reader(w):
    """A network for the check: it writes down how it is used, and reads badly while it trains."""
    import torch

    torch.set_grad_enabled(True)

    class Reader(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.w, self.seen, self.recorded = torch.nn.Parameter(torch.tensor(w)), [], []

        def forward(self, x):
            count, _, _, _ = x.shape
            self.seen.append(count)
            self.recorded.append(torch.is_grad_enabled())
            scores = x.flatten(1) @ self.w
            return scores.flip(1) / 2 if self.training else scores

    return Reader()


def most_seen(model, limit):
    """How many pictures the model saw at most at a time, where they were too many."""
    return "as asked" if max(model.seen) <= limit else str(max(model.seen))


def gradients_on():
    """Whether gradients are recorded now."""
    import torch

    return torch.is_grad_enabled()


def by_split(model, x, batch_size=500):
    import torch

    was = model.training
    model.eval()
    with torch.no_grad():
        scores = torch.cat([model(part) for part in torch.split(x, batch_size)])
    model.train(was)
    likely = torch.exp(scores - scores.logsumexp(1, keepdim=True))
    return scores.argmax(1), likely.amax(1)


def by_pictures(model, x, batch_size=500):
    """One picture at a time: slow, and right."""
    import torch

    was = model.training
    model.eval()
    pairs = []
    with torch.inference_mode():
        for k in range(len(x)):
            z = model(x[k : k + 1])[0].double().numpy()
            p = np.exp(z - z.max()) / np.exp(z - z.max()).sum()
            pairs.append((int(p.argmax()), float(p.max())))
    model.train(was)
    answers, confidences = zip(*pairs, strict=True)
    return torch.tensor(answers), torch.tensor(confidences, dtype=x.dtype)


def drawn(*shape):
    return lambda rng: rng.normal(size=shape)


MADE = "model = reader(w)\n"

PREDICT = Exercise(
    name="predict",
    points=4,
    cases=(
        steps(
            "two pictures, three classes",
            MADE + "array(predict(model.eval(), tensor(x)))",
            "answers and confidences",
            w=np.eye(3),
            x=np.array([[0.0, 2, 1], [3, 0, 0]]).reshape(2, 1, 1, 3),
        ),
        steps(
            "nine pictures, two at a time",
            MADE + "array(predict(model.eval(), tensor(x), batch_size=2))\n"
            "most_seen(model, 2)\nsum(model.seen)\npredict(model, tensor(x), 4)[0].is_floating_point()",
            "answers and confidences",
            w=drawn(4, 5),
            x=drawn(9, 1, 2, 2),
        ),
        steps(
            "more pictures than a batch may have",
            MADE + "array(predict(model.eval(), tensor(x)))\nmost_seen(model, 500)",
            "answers and confidences",
            w=drawn(2, 3),
            x=drawn(501, 1, 1, 2),
        ),
        steps(
            "large scores",
            MADE + "array(predict(model.eval(), tensor(x), 3))",
            "answers and confidences",
            w=lambda rng: rng.normal(scale=900, size=(3, 4)),
            x=drawn(4, 1, 1, 3),
        ),
        steps(
            "a model in the middle of its training",
            MADE + "array(predict(model.train(), tensor(x), batch_size=3))\nmodel.training",
            "the mode of the model",
            w=drawn(4, 5),
            x=drawn(6, 1, 2, 2),
        ),
        steps(
            "a model in use",
            MADE + "array(predict(model.eval(), tensor(x)))\nmodel.training\nany(model.recorded)\n"
            "predict(model, tensor(x))[1].requires_grad\ngradients_on()",
            "the mode of the model",
            w=drawn(4, 5),
            x=drawn(5, 1, 2, 2),
        ),
    ),
    oracle=by_split,
    tools=(tensor, array, reader, most_seen, gradients_on),
    alternatives=(by_split, by_pictures),
    misconceptions=MISTAKES,
    hints=(
        "Three things surround the loop: the mode for use, no gradients, and at the end the mode that the "
        "model had.",
        "`model.eval()`, `with torch.no_grad():`, and `x.split(batch_size)` gives the batches. Join the "
        "scores with `torch.cat`.",
        "`confidences, answers = torch.cat(scores).softmax(1).max(1)`; before it `was = model.training`, "
        "after it `model.train(was)`.",
    ),
)
