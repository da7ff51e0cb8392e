"""What PyTorch's own errors tell about the mistake behind them."""

from __future__ import annotations

KNOWN_OF_TORCH: tuple[tuple[str, str, str, str], ...] = (  # type, words of its message, name, advice
    (
        "RuntimeError",
        r"shapes cannot be multiplied|[Ss]izes? of (the )?tensors?|equal size|same number of dimensions as",
        "shapes that do not fit",
        "Two tensors meet whose shapes do not fit. Print both shapes just before that line.",
    ),
    (
        "ValueError",
        r"input batch_size .* target batch_size|target must have size",
        "shapes that do not fit",
        "Scores and labels are not of the same pictures: (N, C) and (N,). Print both shapes.",
    ),
    (
        "RuntimeError",
        r"to have \d+ channels, but got",
        "another number of channels",
        "A convolution gets maps with another number of channels than it was made for. Its `in_channels` are "
        "the channels that the layer before gives.",
    ),
    (
        "RuntimeError",
        r"same dtype|type .* should be the same|expected scalar type",
        "dtypes that do not fit",
        "Numbers of two dtypes meet: NumPy makes float64, and PyTorch's layers have float32. Convert one: "
        "`.to(other.dtype)`. A layer that PyTorch does not know, in a plain list or made in `forward`, keeps "
        "its own.",
    ),
    (
        "RuntimeError",
        r"expected target dtype to be Long",
        "labels that are no whole numbers",
        "`cross_entropy` takes labels of int64: `labels.long()`.",
    ),
    (
        "RuntimeError",
        r"Error\(s\) in loading state_dict",
        "weights of another shape",
        "A layer is given numbers for weights of another shape, or under other names. Print both shapes.",
    ),
    (
        "RuntimeError",
        r"is invalid for input of size",
        "another number of elements",
        "A reshape keeps all elements: the new sizes, multiplied, must give as many as there are.",
    ),
    (
        "RuntimeError",
        r"view size is not compatible",
        "a view that is not possible",
        "The numbers do not lie in this order in memory, so no `view` can show them so: use `reshape`.",
    ),
    (
        "RuntimeError",
        r"Can't call numpy\(\) on Tensor that requires grad",
        "gradients are still recorded",
        "A tensor that has gradients does not become an array: compute under `torch.no_grad()`, or call "
        "`.detach()` first.",
    ),
    (
        "RuntimeError",
        r"a leaf Variable that requires grad",
        "a parameter changed while gradients are recorded",
        "PyTorch changes a parameter in place only where no gradients are recorded: do it under "
        "`with torch.no_grad():`.",
    ),
    (
        "RuntimeError",
        r"does not require grad and does not have a grad_fn",
        "no way back",
        "`backward` finds no way back to the parameters: was the loss computed under `torch.no_grad()`, "
        "detached, or turned into a number?",
    ),
    (
        "RuntimeError",
        r"backward through the graph a second time",
        "backward twice",
        "`backward` was called twice for one forward. Compute the loss anew for each step.",
    ),
    (
        "RuntimeError",
        r"only for scalar outputs",
        "backward of many numbers",
        "`backward` begins at one number. Take the mean of the losses first.",
    ),
    (
        "RuntimeError",
        r"[Oo]utput size is too small|[Kk]ernel size can't be greater",
        "a window larger than its maps",
        "The maps have become smaller than the window that is to slide over them. Print the shape after each "
        "layer.",
    ),
    (
        "RuntimeError",
        r"could not infer output dtype|only Tensors of floating point",
        "whole numbers where floats are needed",
        "PyTorch takes means and gradients of floats only: `.float()` or `.double()` first.",
    ),
    (
        "RuntimeError",
        r"can't be cast to the desired output type",
        "a dtype that cannot hold the result",
        "The tensor that takes the result has an integer dtype. Begin with floats.",
    ),
    (
        "RuntimeError",
        r"Boolean value of Tensor",
        "an array taken for True or False",
        "`if tensor:` asks for one answer, and a tensor has many: `.all()`, `.any()`, `is not None`.",
    ),
    (
        "RuntimeError",
        r"cannot be converted to Scalar",
        "an array where one number was needed",
        "`.item()` and `float()` take a tensor of one number. This one has more: sum or mean first?",
    ),
    (
        "ValueError",
        r"only one element tensors can be converted",
        "an array where one number was needed",
        "`.item()` and `float()` take a tensor of one number. This one has more: sum or mean first?",
    ),
    (
        "RuntimeError",
        r"Expected 3D .* or 4D|number of dimensions in the tensor input does not match",
        "another number of axes",
        "The tensor has more or fewer axes than this call takes. Print its shape.",
    ),
    (
        "IndexError",
        r"Dimension out of range",
        "an axis that is not there",
        "The axis has a number that this tensor does not have. Print its shape; the first axis is 0.",
    ),
    (
        "IndexError",
        r"tensors used as indices must be long",
        "an index that is no whole number",
        "An index must be a whole number: `.long()`.",
    ),
    (
        "RuntimeError",
        r"selected index k out of range",
        "more asked for than there are",
        "`topk` is asked for more numbers than the axis has. Is it the right axis?",
    ),
    (
        "ValueError",
        r"step must be greater than zero",
        "a slice that runs backwards",
        "PyTorch's slices run forwards only. `x.flip(axis)` turns an axis around.",
    ),
    (
        "ValueError",
        r"stride in the given numpy array is negative",
        "an array that runs backwards",
        "PyTorch does not take arrays that were turned around by a slice: `np.ascontiguousarray(...)` first.",
    ),
    (
        "ValueError",
        r"_channels must be divisible by groups",
        "groups that do not divide the channels",
        "The number of groups divides both numbers of channels of a convolution, and here it does not.",
    ),
    (
        "ValueError",
        r"expected a non-empty list of Tensors",
        "an empty list joined",
        "A list of tensors is to be joined, and it is empty: there was nothing to loop over.",
    ),
    (
        "RuntimeError",
        r"stack expects a non-empty",
        "an empty list joined",
        "A list of tensors is to be joined, and it is empty: there was nothing to loop over.",
    ),
    (
        "AttributeError",
        r"before Module\.__init__\(\) call|has no attribute '_(modules|parameters|backward_hooks|buffers)'",
        "`super().__init__()` forgotten",
        "A class made from `nn.Module` calls `super().__init__()` first, in its own `__init__`: it makes the "
        "place where layers are kept.",
    ),
    (
        "NotImplementedError",
        r'missing the required "forward"',
        "no method `forward`",
        "The class has no method `forward`: is its name right, and is it indented?",
    ),
    (
        "TypeError",
        r"cannot assign .* as parameter",
        "a tensor in place of a parameter",
        "A module's parameter can only be replaced by another one: `nn.Parameter(tensor)`. Or keep it, and "
        "copy numbers into it under `torch.no_grad()`: `.copy_(tensor)`.",
    ),
    (
        "TypeError",
        r"must be Tensor, not|but got \w+$|received an invalid combination of arguments|for @: 'numpy",
        "not a tensor where a tensor was needed",
        "A function of PyTorch was given something that it does not take, such as a list or an array. "
        "`torch.tensor(...)` makes a tensor.",
    ),
)
