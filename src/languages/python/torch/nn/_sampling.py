"""Images read at places that are numbers themselves, as spatial transformers do."""
import warnings

import torch
from .._core import learner_level as _level

_DEFAULT = ("Default grid_sample and affine_grid behavior has changed to align_corners=False since 1.3.0. Please specify "
            "align_corners=True if the old behavior is desired. See the documentation of grid_sample for details.")


def _aligned(align_corners):
    if align_corners is None:
        warnings.warn(_DEFAULT, UserWarning, stacklevel=_level() + 1)
    return bool(align_corners)


def affine_grid(theta, size, align_corners=None):
    """Where each pixel of an image of this size [N, C, H, W] is read, by maps theta [N, 2, 3] of the square from −1 to 1."""
    if theta.dim() != 3 or tuple(theta.shape[-2:]) != (2, 3):
        raise ValueError(f"Expected a batch of 2D affine matrices of shape Nx2x3 for size {torch.Size(size)}. Got {theta.shape}.")
    aligned = _aligned(align_corners)

    def steps(n):
        if n == 1:
            return torch.zeros(1, dtype=theta.dtype)
        line = torch.linspace(-1, 1, n, dtype=theta.dtype)
        return line if aligned else line * ((n - 1) / n)
    y, x = torch.meshgrid(steps(size[2]), steps(size[3]), indexing="ij")
    places = torch.stack([x, y, torch.ones_like(x)], -1).view(1, -1, 3)
    return (places @ theta.transpose(1, 2)).view(theta.size(0), size[2], size[3], 2)


def _reflected(x, low, high):
    """Into the span between low and high, as between two mirrors."""
    if low == high:
        return torch.zeros_like(x)
    span = high - low
    x = (x - low).abs()
    rest, turns = x.fmod(span), (x.detach() / span).floor()
    return torch.where(turns % 2 == 0, rest, span - rest) + low


def _pixels(x, size, padding_mode, aligned):
    x = (x + 1) / 2 * (size - 1) if aligned else ((x + 1) * size - 1) / 2
    if padding_mode == "reflection":
        x = _reflected(x, 0, size - 1) if aligned else _reflected(x, -0.5, size - 0.5)
    return x if padding_mode == "zeros" else x.clamp(0, size - 1)


def grid_sample(input, grid, mode="bilinear", padding_mode="zeros", align_corners=None):
    """The image [N, C, H, W] at the places of grid [N, H', W', 2]: x and y from −1 to 1."""
    if mode not in ("bilinear", "nearest", "bicubic"):
        raise ValueError(f"nn.functional.grid_sample(): expected mode to be 'bilinear', 'nearest' or 'bicubic', but got: '{mode}'")
    if padding_mode not in ("zeros", "border", "reflection"):
        raise ValueError("nn.functional.grid_sample(): expected padding_mode to be 'zeros', 'border', or 'reflection', "
                         f"but got: '{padding_mode}'")
    if mode == "bicubic" or input.dim() != 4:
        raise NotImplementedError("grid_sample is available in the playground for images [N, C, H, W], bilinear and nearest")
    aligned = _aligned(align_corners)
    if input.size(0) != grid.size(0):
        raise RuntimeError("grid_sampler(): expected grid and input to have same batch size, but got input with sizes "
                           f"{list(input.shape)} and grid with sizes {list(grid.shape)}")
    if grid.size(-1) != 2:
        raise RuntimeError(f"grid_sampler(): expected grid to have size 2 in last dimension, but got grid with sizes {list(grid.shape)}")
    n, channels, height, width = input.shape
    x, y = (_pixels(grid[..., i], size, padding_mode, aligned) for i, size in ((0, width), (1, height)))
    flat = input.reshape(n, channels, -1)

    def at(column, row):
        inside = (column >= 0) & (column < width) & (row >= 0) & (row < height)
        index = (row.clamp(0, height - 1) * width + column.clamp(0, width - 1)).long().view(n, 1, -1)
        return flat.gather(2, index.expand(n, channels, -1)).view(n, channels, *grid.shape[1:3]) * inside.unsqueeze(1)
    if mode == "nearest":
        return at(x.detach().round(), y.detach().round())
    left, top = x.detach().floor(), y.detach().floor()
    right, down = (x - left).unsqueeze(1), (y - top).unsqueeze(1)
    return (at(left, top) * (1 - right) * (1 - down) + at(left + 1, top) * right * (1 - down)
            + at(left, top + 1) * (1 - right) * down + at(left + 1, top + 1) * right * down)
