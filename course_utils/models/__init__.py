"""The networks of the later chapters, for the course's own trainings: the lessons let learners write them."""

from .alexnet import AlexNet
from .lenet import LeNet5

__all__ = ["AlexNet", "LeNet5"]
