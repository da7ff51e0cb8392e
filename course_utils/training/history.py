"""What a training has done so far, an entry for each epoch."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field


@dataclass(frozen=True)
class Epoch:
    """One epoch: the mean losses, the fraction of test pictures read correctly, and its time."""

    train_loss: float  # over the epoch, while the weights changed
    test_loss: float
    accuracy: float  # from 0 to 1
    rate: float  # the learning rate at its end
    seconds: float  # of training, without the test
    cpu_seconds: float  # of all threads


@dataclass
class History:
    """The epochs of a training."""

    epochs: list[Epoch] = field(default_factory=list)

    @property
    def accuracy(self) -> float:
        """The last test accuracy, from 0 to 1."""
        return self.epochs[-1].accuracy

    @property
    def test_losses(self) -> list[float]:
        """The test loss of each epoch."""
        return [epoch.test_loss for epoch in self.epochs]

    @property
    def seconds(self) -> float:
        """Seconds of training, without the tests."""
        return sum(epoch.seconds for epoch in self.epochs)

    @property
    def cpu_seconds(self) -> float:
        """Seconds of the processor, of all threads, without the tests."""
        return sum(epoch.cpu_seconds for epoch in self.epochs)

    def as_rows(self) -> list[dict[str, float]]:
        """The epochs as plain dictionaries: for a checkpoint, or a table."""
        return [asdict(epoch) for epoch in self.epochs]

    @classmethod
    def of_rows(cls, rows: list[dict[str, float]]) -> History:
        """What `as_rows` wrote."""
        return cls([Epoch(**row) for row in rows])
