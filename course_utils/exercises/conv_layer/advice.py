"""What several exercises of this chapter say about the same mistake."""

from __future__ import annotations

# conv2d_one, conv2d, conv1x1
FLIPPED = (
    "Your result is the true convolution: the filter is turned by 180 degrees. "
    "A convolution layer slides it as it is."
)
LAST_CHANNEL = "You loop over the channels, but each one overwrites the sum of the one before: add them up."
FIRST_CHANNEL = "A filter spans the full depth: it multiplies the window of every channel."
BIAS_FOR_EVERY_CHANNEL = (
    "You add the bias once for each channel. A filter has one bias, added once to each output."
)
BIAS_FOR_EVERY_WEIGHT = (
    "You add the bias to every product, so it counts once for each weight. Add it once, to the sum."
)

WRAPPED = (
    "Where pixels and weights are whole numbers you multiply and add in the dtype of the pixels. uint8 holds "
    "0 to 255 only, and begins again at 0. Turn the pixels into floats first."
)
FILTER_CUT = (
    "Where the pixels are whole numbers you make whole numbers of the weights too, and lose their decimals. "
    "Leave the weights as they are, and begin with `np.zeros(shape)`, which holds floats."
)

# conv2d, conv1x1
BIAS_ALONG_THE_WIDTH = (
    "`y + b` lines `b` up with the last axis, W. It belongs to axis 1: add `b[:, None, None]`."
)

# to_channels_last, from_channels_last
RESHAPED = (
    "`reshape` keeps the numbers in their order in memory and only cuts them into other groups, "
    "so the colours of different pixels mix. Reorder the axes with `transpose`."
)
ALL_AXES_REVERSED = "`.T` reverses all axes, that of the batch too. Only the channels change their place."


def the_other_way(before: str, after: str) -> str:
    """The advice where the axes were reordered for the opposite exercise."""
    return (
        f"This is the opposite reordering. Here the order is {before} before and {after} after: "
        "look again where the channels are now."
    )
