"""Connectionist temporal classification: all ways in which a sequence of labels may lie along time."""
import torch

_NEVER = -1e30
"""The logarithm of a chance of nothing: −inf would make gradients that are not numbers."""


def _lengths(lengths, count):
    return torch.as_tensor(lengths, dtype=torch.int64).reshape(-1).expand(count)


def ctc_loss(log_probs, targets, input_lengths, target_lengths, blank=0, reduction="mean", zero_infinity=False):
    """−ln of the chance of the targets under log_probs [T, N, C]; targets [N, S], or one after another in one row."""
    if reduction not in ("none", "mean", "sum"):
        raise ValueError(f"{reduction} is not a valid value for reduction")
    single = log_probs.dim() == 2
    if single:
        log_probs = log_probs.unsqueeze(1)
        targets = targets.unsqueeze(0)
    steps, count, _ = log_probs.shape
    times, sizes = _lengths(input_lengths, count), _lengths(target_lengths, count)
    if targets.dim() == 1:
        targets = torch.nn.utils.rnn.pad_sequence(list(targets.split(sizes.tolist())), batch_first=True)
    if int(times.max()) > steps:
        raise RuntimeError(f"Expected input_lengths to have value at most {steps}, but got value {int(times.max())} (while checking arguments for ctc_loss_cpu)")
    # Blank, label, blank, label, …, blank.
    path = torch.full((count, 2 * targets.size(1) + 1), blank, dtype=torch.int64)
    path[:, 1::2] = targets
    each = log_probs.gather(2, path.expand(steps, *path.shape))
    mayskip = torch.zeros_like(path, dtype=torch.bool)
    mayskip[:, 2:] = (path[:, 2:] != blank) & (path[:, 2:] != path[:, :-2])
    never = log_probs.new_full((count, 2), _NEVER)
    begins = torch.arange(path.size(1)) < 2
    alpha = torch.where(begins, each[0], _NEVER)
    alphas = [alpha]
    for t in range(1, steps):
        one = torch.cat([never[:, :1], alpha[:, :-1]], 1)
        two = torch.cat([never, alpha[:, :-2]], 1)[:, :path.size(1)]
        alpha = torch.logsumexp(torch.stack([alpha, one, torch.where(mayskip, two, _NEVER)]), 0) + each[t]
        alphas.append(alpha)
    row = torch.arange(count)
    last = torch.stack(alphas)[times - 1, row]
    final, before = last[row, 2 * sizes], last[row, (2 * sizes - 1).clamp(min=0)]
    loss = -torch.logaddexp(final, torch.where(sizes > 0, before, _NEVER))
    impossible = loss.detach() > -_NEVER / 10
    loss = torch.where(impossible, 0. if zero_infinity else torch.inf, loss)
    if reduction == "mean":
        return (loss / sizes.clamp(min=1)).mean()
    return loss.sum() if reduction == "sum" else loss[0] if single else loss
