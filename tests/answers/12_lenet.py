"""Right and wrong answers to the exercises of 12_lenet, written from the notebook alone."""

import math

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from answers import right, wrong


# ================================================================ LeNet5
@right("LeNet5", "named layers, all written out")
class _(nn.Module):
    def __init__(self, modern=False):
        super().__init__()
        self.c1 = nn.Conv2d(1, 6, 5)
        self.c3 = nn.Conv2d(6, 16, 5)
        self.c5 = nn.Conv2d(16, 120, 5)
        self.f6 = nn.Linear(120, 84)
        self.output = nn.Linear(84, 10)
        self.modern = modern

    def forward(self, x):
        act = torch.relu if self.modern else torch.tanh
        pool = F.max_pool2d if self.modern else F.avg_pool2d
        x = pool(act(self.c1(x)), 2)
        x = pool(act(self.c3(x)), 2)
        x = act(self.c5(x)).flatten(1)
        return self.output(act(self.f6(x)))


@right("LeNet5", "one nn.Sequential")
class _(nn.Module):
    def __init__(self, modern: bool = False) -> None:
        super().__init__()
        act, pool = (nn.ReLU, nn.MaxPool2d) if modern else (nn.Tanh, nn.AvgPool2d)
        self.body = nn.Sequential(
            nn.Conv2d(1, 6, 5), act(), pool(2),
            nn.Conv2d(6, 16, 5), act(), pool(2),
            nn.Conv2d(16, 120, 5), act(), nn.Flatten(),
            nn.Linear(120, 84), act(), nn.Linear(84, 10),
        )

    def forward(self, x):
        return self.body(x)


@right("LeNet5", "the mean as a quarter of four slices, the largest by maximum")
class _(nn.Module):
    def __init__(self, modern=False):
        nn.Module.__init__(self)
        self.modern = modern
        self.c1, self.c3, self.c5 = nn.Conv2d(1, 6, (5, 5)), nn.Conv2d(6, 16, (5, 5)), nn.Conv2d(16, 120, (5, 5))
        self.f6, self.out = nn.Linear(120, 84), nn.Linear(84, 10)

    def act(self, x):
        return x.clamp(min=0) if self.modern else x.tanh()

    def pool(self, x):
        four = torch.stack([x[..., i::2, j::2] for i in (0, 1) for j in (0, 1)])
        return four.amax(0) if self.modern else four.sum(0) / 4

    def forward(self, x):
        for conv in (self.c1, self.c3):
            x = self.pool(self.act(conv(x)))
        x = self.act(self.c5(x))[:, :, 0, 0]
        return self.out(self.act(self.f6(x)))


@right("LeNet5", "a ModuleList and a loop, pooling by reshaping")
class _(nn.Module):
    def __init__(self, modern=False):
        super().__init__()
        sizes = [1, 6, 16, 120]
        self.convs = nn.ModuleList(nn.Conv2d(a, b, kernel_size=5) for a, b in zip(sizes, sizes[1:]))
        self.linear = nn.ModuleList([nn.Linear(120, 84), nn.Linear(84, 10)])
        self.act = nn.ReLU() if modern else nn.Tanh()
        self.modern = modern

    def forward(self, x):
        for k, conv in enumerate(self.convs):
            x = self.act(conv(x))
            if k < 2:
                n, c, h, w = x.shape
                x = x.reshape(n, c, h // 2, 2, w // 2, 2)
                x = x.amax((3, 5)) if self.modern else x.mean((3, 5))
        x = self.act(self.linear[0](x.reshape(len(x), 120)))
        return self.linear[1](x)


@right("LeNet5", "parts: features and classifier")
class _(nn.Module):
    def __init__(self, modern=False):
        super().__init__()

        def activation():
            return nn.ReLU(inplace=True) if modern else nn.Tanh()

        def block(a, b):
            return [nn.Conv2d(a, b, 5), activation(), nn.MaxPool2d(2, 2) if modern else nn.AvgPool2d(2, 2)]

        self.features = nn.Sequential(*block(1, 6), *block(6, 16), nn.Conv2d(16, 120, 5), activation())
        self.classifier = nn.Sequential(nn.Linear(120, 84), activation(), nn.Linear(84, 10))

    def forward(self, x):
        return self.classifier(self.features(x).view(x.shape[0], -1))


class _Net(nn.Module):
    """A right network with screws to turn for the wrong answers below."""

    def __init__(self, modern=False):
        super().__init__()
        self.modern = modern
        self.c1 = nn.Conv2d(1, 6, 5)
        self.c3 = nn.Conv2d(6, 16, 5)
        self.c5 = nn.Conv2d(16, 120, 5)
        self.f6 = nn.Linear(120, 84)
        self.output = nn.Linear(84, 10)

    def act(self, x):
        return x.relu() if self.modern else x.tanh()

    def pool(self, x):
        return F.max_pool2d(x, 2) if self.modern else F.avg_pool2d(x, 2)

    def forward(self, x):
        x = self.pool(self.act(self.c1(x)))
        x = self.pool(self.act(self.c3(x)))
        x = self.act(self.c5(x)).flatten(1)
        return self.output(self.act(self.f6(x)))


@wrong("LeNet5", "the output has the activation, too")
class _(_Net):
    def forward(self, x):
        return self.act(super().forward(x))


@wrong("LeNet5", "a log_softmax at the end")
class _(_Net):
    def forward(self, x):
        return F.log_softmax(super().forward(x), dim=1)


@wrong("LeNet5", "no activation after C5")
class _(_Net):
    def forward(self, x):
        x = self.pool(self.act(self.c1(x)))
        x = self.pool(self.act(self.c3(x)))
        return self.output(self.act(self.f6(self.c5(x).flatten(1))))


@wrong("LeNet5", "modern is ignored: always tanh and the mean")
class _(_Net):
    def __init__(self, modern=False):
        super().__init__(False)


@wrong("LeNet5", "modern changes only the pooling; the activation is always tanh")
class _(_Net):
    def act(self, x):
        return x.tanh()


@wrong("LeNet5", "modern is True by default")
class _(_Net):
    def __init__(self, modern=True):
        super().__init__(modern)


@wrong("LeNet5", "the sigmoid in place of tanh")
class _(_Net):
    def act(self, x):
        return x.relu() if self.modern else x.sigmoid()


@wrong("LeNet5", "a leaky ReLU in place of ReLU")
class _(_Net):
    def act(self, x):
        return F.leaky_relu(x) if self.modern else x.tanh()


@wrong("LeNet5", "the convolutions have no biases")
class _(_Net):
    def __init__(self, modern=False):
        super().__init__(modern)
        self.c1 = nn.Conv2d(1, 6, 5, bias=False)
        self.c3 = nn.Conv2d(6, 16, 5, bias=False)
        self.c5 = nn.Conv2d(16, 120, 5, bias=False)


@wrong("LeNet5", "F6 is missing: C5 goes straight to the output")
class _(nn.Module):
    def __init__(self, modern=False):
        super().__init__()
        act, pool = (nn.ReLU, nn.MaxPool2d) if modern else (nn.Tanh, nn.AvgPool2d)
        self.body = nn.Sequential(
            nn.Conv2d(1, 6, 5), act(), pool(2), nn.Conv2d(6, 16, 5), act(), pool(2),
            nn.Conv2d(16, 120, 5), act(), nn.Flatten(), nn.Linear(120, 10),
        )

    def forward(self, x):
        return self.body(x)


@wrong("LeNet5", "the layers are in a plain list: PyTorch does not know their parameters")
class _(nn.Module):
    def __init__(self, modern=False):
        super().__init__()
        act, pool = (nn.ReLU, nn.MaxPool2d) if modern else (nn.Tanh, nn.AvgPool2d)
        self.layers = [
            nn.Conv2d(1, 6, 5), act(), pool(2), nn.Conv2d(6, 16, 5), act(), pool(2),
            nn.Conv2d(16, 120, 5), act(), nn.Flatten(), nn.Linear(120, 84), act(), nn.Linear(84, 10),
        ]

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x


@wrong("LeNet5", "the pooling windows overlap: 3 by 3 with stride 2 and padding 1")
class _(_Net):
    def pool(self, x):
        return F.max_pool2d(x, 3, 2, 1) if self.modern else F.avg_pool2d(x, 3, 2, 1)


@wrong("LeNet5", "the ink is divided by 255 although it is from 0 to 1 already")
class _(_Net):
    def forward(self, x):
        return super().forward(x / 255)


@wrong("LeNet5", "only S2 becomes max pooling if modern; S4 stays the mean")
class _(_Net):
    def forward(self, x):
        x = self.pool(self.act(self.c1(x)))
        x = F.avg_pool2d(self.act(self.c3(x)), 2)
        return self.output(self.act(self.f6(self.act(self.c5(x)).flatten(1))))


@wrong("LeNet5", "only the score of the first picture is returned: [0]")
class _(_Net):
    def forward(self, x):
        return super().forward(x)[0]


# ================================================================ predict
@right("predict", "split and no_grad")
def _(model, x, batch_size=500):
    mode = model.training
    model.eval()
    with torch.no_grad():
        scores = torch.cat([model(part) for part in x.split(batch_size)])
    model.train(mode)
    confidences, answers = scores.softmax(1).max(1)
    return answers, confidences


@right("predict", "a loop with slices, decorated, try and finally")
@torch.no_grad()
def _(model, x, batch_size=500):
    mode, answers, confidences = model.training, [], []
    model.train(False)
    try:
        for start in range(0, len(x), batch_size):
            chances = F.softmax(model(x[start : start + batch_size]), dim=-1)
            answers.append(chances.argmax(-1))
            confidences.append(chances.amax(-1))
    finally:
        model.train(mode)
    return torch.cat(answers), torch.cat(confidences)


@right("predict", "the softmax by hand, the highest taken off before exp")
def _(model, x, batch_size=500):
    was_training = model.training
    model.eval()
    parts = []
    with torch.inference_mode():
        while len(x):
            parts.append(model(x[:batch_size]))
            x = x[batch_size:]
        scores = torch.cat(parts)
        best, answers = scores.max(dim=1)
        confidences = 1 / torch.exp(scores - best[:, None]).sum(1)
    if was_training:
        model.train()
    return answers, confidences


@right("predict", "filling tensors made beforehand, logsumexp")
def _(model, x, batch_size=500):
    mode = model.training
    model.eval()
    answers, confidences = None, None
    for k in range(-(-len(x) // batch_size)):
        here = slice(k * batch_size, (k + 1) * batch_size)
        with torch.no_grad():
            scores = model(x[here])
        if answers is None:
            answers = torch.empty(len(x), dtype=torch.int64, device=scores.device)
            confidences = torch.empty(len(x), dtype=scores.dtype, device=scores.device)
        answers[here] = scores.argmax(1)
        confidences[here] = torch.exp(scores.amax(1) - scores.logsumexp(1))
    model.train(mode)
    return answers, confidences


@right("predict", "gather the probability of the answer, one picture at a time")
def _(model, x, batch_size=500):
    mode = model.training
    model.eval()
    with torch.no_grad():
        rows = [model(x[k : k + 1]) for k in range(len(x))]
    model.train(mode)
    scores = torch.vstack(rows)
    answers = scores.argmax(dim=1)
    return answers, scores.log_softmax(1).exp().gather(1, answers.unsqueeze(1)).squeeze(1)


def _scores(model, x, batch_size):
    """For wrong answers: all scores, in the right way."""
    mode = model.training
    model.eval()
    with torch.no_grad():
        scores = torch.cat([model(part) for part in x.split(batch_size)])
    model.train(mode)
    return scores


@wrong("predict", "always 500 pictures at a time, whatever batch_size says")
def _(model, x, batch_size=500):
    confidences, answers = _scores(model, x, 500).softmax(1).max(1)
    return answers, confidences


@wrong("predict", "batch_size is taken as the number of batches: x.chunk(batch_size)")
def _(model, x, batch_size=500):
    mode = model.training
    model.eval()
    with torch.no_grad():
        scores = torch.cat([model(part) for part in x.chunk(batch_size)])
    model.train(mode)
    confidences, answers = scores.softmax(1).max(1)
    return answers, confidences


@wrong("predict", "a last batch that is not full is left out")
def _(model, x, batch_size=500):
    full = max(1, len(x) // batch_size) * batch_size
    confidences, answers = _scores(model, x[:full], batch_size).softmax(1).max(1)
    return answers, confidences


@wrong("predict", "the model stays in training mode while it answers")
def _(model, x, batch_size=500):
    with torch.no_grad():
        scores = torch.cat([model(part) for part in x.split(batch_size)])
    confidences, answers = scores.softmax(1).max(1)
    return answers, confidences


@wrong("predict", "the model is in training mode afterwards even if it came in eval mode")
def _(model, x, batch_size=500):
    confidences, answers = _scores(model, x, batch_size).softmax(1).max(1)
    model.train()
    return answers, confidences


@wrong("predict", "gradients are recorded while the model runs; only the result is detached")
def _(model, x, batch_size=500):
    mode = model.training
    model.eval()
    scores = torch.cat([model(part) for part in x.split(batch_size)])
    model.train(mode)
    confidences, answers = scores.softmax(1).max(1)
    return answers, confidences.detach()


@wrong("predict", "softmax over the pictures, not over the classes")
def _(model, x, batch_size=500):
    scores = _scores(model, x, batch_size)
    return scores.argmax(1), scores.softmax(0).amax(1)


@wrong("predict", "softmax twice")
def _(model, x, batch_size=500):
    confidences, answers = _scores(model, x, batch_size).softmax(1).softmax(1).max(1)
    return answers, confidences


@wrong("predict", "softmax by exp without taking off the highest: nan for large scores")
def _(model, x, batch_size=500):
    powers = _scores(model, x, batch_size).exp()
    confidences, answers = (powers / powers.sum(1, keepdim=True)).max(1)
    return answers, confidences


@wrong("predict", "return in the loop: only the first batch is answered")
def _(model, x, batch_size=500):
    mode = model.training
    model.eval()
    with torch.no_grad():
        for part in x.split(batch_size):
            confidences, answers = model(part).softmax(1).max(1)
            model.train(mode)
            return answers, confidences


@wrong("predict", "answers and confidences have the shape (N, 1)")
def _(model, x, batch_size=500):
    confidences, answers = _scores(model, x, batch_size).softmax(1).max(1, keepdim=True)
    return answers, confidences


@wrong("predict", "the answers are floats, not whole numbers")
def _(model, x, batch_size=500):
    confidences, answers = _scores(model, x, batch_size).softmax(1).max(1)
    return answers.float(), confidences


@wrong("predict", "the class of the lowest score")
def _(model, x, batch_size=500):
    confidences, answers = _scores(model, x, batch_size).softmax(1).min(1)
    return answers, confidences


@wrong("predict", "the old mode comes back after the first batch: the others run in training mode")
def _(model, x, batch_size=500):
    mode = model.training
    model.eval()
    parts = []
    with torch.no_grad():
        for part in x.split(batch_size):
            parts.append(model(part))
            model.train(mode)
    confidences, answers = torch.cat(parts).softmax(1).max(1)
    return answers, confidences


@wrong("predict", "gradients stay switched off for everything afterwards")
def _(model, x, batch_size=500):
    confidences, answers = _scores(model, x, batch_size).softmax(1).max(1)
    torch.set_grad_enabled(False)
    return answers, confidences


@wrong("predict", "the confidence is the lead over the second best class, not the probability")
def _(model, x, batch_size=500):
    best = _scores(model, x, batch_size).softmax(1).topk(2, dim=1)
    return best.indices[:, 0], best.values[:, 0] - best.values[:, 1]


# ================================================================ one_cycle
@right("one_cycle", "two branches with math.cos")
def _(done, total, peak, warm=0.25, start=0.04):
    summit = warm * total
    if done > total:
        return 0.0
    if done < summit:
        return peak * (start + (1 - start) * (1 - math.cos(math.pi * done / summit)) / 2)
    return peak * (1 + math.cos(math.pi * (done - summit) / (total - summit))) / 2


@right("one_cycle", "a helper that goes from a to b along half a wave")
def _(done, total, peak, warm=0.25, start=0.04):
    def wave(a, b, t):
        t = min(max(t, 0), 1)
        return b + (a - b) * (np.cos(np.pi * t) + 1) / 2

    share = done / total
    if share <= warm:
        return float(wave(start * peak, peak, share / warm))
    return float(wave(peak, 0, (share - warm) / (1 - warm)))


@right("one_cycle", "sin squared in place of the cosine")
def _(done, total, peak, warm=0.25, start=0.04):
    share = min(done / total, 1)
    if share < warm:
        low = start * peak
        return low + (peak - low) * math.sin(share / warm * math.pi / 2) ** 2
    return peak * math.sin((1 - share) / (1 - warm) * math.pi / 2) ** 2


@right("one_cycle", "no branches: interpolates the phase, then one cosine")
def _(done, total, peak, warm=0.25, start=0.04):
    phase = np.interp(done / total, [0, warm, 1], [-np.pi, 0, np.pi])
    low = start * peak if phase < 0 else 0
    return float((peak + low) / 2 + (peak - low) / 2 * np.cos(phase))


@right("one_cycle", "with torch and complex exponentials")
def _(done, total, peak, warm=0.25, start=0.04):
    t = torch.tensor(min(done, total), dtype=torch.float64) / total
    rising = bool(t <= warm)
    angle = torch.pi * (1 - t / warm) if rising else torch.pi * (t - warm) / (1 - warm)
    height = (torch.exp(1j * angle).real.item() + 1) / 2
    bottom = start * peak if rising else 0.0
    return bottom + (peak - bottom) * height


def _cycle(done, total, peak, warm, start, end=0.0, wave=None, low=None):
    wave = wave or (lambda t: (1 - math.cos(math.pi * t)) / 2)
    summit = warm * total
    low = start * peak if low is None else low
    if done > total:
        return 0.0
    if done < summit:
        return low + (peak - low) * wave(done / summit)
    return peak + (end - peak) * wave((done - summit) / (total - summit))


@wrong("one_cycle", "start is ignored: the rate rises from 0")
def _(done, total, peak, warm=0.25, start=0.04):
    return _cycle(done, total, peak, warm, 0.0)


@wrong("one_cycle", "falls to start * peak, not to 0")
def _(done, total, peak, warm=0.25, start=0.04):
    return _cycle(done, total, peak, warm, start, end=start * peak)


@wrong("one_cycle", "warm is taken as a number of epochs, not as a share of all")
def _(done, total, peak, warm=0.25, start=0.04):
    return _cycle(done, total, peak, warm / total, start)


@wrong("one_cycle", "a whole wave of the cosine in each part")
def _(done, total, peak, warm=0.25, start=0.04):
    return _cycle(done, total, peak, warm, start, wave=lambda t: (1 - math.cos(2 * math.pi * t)) / 2)


@wrong("one_cycle", "the fall counts from 0, not from the summit: done / total in the second cosine")
def _(done, total, peak, warm=0.25, start=0.04):
    summit, low = warm * total, start * peak
    if done > total:
        return 0.0
    if done < summit:
        return low + (peak - low) * (1 - math.cos(math.pi * done / summit)) / 2
    return peak * (1 + math.cos(math.pi * done / total)) / 2


@wrong("one_cycle", "the first part falls from peak to start * peak: the sign of the cosine is wrong")
def _(done, total, peak, warm=0.25, start=0.04):
    summit, low = warm * total, start * peak
    if done < summit:
        return low + (peak - low) * (1 + math.cos(math.pi * done / summit)) / 2
    return _cycle(done, total, peak, warm, start)


@wrong("one_cycle", "raises ValueError once done is above total")
def _(done, total, peak, warm=0.25, start=0.04):
    if done > total:
        raise ValueError("the training is over")
    return _cycle(done, total, peak, warm, start)


@wrong("one_cycle", "above total None is returned")
def _(done, total, peak, warm=0.25, start=0.04):
    if done <= total:
        return _cycle(done, total, peak, warm, start)


@wrong("one_cycle", "default start is 0.1, not 0.04")
def _(done, total, peak, warm=0.25, start=0.1):
    return _cycle(done, total, peak, warm, start)


@wrong("one_cycle", "done is rounded down to whole epochs")
def _(done, total, peak, warm=0.25, start=0.04):
    return _cycle(int(done), total, peak, warm, start)


@wrong("one_cycle", "warm and 1 - warm are exchanged: three quarters rise, one quarter falls")
def _(done, total, peak, warm=0.25, start=0.04):
    return _cycle(done, total, peak, 1 - warm, start)


@wrong("one_cycle", "0 is reached one epoch too early: total - 1")
def _(done, total, peak, warm=0.25, start=0.04):
    summit = warm * total
    if done >= total - 1 and done > summit:
        return 0.0
    if done < summit:
        return _cycle(done, total, peak, warm, start)
    return peak * (1 + math.cos(math.pi * (done - summit) / (total - 1 - summit))) / 2


# ================================================================ turn_and_shift
def turn_and_shift(x, degrees, down, right):
    """A right version, for augment."""
    n, c, h, w = x.shape
    angle = torch.deg2rad(degrees.to(x))
    cos, sin = angle.cos(), angle.sin()
    to_right, to_down = 2 * right.to(x) / w, 2 * down.to(x) / h
    rows = [
        torch.stack([cos, -sin, -cos * to_right + sin * to_down], 1),
        torch.stack([sin, cos, -sin * to_right - cos * to_down], 1),
    ]
    grid = F.affine_grid(torch.stack(rows, 1), list(x.shape), align_corners=False)
    return F.grid_sample(x, grid, align_corners=False)


right("turn_and_shift", "stacked rows of the matrix")(turn_and_shift)


@right("turn_and_shift", "the inverse of a product of 3 by 3 matrices")
def _(x, degrees, down, right):
    n, _, h, w = x.shape
    a = degrees.to(x.dtype).to(x.device) * math.pi / 180
    eye = torch.eye(3, dtype=x.dtype, device=x.device).repeat(n, 1, 1)
    turn, move = eye.clone(), eye.clone()
    turn[:, 0, 0] = turn[:, 1, 1] = a.cos()
    turn[:, 0, 1], turn[:, 1, 0] = a.sin(), -a.sin()
    move[:, 0, 2], move[:, 1, 2] = right.to(x) * 2 / w, down.to(x) * 2 / h
    back = torch.linalg.inv(move @ turn)
    grid = F.affine_grid(back[:, :2], x.size(), align_corners=False)
    return F.grid_sample(x, grid, mode="bilinear", padding_mode="zeros", align_corners=False)


@right("turn_and_shift", "picture by picture with Python numbers")
def _(x, degrees, down, right):
    out = []
    for picture, d, i, j in zip(x, degrees.tolist(), down.tolist(), right.tolist()):
        c, s = math.cos(math.radians(d)), math.sin(math.radians(d))
        h, w = picture.shape[-2:]
        tx, ty = 2 * j / w, 2 * i / h
        theta = x.new_tensor([[[c, -s, s * ty - c * tx], [s, c, -s * tx - c * ty]]])
        grid = F.affine_grid(theta, (1, *picture.shape), align_corners=False)
        out.append(F.grid_sample(picture[None], grid, align_corners=False)[0])
    return torch.stack(out)


@right("turn_and_shift", "einsum for the moved part")
def _(x, degrees, down, right):
    angle = torch.deg2rad(degrees).to(x)
    turn = torch.stack([angle.cos(), -angle.sin(), angle.sin(), angle.cos()], -1).view(-1, 2, 2)
    move = torch.stack([right.to(x), down.to(x)], -1) * (2 / x.shape[-1])
    theta = torch.cat([turn, -torch.einsum("nij,nj->ni", turn, move)[..., None]], -1)
    return F.grid_sample(x, F.affine_grid(theta, x.shape, align_corners=False), align_corners=False)


@right("turn_and_shift", "complex numbers for the rotation")
def _(x, degrees, down, right):
    one = torch.ones(len(x), dtype=x.dtype, device=x.device)
    z = torch.polar(one, torch.deg2rad(degrees.to(x)))
    moved = -z * torch.complex(right.to(x), down.to(x)) * 2 / x.shape[3]
    theta = torch.zeros(len(x), 2, 3, dtype=x.dtype, device=x.device)
    theta[:, 0] = torch.stack([z.real, -z.imag, moved.real], 1)
    theta[:, 1] = torch.stack([z.imag, z.real, moved.imag], 1)
    grid = F.affine_grid(theta, list(x.shape), align_corners=False)
    return F.grid_sample(x, grid, align_corners=False)


def _turn(x, degrees, down, right, angle=None, move=None, theta=None, corners=(False, False), **options):
    """The right one with screws to turn for the wrong answers below."""
    a = angle(degrees.to(x)) if angle else torch.deg2rad(degrees.to(x))
    c, s = a.cos(), a.sin()
    down, right = down.to(x), right.to(x)
    tx, ty = move(right, down) if move else (2 * right / x.shape[3], 2 * down / x.shape[2])
    if theta:
        rows = theta(c, s, tx, ty)
    else:
        rows = ((c, -s, -c * tx + s * ty), (s, c, -s * tx - c * ty))
    matrix = torch.stack([torch.stack([v + 0 * c for v in row], 1) for row in rows], 1)
    grid = F.affine_grid(matrix, list(x.shape), align_corners=corners[0])
    return F.grid_sample(x, grid, align_corners=corners[1], **options)


@wrong("turn_and_shift", "shifts first and turns then")
def _(x, degrees, down, right):
    return _turn(x, degrees, down, right, theta=lambda c, s, tx, ty: ((c, -s, -tx), (s, c, -ty)))


@wrong("turn_and_shift", "shifts the wrong way: up and left")
def _(x, degrees, down, right):
    return _turn(x, degrees, -down, -right)


@wrong("turn_and_shift", "half the shift: a pixel is taken as 1 / W wide, not 2 / W")
def _(x, degrees, down, right):
    return _turn(x, degrees, down, right, move=lambda r, d: (r / x.shape[3], d / x.shape[2]))


@wrong("turn_and_shift", "shifts are not converted from pixels at all")
def _(x, degrees, down, right):
    return _turn(x, degrees, down, right, move=lambda r, d: (r, d))


@wrong("turn_and_shift", "half the angle: degrees * pi / 360")
def _(x, degrees, down, right):
    return _turn(x, degrees, down, right, angle=lambda d: d * math.pi / 360)


@wrong("turn_and_shift", "align_corners=True in grid_sample only")
def _(x, degrees, down, right):
    return _turn(x, degrees, down, right, corners=(False, True))


@wrong("turn_and_shift", "takes the nearest pixel, does not blend")
def _(x, degrees, down, right):
    return _turn(x, degrees, down, right, mode="nearest")


@wrong("turn_and_shift", "what comes in is the border's colour, not 0")
def _(x, degrees, down, right):
    return _turn(x, degrees, down, right, padding_mode="border")


@wrong("turn_and_shift", "all pictures turn by the angle of the first one")
def _(x, degrees, down, right):
    return _turn(x, degrees[:1].expand(len(x)), down, right)


@wrong("turn_and_shift", "turns about the top left corner, not about the middle")
def _(x, degrees, down, right):
    return _turn(
        x, degrees, down, right,
        theta=lambda c, s, tx, ty: (
            (c, -s, -c * tx + s * ty + c - s - 1),
            (s, c, -s * tx - c * ty + s + c - 1),
        ),
    )


@wrong("turn_and_shift", "the angle is ignored: only shifted")
def _(x, degrees, down, right):
    return _turn(x, 0 * degrees, down, right)


@wrong("turn_and_shift", "only the first channel is returned")
def _(x, degrees, down, right):
    return _turn(x, degrees, down, right)[:, :1]


@wrong("turn_and_shift", "the pictures that came in are changed in place")
def _(x, degrees, down, right):
    return x.copy_(_turn(x, degrees, down, right))


@wrong("turn_and_shift", "the numbers are rounded to whole ones")
def _(x, degrees, down, right):
    return _turn(x, degrees, down, right).round()


@wrong("turn_and_shift", "the shift is rounded to whole pixels")
def _(x, degrees, down, right):
    return _turn(x, degrees, down.round(), right.round())


@wrong("turn_and_shift", "turns in steps of 90 degrees only")
def _(x, degrees, down, right):
    return _turn(x, 90 * (degrees / 90).round(), down, right)


# ================================================================ augment
@right("augment", "as the docstring says it")
def _(x, generator, shift=2, degrees=10.0):
    n = len(x)
    angles = (2 * torch.rand(n, generator=generator) - 1) * degrees
    down, right = torch.randint(-shift, shift + 1, (2, n), generator=generator)
    x = x if x.is_floating_point() else x.float()
    return turn_and_shift(x, angles.to(x.device), down.to(x.device), right.to(x.device))


@right("augment", "the range by lerp, shifts drawn from 0 and moved")
def _(x, generator, shift=2, degrees=10.0):
    x = x.to(torch.get_default_dtype())
    low, high = torch.tensor(-float(degrees)), torch.tensor(float(degrees))
    angles = torch.lerp(low, high, torch.rand(x.shape[0], generator=generator))
    shifts = torch.randint(2 * shift + 1, (2, x.shape[0]), generator=generator) - shift
    return turn_and_shift(x, angles.to(x), *shifts.to(x))


@right("augment", "uniform by rand, picture by picture")
def _(x, generator, shift=2, degrees=10.0):
    angles = -degrees + 2 * degrees * torch.rand(len(x), generator=generator, device="cpu")
    moves = torch.randint(low=-shift, high=shift + 1, size=(2, len(x)), generator=generator, device="cpu")
    new = [
        turn_and_shift(
            x[k : k + 1].float(),
            angles[k : k + 1].to(x.device),
            moves[0, k : k + 1].to(x.device),
            moves[1, k : k + 1].to(x.device),
        )
        for k in range(len(x))
    ]
    return torch.cat(new)


@right("augment", "angles with mul_ and sub_, in place on their own tensor")
def _(x, generator, shift=2, degrees=10.0):
    angles = torch.rand(len(x), generator=generator).mul_(2 * degrees).sub_(degrees)
    places = torch.randint(-shift, shift + 1, (2, len(x)), generator=generator).float()
    return turn_and_shift(x + 0.0, angles.to(x.device), places[0].to(x.device), places[1].to(x.device))


@right("augment", "all amounts first into one float tensor")
def _(x, generator, shift=2, degrees=10.0):
    n, device = len(x), x.device
    amounts = torch.empty(3, n)
    amounts[0] = degrees * (torch.rand(n, generator=generator) * 2 - 1)
    amounts[1:] = torch.randint(-shift, 1 + shift, (2, n), generator=generator)
    return turn_and_shift(x.type(torch.float32), *amounts.to(device).unbind())


@wrong("augment", "the largest shift never comes: randint(-shift, shift)")
def _(x, generator, shift=2, degrees=10.0):
    angles = (2 * torch.rand(len(x), generator=generator) - 1) * degrees
    down, right = torch.randint(-shift, max(shift, 1 - shift), (2, len(x)), generator=generator)
    return turn_and_shift(x.float(), angles, down, right)


@wrong("augment", "one angle for all pictures")
def _(x, generator, shift=2, degrees=10.0):
    angles = ((2 * torch.rand(1, generator=generator) - 1) * degrees).expand(len(x))
    down, right = torch.randint(-shift, shift + 1, (2, len(x)), generator=generator)
    return turn_and_shift(x.float(), angles, down, right)


@wrong("augment", "angles from 0 to degrees: never with the clock")
def _(x, generator, shift=2, degrees=10.0):
    angles = torch.rand(len(x), generator=generator) * degrees
    down, right = torch.randint(-shift, shift + 1, (2, len(x)), generator=generator)
    return turn_and_shift(x.float(), angles, down, right)


@wrong("augment", "angles normally distributed: randn")
def _(x, generator, shift=2, degrees=10.0):
    angles = torch.randn(len(x), generator=generator) * degrees
    down, right = torch.randint(-shift, shift + 1, (2, len(x)), generator=generator)
    return turn_and_shift(x.float(), angles, down, right)


@wrong("augment", "only the angles come from the generator, the shifts from the global random numbers")
def _(x, generator, shift=2, degrees=10.0):
    angles = (2 * torch.rand(len(x), generator=generator) - 1) * degrees
    down, right = torch.randint(-shift, shift + 1, (2, len(x)))
    return turn_and_shift(x.float(), angles, down, right)


@wrong("augment", "bytes are not made to floats: fails for them")
def _(x, generator, shift=2, degrees=10.0):
    angles = (2 * torch.rand(len(x), generator=generator) - 1) * degrees
    down, right = torch.randint(-shift, shift + 1, (2, len(x)), generator=generator)
    return turn_and_shift(x, angles, down, right)


@wrong("augment", "returns bytes if bytes came, not floats")
def _(x, generator, shift=2, degrees=10.0):
    angles = (2 * torch.rand(len(x), generator=generator) - 1) * degrees
    down, right = torch.randint(-shift, shift + 1, (2, len(x)), generator=generator)
    return turn_and_shift(x.float(), angles, down, right).to(x.dtype)


@wrong("augment", "degrees is ignored: always 10")
def _(x, generator, shift=2, degrees=10.0):
    angles = (2 * torch.rand(len(x), generator=generator) - 1) * 10
    down, right = torch.randint(-shift, shift + 1, (2, len(x)), generator=generator)
    return turn_and_shift(x.float(), angles, down, right)


@wrong("augment", "default shift is 3, not 2")
def _(x, generator, shift=3, degrees=10.0):
    angles = (2 * torch.rand(len(x), generator=generator) - 1) * degrees
    down, right = torch.randint(-shift, shift + 1, (2, len(x)), generator=generator)
    return turn_and_shift(x.float(), angles, down, right)


@wrong("augment", "the shifts are drawn as (N, 2), not as (2, N)")
def _(x, generator, shift=2, degrees=10.0):
    angles = (2 * torch.rand(len(x), generator=generator) - 1) * degrees
    down, right = torch.randint(-shift, shift + 1, (len(x), 2), generator=generator).T
    return turn_and_shift(x.float(), angles, down, right)


@wrong("augment", "the angles are rounded to whole degrees")
def _(x, generator, shift=2, degrees=10.0):
    angles = ((2 * torch.rand(len(x), generator=generator) - 1) * degrees).round()
    down, right = torch.randint(-shift, shift + 1, (2, len(x)), generator=generator)
    return turn_and_shift(x.float(), angles, down, right)


@wrong("augment", "turned and shifted in two calls with two drawings of angles: turned twice")
def _(x, generator, shift=2, degrees=10.0):
    angles = (2 * torch.rand(len(x), generator=generator) - 1) * degrees
    down, right = torch.randint(-shift, shift + 1, (2, len(x)), generator=generator)
    x = turn_and_shift(x.float(), angles, 0 * down, 0 * right)
    return turn_and_shift(x, angles, down, right)


@wrong("augment", "float pictures that came in are changed in place")
def _(x, generator, shift=2, degrees=10.0):
    angles = (2 * torch.rand(len(x), generator=generator) - 1) * degrees
    down, right = torch.randint(-shift, shift + 1, (2, len(x)), generator=generator)
    new = turn_and_shift(x.float(), angles, down, right)
    if x.is_floating_point():
        x[:] = new
    return new


@wrong("augment", "the first picture stays as it is")
def _(x, generator, shift=2, degrees=10.0):
    angles = (2 * torch.rand(len(x), generator=generator) - 1) * degrees
    down, right = torch.randint(-shift, shift + 1, (2, len(x)), generator=generator)
    new = turn_and_shift(x.float(), angles, down, right)
    new[0] = x[0].float()
    return new


# ================================================================ confusion_matrix
@right("confusion_matrix", "a loop")
def _(labels, answers, classes=10):
    counts = np.zeros((classes, classes), dtype=int)
    for label, answer in zip(labels, answers):
        counts[label, answer] += 1
    return counts


@right("confusion_matrix", "np.add.at")
def _(labels, answers, classes=10):
    counts = np.zeros((classes, classes), dtype=np.int64)
    np.add.at(counts, (labels, answers), 1)
    return counts


@right("confusion_matrix", "bincount of a joint number")
def _(labels, answers, classes=10):
    joint = classes * np.asarray(labels, dtype=np.int64) + np.asarray(answers, dtype=np.int64)
    return np.bincount(joint, minlength=classes**2).reshape(classes, classes)


@right("confusion_matrix", "product of one-hot matrices")
def _(labels, answers, classes=10):
    eye = np.eye(classes, dtype=int)
    return eye[labels].T @ eye[answers]


@right("confusion_matrix", "einsum of comparisons")
def _(labels, answers, classes=10):
    kinds = np.arange(classes)
    true = (np.asarray(labels)[:, None] == kinds).astype(np.int32)
    read = (np.asarray(answers)[:, None] == kinds).astype(np.int32)
    return np.einsum("na,nb->ab", true, read)


@right("confusion_matrix", "a list of lists of counts")
def _(labels, answers, classes=10):
    pairs = list(zip(labels.tolist(), answers.tolist()))
    return np.array([[pairs.count((a, b)) for b in range(classes)] for a in range(classes)])


@right("confusion_matrix", "histogram2d, made whole numbers")
def _(labels, answers, classes=10):
    edges = np.arange(classes + 1) - 0.5
    return np.histogram2d(labels, answers, bins=(edges, edges))[0].astype(int)


def _counts(labels, answers, classes):
    counts = np.zeros((classes, classes), dtype=int)
    np.add.at(counts, (labels, answers), 1)
    return counts


@wrong("confusion_matrix", "each pair is counted once only: counts[labels, answers] += 1")
def _(labels, answers, classes=10):
    counts = np.zeros((classes, classes), dtype=int)
    counts[labels, answers] += 1
    return counts


@wrong("confusion_matrix", "shares of each row, not counts")
def _(labels, answers, classes=10):
    counts = _counts(labels, answers, classes)
    return counts / np.maximum(counts.sum(1, keepdims=True), 1)


@wrong("confusion_matrix", "only right answers are counted: all off the diagonal is 0")
def _(labels, answers, classes=10):
    return np.diag(np.diag(_counts(labels, answers, classes)))


@wrong("confusion_matrix", "the size is the highest class that occurs, plus 1, not `classes`")
def _(labels, answers, classes=10):
    return _counts(labels, answers, int(max(labels.max(), answers.max())) + 1)


@wrong("confusion_matrix", "bincount without minlength: fails if the last pair does not occur")
def _(labels, answers, classes=10):
    joint = classes * labels.astype(int) + answers.astype(int)
    return np.bincount(joint).reshape(classes, classes)


@wrong("confusion_matrix", "the counts are bytes: they begin again at 0 after 255")
def _(labels, answers, classes=10):
    return _counts(labels, answers, classes).astype(np.uint8)


@wrong("confusion_matrix", "the last pair is not counted")
def _(labels, answers, classes=10):
    return _counts(labels[:-1], answers[:-1], classes)


@wrong("confusion_matrix", "classes are counted from 1: an extra row and column")
def _(labels, answers, classes=10):
    counts = np.zeros((classes + 1, classes + 1), dtype=int)
    np.add.at(counts, (labels, answers), 1)
    return counts


@wrong("confusion_matrix", "both are sorted first, so the pairs are lost")
def _(labels, answers, classes=10):
    return _counts(np.sort(labels), np.sort(answers), classes)


@wrong("confusion_matrix", "prints the counts and returns None")
def _(labels, answers, classes=10):
    print(_counts(labels, answers, classes))


@wrong("confusion_matrix", "a dictionary of pairs, not an array")
def _(labels, answers, classes=10):
    counts = {}
    for pair in zip(labels.tolist(), answers.tolist()):
        counts[pair] = counts.get(pair, 0) + 1
    return counts


# ================================================================ worst_mistakes
@right("worst_mistakes", "flatnonzero and argsort")
def _(labels, answers, confidences, count=6):
    places = np.flatnonzero(labels != answers)
    return places[np.argsort(-confidences[places])][:count]


@right("worst_mistakes", "sorted all, then the wrong ones")
def _(labels, answers, confidences, count=6):
    order = np.argsort(confidences)[::-1]
    return order[(labels != answers)[order]][:count]


@right("worst_mistakes", "a list sorted with a key")
def _(labels, answers, confidences, count=6):
    wrong_ones = [k for k in range(len(labels)) if labels[k] != answers[k]]
    wrong_ones.sort(key=lambda k: confidences[k], reverse=True)
    return np.array(wrong_ones[:count], dtype=int)


@right("worst_mistakes", "the highest again and again, in a copy")
def _(labels, answers, confidences, count=6):
    left = np.where(labels == answers, -np.inf, confidences.astype(float))
    places = []
    while len(places) < count and (left > -np.inf).any():
        places.append(int(left.argmax()))
        left[places[-1]] = -np.inf
    return np.asarray(places, dtype=np.int64)


@right("worst_mistakes", "argpartition where it is useful, then sorting")
def _(labels, answers, confidences, count=6):
    (places,) = np.nonzero(answers - labels.astype(answers.dtype))
    if count < len(places):
        best = np.argpartition(-confidences[places], count)[:count]
        places = places[best]
    return places[np.argsort(confidences[places])[::-1]]


@right("worst_mistakes", "lexsort: wrong first, surest first")
def _(labels, answers, confidences, count=6):
    order = np.lexsort((-confidences, labels == answers))
    return order[: min(count, int((labels != answers).sum()))]


@wrong("worst_mistakes", "the surest ones, but the least sure of them first: the order is turned round")
def _(labels, answers, confidences, count=6):
    places = np.flatnonzero(labels != answers)
    return places[np.argsort(-confidences[places])][:count][::-1]


@wrong("worst_mistakes", "the surest right answers")
def _(labels, answers, confidences, count=6):
    places = np.flatnonzero(labels == answers)
    return places[np.argsort(-confidences[places])][:count]


@wrong("worst_mistakes", "the confidences are returned, not the places")
def _(labels, answers, confidences, count=6):
    return np.sort(confidences[labels != answers])[::-1][:count]


@wrong("worst_mistakes", "count is ignored: all mistakes")
def _(labels, answers, confidences, count=6):
    places = np.flatnonzero(labels != answers)
    return places[np.argsort(-confidences[places])]


@wrong("worst_mistakes", "with fewer mistakes than count, -1 fills the rest")
def _(labels, answers, confidences, count=6):
    places = np.flatnonzero(labels != answers)
    places = places[np.argsort(-confidences[places])][:count]
    return np.concatenate([places, np.full(count - len(places), -1)])


@wrong("worst_mistakes", "the first `count` mistakes in their order, not sorted by confidence")
def _(labels, answers, confidences, count=6):
    return np.flatnonzero(labels != answers)[:count]


@wrong("worst_mistakes", "one too few: count - 1")
def _(labels, answers, confidences, count=6):
    places = np.flatnonzero(labels != answers)
    return places[np.argsort(-confidences[places])][: count - 1]


@wrong("worst_mistakes", "the confidences that came in are changed: those of right answers become 0")
def _(labels, answers, confidences, count=6):
    confidences[labels == answers] = 0
    return np.argsort(-confidences)[: min(count, int((labels != answers).sum()))]


@wrong("worst_mistakes", "a mask of N bools, not places")
def _(labels, answers, confidences, count=6):
    places = np.flatnonzero(labels != answers)
    mask = np.zeros(len(labels), dtype=bool)
    mask[places[np.argsort(-confidences[places])][:count]] = True
    return mask


@wrong("worst_mistakes", "places are counted from 1")
def _(labels, answers, confidences, count=6):
    places = np.flatnonzero(labels != answers)
    return places[np.argsort(-confidences[places])][:count] + 1


@wrong("worst_mistakes", "the labels of the surest mistakes, not their places")
def _(labels, answers, confidences, count=6):
    places = np.flatnonzero(labels != answers)
    return labels[places[np.argsort(-confidences[places])][:count]]


@wrong("worst_mistakes", "only mistakes with an answer above the label are found")
def _(labels, answers, confidences, count=6):
    places = np.flatnonzero(answers > labels)
    return places[np.argsort(-confidences[places])][:count]


# ================================================================ layer_outputs
@right("layer_outputs", "a hook for each name, made by a function, try and finally")
def _(model, names, x):
    outputs, handles = {}, []

    def listen(name):
        def hook(layer, inputs, output):
            outputs[name] = output.detach().clone()

        return hook

    try:
        for name in names:
            handles.append(model.get_submodule(name).register_forward_hook(listen(name)))
        model(x)
    finally:
        for handle in handles:
            handle.remove()
    return {name: outputs[name] for name in names}


@right("layer_outputs", "a lambda with a default for the name, no_grad")
def _(model, names, x):
    outputs = {}
    handles = [
        model.get_submodule(name).register_forward_hook(
            lambda layer, inputs, output, name=name: outputs.update({name: output.clone()})
        )
        for name in names
    ]
    with torch.no_grad():
        model(x)
    for handle in handles:
        handle.remove()
    return outputs


@right("layer_outputs", "an ExitStack, which removes the hooks")
def _(model, names, x):
    import contextlib
    from functools import partial

    outputs = {}

    def keep(name, layer, inputs, output):
        outputs[name] = torch.clone(output.detach())

    with contextlib.ExitStack() as stack, torch.no_grad():
        for name, layer in model.named_modules():
            if name in names:
                stack.callback(layer.register_forward_hook(partial(keep, name)).remove)
        model(x)
    return outputs


@right("layer_outputs", "one hook function for all, which looks the layer up")
def _(model, names, x):
    wanted, outputs = {}, {}
    for name in names:
        wanted.setdefault(id(model.get_submodule(name)), []).append(name)

    def hook(layer, inputs, output):
        for name in wanted[id(layer)]:
            outputs[name] = output.detach().clone()

    handles = [model.get_submodule(names_[0]).register_forward_hook(hook) for names_ in wanted.values()]
    try:
        with torch.inference_mode(False), torch.no_grad():
            model(x)
    finally:
        [handle.remove() for handle in handles]
    return outputs


@right("layer_outputs", "a class with __call__, copies through torch.tensor-like empty_like")
def _(model, names, x):
    class Ear:
        def __init__(self, layer):
            self.heard = None
            self.handle = layer.register_forward_hook(self)

        def __call__(self, layer, inputs, output):
            copy = torch.empty_like(output, requires_grad=False)
            copy.copy_(output.detach())
            self.heard = copy

    layers = dict(model.named_modules())
    ears = {name: Ear(layers[name]) for name in names}
    try:
        model(x)
    finally:
        for ear in ears.values():
            ear.handle.remove()
    return {name: ear.heard for name, ear in ears.items()}


def _listen(model, names, x, keep=lambda output: output.detach().clone(), layer_of=None, run=None, remove=True):
    """The right one with screws to turn for the wrong answers below."""
    outputs, handles = {}, []
    for name in names:
        layer = layer_of(name) if layer_of else model.get_submodule(name)

        def hook(layer, inputs, output, name=name):
            outputs[name] = keep(output)

        handles.append(layer.register_forward_hook(hook))
    try:
        run() if run else model(x)
    finally:
        for handle in handles if remove is True else handles[: len(handles) - 1] if remove == "but last" else []:
            handle.remove()
    return outputs


@wrong("layer_outputs", "the outputs have gradients: clone without detach")
def _(model, names, x):
    return _listen(model, names, x, keep=lambda output: output.clone())


@wrong("layer_outputs", "only some hooks are removed: the last one stays")
def _(model, names, x):
    return _listen(model, names, x, remove="but last")


@wrong("layer_outputs", "names inside of parts, such as body.conv, are not found: getattr")
def _(model, names, x):
    return _listen(model, names, x, layer_of=lambda name: getattr(model, name))


@wrong("layer_outputs", "the model runs once for every name, not once")
def _(model, names, x):
    outputs = {}
    for name in names:
        outputs |= _listen(model, [name], x)
    return outputs


@wrong("layer_outputs", "the model is put into eval mode for the run, not left as it is")
def _(model, names, x):
    mode = model.training
    model.eval()
    outputs = _listen(model, names, x)
    model.train(mode)
    return outputs


@wrong("layer_outputs", "the model is in eval mode afterwards")
def _(model, names, x):
    outputs = _listen(model, names, x)
    model.eval()
    return outputs


@wrong("layer_outputs", "the model is put into training mode for the run")
def _(model, names, x):
    mode = model.training
    model.train()
    outputs = _listen(model, names, x)
    model.train(mode)
    return outputs


@wrong("layer_outputs", "keeps what the layers took, not what they gave")
def _(model, names, x):
    outputs, handles = {}, []
    for name in names:
        def hook(layer, inputs, output, name=name):
            outputs[name] = inputs[0].detach().clone()

        handles.append(model.get_submodule(name).register_forward_hook(hook))
    model(x)
    for handle in handles:
        handle.remove()
    return outputs


@wrong("layer_outputs", "returns a list, not a dictionary")
def _(model, names, x):
    outputs = _listen(model, names, x)
    return [outputs[name] for name in names]


@wrong("layer_outputs", "returns NumPy arrays, not tensors")
def _(model, names, x):
    return {name: output.numpy() for name, output in _listen(model, names, x).items()}


@wrong("layer_outputs", "each layer gets x itself, not what reaches it in the model")
def _(model, names, x):
    return {name: model.get_submodule(name)(x).detach().clone() for name in names}


@wrong("layer_outputs", "the outputs of all layers, not only of those asked for")
def _(model, names, x):
    return _listen(model, [name for name, _ in model.named_modules()], x)


@wrong("layer_outputs", "only the layer of the first name")
def _(model, names, x):
    return _listen(model, names[:1], x)


@wrong("layer_outputs", "the model never runs: the dictionary is empty")
def _(model, names, x):
    return _listen(model, names, x, run=lambda: None)


@wrong("layer_outputs", "the parameters of the model lose their gradients: requires_grad_(False)")
def _(model, names, x):
    model.requires_grad_(False)
    return _listen(model, names, x)


@wrong("layer_outputs", "the output of the whole model for each name")
def _(model, names, x):
    scores = model(x).detach().clone()
    return {name: scores for name in names}


@wrong("layer_outputs", "runs a layer after the other by named_children, as if every model were a row of them")
def _(model, names, x):
    outputs = {}
    with torch.no_grad():
        for name, layer in model.named_children():
            x = layer(x)
            if name in names:
                outputs[name] = x.clone()
    return outputs


