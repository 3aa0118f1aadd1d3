"""What a network without a checkpoint starts from, so that its values stay in range."""

from torch import nn


def scatter(network: nn.Module) -> None:
    """Draw every convolution's weights after He et al. 2015, from its fan-in.

    The fan-in keeps the scale through depthwise convolutions too, where the fan-out
    of torch counts every channel and would let the values fade away.
    """
    for module in network.modules():
        if isinstance(module, nn.Conv2d):
            nn.init.kaiming_normal_(module.weight, nonlinearity="relu")


def calm(predictions: nn.ModuleList) -> None:
    """Draw convolutions near zero, where a sigmoid or exponential is moderate."""
    for each in predictions.modules():
        if isinstance(each, nn.Conv2d):
            nn.init.normal_(each.weight, std=0.01)
            if each.bias is not None:
                nn.init.zeros_(each.bias)


def normalize_with(network: nn.Module, eps: float, momentum: float) -> None:
    """Set what a checkpoint does not tell, on every batch norm of the network."""
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.eps = eps
            module.momentum = momentum
