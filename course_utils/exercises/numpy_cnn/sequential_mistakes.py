"""What people get wrong in `Sequential`."""

from __future__ import annotations

from .reference import Layer, all_zeros, known


class Sequential(Layer):
    def __init__(self, *layers):
        self.layers = layers

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, dy):
        for layer in reversed(self.layers):
            dy = layer.backward(dy)
        return dy

    def parameters(self):
        return [pair for layer in self.layers for pair in layer.parameters()]


class ForwardOrder(Sequential):
    """`backward` begins with the first layer. The gradient comes from the loss, so the last layer is
    first.
    """

    def backward(self, dy):
        for layer in self.layers:
            dy = layer.backward(dy)
        return dy


class SameInput(Sequential):
    """Every layer gets x itself, so only the last one counts. Each takes what the one before it gave."""

    def forward(self, x):
        for layer in self.layers:
            y = layer.forward(x)
        return y


class SameGradient(Sequential):
    """Every layer gets `dy` itself. Each takes the gradient that the layer after it gave."""

    def backward(self, dy):
        for layer in reversed(self.layers):
            dx = layer.backward(dy)
        return dx


class Nested(Sequential):
    """`parameters` is a list of lists, one for each layer. Make one list of all pairs."""

    def parameters(self):
        return [layer.parameters() for layer in self.layers]


class FirstOnly(Sequential):
    """`parameters` holds those of one layer only, so the others would never learn."""

    def parameters(self):
        return self.layers[0].parameters()


class LastOnly(Sequential):
    def parameters(self):
        return self.layers[-1].parameters()


class Copies(Sequential):
    """`parameters` holds copies: changing them would leave the network as it is. Pass the arrays
    themselves.
    """

    def parameters(self):
        return [(w.copy(), dw.copy()) for w, dw in super().parameters()]


class NoneAtAll(Sequential):
    """`parameters` is empty, so nothing would ever learn. Join the lists of all layers."""

    def parameters(self):
        return []


class LastLayerLost(Sequential):
    """One layer is left out, the last one. Go over all of `layers`."""

    def __init__(self, *layers):
        super().__init__(*layers[:-1])


class LastForwardLost(Sequential):
    def forward(self, x):
        for layer in self.layers[:-1]:
            x = layer.forward(x)
        return x


class FirstForwardOnly(Sequential):
    """`forward` ends after the first layer: does `return` stand in the loop? It belongs after it."""

    def forward(self, x):
        for layer in self.layers[:1]:
            x = layer.forward(x)
        return x


class FirstForwardOrNone(Sequential):
    def forward(self, x):
        for layer in self.layers:
            return layer.forward(x)


class LastBackwardOnly(Sequential):
    """`backward` ends after one layer, the last: does `return` stand in the loop? It belongs after it."""

    def backward(self, dy):
        return self.layers[-1].backward(dy)


class FirstBackwardLost(Sequential):
    """One layer is left out on the way back, the first one. Go over all of `layers`."""

    def backward(self, dy):
        for layer in self.layers[:0:-1]:
            dy = layer.backward(dy)
        return dy


class WeightsAlone(Sequential):
    """`parameters` holds the weights without their gradients. Each item is a pair, (array, its gradient)."""

    def parameters(self):
        return [w for w, _ in super().parameters()]


class Twice(Sequential):
    """`parameters` holds every pair more than once. Each would be trained more than once in a step."""

    def parameters(self):
        return super().parameters() * 2


class TwiceTurned(Sequential):
    def parameters(self):
        return super().parameters() + super().parameters()[::-1]


class LastFirst(Sequential):
    """`parameters` begins with the last layer. Keep the order of the layers."""

    def parameters(self):
        return [pair for layer in reversed(self.layers) for pair in layer.parameters()]


MISTAKES = (
    known("backward in the order of forward", ForwardOrder),
    known("every layer gets x", SameInput),
    known("every layer gets dy", SameGradient),
    known("a list of lists", Nested),
    known("parameters of one layer", FirstOnly, LastOnly),
    known("weights without their gradients", WeightsAlone),
    known("parameters more than once", Twice, TwiceTurned),
    known("parameters of the last layer first", LastFirst),
    known("copies of the parameters", Copies),
    known("no parameters", NoneAtAll),
    known("last layer left out", LastLayerLost, LastForwardLost),
    known("only the first layer", FirstForwardOnly, FirstForwardOrNone),
    known("first layer left out on the way back", FirstBackwardLost),
    known("only the last layer on the way back", LastBackwardOnly),
    all_zeros(Sequential),
)
