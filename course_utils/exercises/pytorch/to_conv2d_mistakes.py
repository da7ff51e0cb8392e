"""What people get wrong in `to_conv2d`."""

from __future__ import annotations

import numpy as np

from ...checks.exercise import misconception


def empty(w, stride, padding, bias=True):
    """The layer of the right shape, with the numbers that PyTorch draws."""
    from torch import nn

    return nn.Conv2d(w.shape[1], w.shape[0], tuple(w.shape[2:]), stride, padding, bias=bias)


def put(layer, w, b):
    """Copy numbers into a layer; what is None stays as it was drawn."""
    import torch

    with torch.no_grad():
        for parameter, numbers in ((layer.weight, w), (layer.bias, b)):
            if numbers is not None:
                parameter.copy_(torch.from_numpy(np.array(numbers)))
    return layer


@misconception("kernels turned")
def turned(w, b, stride=1, padding=0):
    """The kernels are turned by 180 degrees. PyTorch's convolution is a correlation, as yours is: keep w."""
    return put(empty(w, stride, padding), w[:, :, ::-1, ::-1], b)


@misconception("rows and columns of the kernels exchanged")
def exchanged(w, b, stride=1, padding=0):
    """Each kernel is transposed. PyTorch has the order (out_channels, in_channels, KH, KW), as w has."""
    flipped = w.transpose(0, 1, 3, 2)
    return put(empty(flipped, stride, padding), flipped, b)


@misconception("channels exchanged")
def channels_exchanged(w, b, stride=1, padding=0):
    """The layer takes as many channels as it should give: `nn.Conv2d` is told the channels that come in
    first, but they are the second axis of w.
    """
    other = w.transpose(1, 0, 2, 3)
    return put(empty(other, stride, padding), other, np.resize(b, len(other)))


@misconception("bias left as it was drawn")
def bias_drawn(w, b, stride=1, padding=0):
    """The weights are yours, but the bias is still the random one that PyTorch drew. Copy b, too."""
    return put(empty(w, stride, padding), w, None)


@misconception("no bias")
def without_bias(w, b, stride=1, padding=0):
    """The layer has no bias. Leave out `bias=False`, and copy b into it."""
    import torch

    layer = empty(w, stride, padding, bias=False)
    layer.weight.data = torch.tensor(w).float()
    return layer


@misconception("weights left as they were drawn")
def weights_drawn(w, b, stride=1, padding=0):
    """The layer has the right shape, but its weights are the random ones that PyTorch drew. Copy w into it,
    under `torch.no_grad()`.
    """
    return put(empty(w, stride, padding), None, b)


@weights_drawn.also
def all_drawn(w, b, stride=1, padding=0):
    return empty(w, stride, padding)


@misconception("stride ignored")
def without_stride(w, b, stride=1, padding=0):
    """The layer has stride 1, whatever was asked for."""
    return put(empty(w, 1, padding), w, b)


@misconception("padding ignored")
def without_padding(w, b, stride=1, padding=0):
    """The layer has no padding, whatever was asked for."""
    return put(empty(w, stride, 0), w, b)


@misconception("stride and padding exchanged")
def options_exchanged(w, b, stride=1, padding=0):
    """The stride stands where the padding should, and the other way round. Name them: `stride=stride`."""
    return put(empty(w, padding or 1, stride if stride != 1 else 0), w, b)


@misconception("the stride for the padding, too")
def stride_twice(w, b, stride=1, padding=0):
    """The layer pads by its stride. `nn.Conv2d` takes the stride and the padding: name them."""
    return put(empty(w, stride, stride), w, b)


@misconception("one number of a pair for both axes")
def first_of_pairs(w, b, stride=1, padding=0):
    """Of a pair you use one number for both axes. `nn.Conv2d` takes pairs: pass them on as they are."""
    return put(empty(w, np.ravel(stride)[:1].tolist()[0], np.ravel(padding)[:1].tolist()[0]), w, b)


@first_of_pairs.also
def last_of_pairs(w, b, stride=1, padding=0):
    return put(empty(w, np.ravel(stride).tolist()[-1], np.ravel(padding).tolist()[-1]), w, b)


@misconception("a dilated kernel")
def dilated(w, b, stride=1, padding=0):
    """The stride is also used as the dilation: the fifth number of `nn.Conv2d`, after the padding."""
    layer = empty(w, stride, padding)
    layer.dilation = layer.stride
    return put(layer, w, b)


@misconception("padding that is not 0")
def other_border(w, b, stride=1, padding=0, mode="replicate"):
    """Your padding repeats the picture. It is 0: leave `padding_mode` out."""
    from torch import nn

    return put(
        nn.Conv2d(w.shape[1], w.shape[0], tuple(w.shape[2:]), stride, padding, padding_mode=mode), w, b
    )


other_border.also(lambda *args, **options: other_border.wrong(*args, **options, mode="reflect"))
other_border.also(lambda *args, **options: other_border.wrong(*args, **options, mode="circular"))


@misconception("half precision on the way")
def halved(w, b, stride=1, padding=0):
    """The numbers went through float16, which keeps three digits. Go to float32 at once."""
    return put(empty(w, stride, padding), w.astype(np.float16), b.astype(np.float16))


@misconception("only the weights learn")
def bias_frozen(w, b, stride=1, padding=0):
    """The bias does not learn: it needs `requires_grad`, as the weights do."""
    layer = put(empty(w, stride, padding), w, b)
    layer.bias.requires_grad_(False)
    return layer


@misconception("weights in float64")
def in_float64(w, b, stride=1, padding=0):
    """The layer's numbers are float64, as NumPy makes them. PyTorch's pictures are float32, and the two do
    not go together: convert with `.float()`, or copy into the layer's own weights.
    """
    return put(empty(w, stride, padding).double(), w, b)


@misconception("memory shared with w")
def sharing(w, b, stride=1, padding=0):
    """`torch.from_numpy` and `torch.as_tensor` share the memory of the array: when the layer learns, your w
    changes as well. Copy: `weight.copy_(...)`, or `torch.tensor(w)`.
    """
    import torch

    layer = empty(w, stride, padding)
    layer.weight.data, layer.bias.data = torch.from_numpy(w).float(), torch.from_numpy(b).float()
    return layer


@misconception("nothing can be learned")
def frozen(w, b, stride=1, padding=0):
    """The layer computes the right outputs, but it does not learn: its parameters need `requires_grad`."""
    return put(empty(w, stride, padding), w, b).requires_grad_(False)


@misconception("all zeros")
def all_zeros(w, b, stride=1, padding=0):
    """The layer has the right shape, but all its numbers are 0."""
    return put(empty(w, stride, padding), w * 0, b * 0)


MISTAKES = (
    turned,
    exchanged,
    channels_exchanged,
    bias_drawn,
    without_bias,
    weights_drawn,
    without_stride,
    without_padding,
    options_exchanged,
    stride_twice,
    first_of_pairs,
    dilated,
    other_border,
    halved,
    bias_frozen,
    in_float64,
    sharing,
    frozen,
    all_zeros,
)
