"""Sequences of several lengths: padded to one, or packed step by step."""
from collections import namedtuple

import torch

_Packed = namedtuple("PackedSequence", ["data", "batch_sizes", "sorted_indices", "unsorted_indices"], defaults=(None, None))


class PackedSequence(_Packed):
    """The steps of several sequences one after the other; batch_sizes tells how many sequences are still there at each."""
    __slots__ = ()

    def __new__(cls, data, batch_sizes=None, sorted_indices=None, unsorted_indices=None):
        if unsorted_indices is None and sorted_indices is not None:
            unsorted_indices = invert_permutation(sorted_indices)
        return super().__new__(cls, data, batch_sizes, sorted_indices, unsorted_indices)

    def to(self, *args, **kwargs):
        """The same with its data converted."""
        return type(self)(self.data.to(*args, **kwargs), *self[1:])

    is_cuda = False


PackedSequence.__module__ = "torch.nn.utils.rnn"


def invert_permutation(permutation):
    """Where each element goes."""
    if permutation is None:
        return None
    return torch.empty_like(permutation).scatter_(0, permutation, torch.arange(0, permutation.numel()))


def pad_sequence(sequences, batch_first=False, padding_value=0.0, padding_side="right"):
    """Sequences [L, …] side by side, the shorter ones filled up."""
    if padding_side not in ("right", "left"):
        raise ValueError(f"padding_side should be either 'right' or 'left', but got {padding_side}")
    sequences = list(sequences.unbind(0)) if isinstance(sequences, torch.Tensor) else list(sequences)
    longest = max(s.size(0) for s in sequences)
    rows = []
    for s in sequences:
        rest = s.new_full((longest - s.size(0), *s.shape[1:]), padding_value)
        rows.append(torch.cat([s, rest] if padding_side == "right" else [rest, s]))
    return torch.stack(rows, 0 if batch_first else 1)


def unpad_sequence(padded_sequences, lengths, batch_first=False):
    """The sequences without what they were filled up with."""
    rows = padded_sequences if batch_first else padded_sequences.transpose(0, 1)
    return [row[:n] for row, n in zip(rows, lengths.tolist())]


def pack_padded_sequence(input, lengths, batch_first=False, enforce_sorted=True):
    """A padded batch as one long tensor of the steps that count."""
    lengths = torch.as_tensor(lengths, dtype=torch.int64)
    order = None
    if not enforce_sorted:
        lengths, order = torch.sort(lengths, descending=True)
        input = input.index_select(0 if batch_first else 1, order)
    sizes = lengths.tolist()
    if any(n <= 0 for n in sizes):
        raise RuntimeError("Length of all samples has to be greater than 0, but found an element in 'lengths' that is <= 0")
    if any(a < b for a, b in zip(sizes, sizes[1:])):
        raise RuntimeError("`lengths` array must be sorted in decreasing order when `enforce_sorted` is True. You can pass `enforce_sorted=False` "
                           "to pack_padded_sequence and/or pack_sequence to sidestep this requirement if you do not need ONNX exportability.")
    steps = input.transpose(0, 1) if batch_first else input
    if len(sizes) != steps.size(1):
        raise RuntimeError(f"Expected `len(lengths)` to be equal to batch_size, but got {len(sizes)} (batch_size={steps.size(1)})")
    counts = [sum(n > t for n in sizes) for t in range(sizes[0])]
    data = torch.cat([steps[t, :n] for t, n in enumerate(counts)])
    return PackedSequence(data, torch.tensor(counts), order)


def pad_packed_sequence(sequence, batch_first=False, padding_value=0.0, total_length=None):
    """The padded batch of a packed one, and the lengths."""
    counts = sequence.batch_sizes.tolist()
    longest = len(counts)
    if total_length is not None and total_length < longest:
        raise ValueError(f"Expected total_length to be at least the length of the longest sequence in input, but got total_length={total_length} "
                         f"and max sequence length being {longest}")
    rest = sequence.data.shape[1:]
    rows = []
    for step in sequence.data.split(counts):
        missing = counts[0] - step.size(0)
        rows.append(torch.cat([step, step.new_full((missing, *rest), padding_value)]) if missing else step)
    rows += [sequence.data.new_full((counts[0], *rest), padding_value)] * ((total_length or longest) - longest)
    padded = torch.stack(rows)
    lengths = torch.tensor([sum(n > i for n in counts) for i in range(counts[0])])
    if sequence.unsorted_indices is not None:
        padded, lengths = padded.index_select(1, sequence.unsorted_indices), lengths[sequence.unsorted_indices]
    return (padded.transpose(0, 1) if batch_first else padded), lengths


def pack_sequence(sequences, enforce_sorted=True):
    """Sequences of several lengths, packed."""
    return pack_padded_sequence(pad_sequence(sequences), [len(s) for s in sequences], enforce_sorted=enforce_sorted)


def unpack_sequence(packed_sequences):
    """The sequences of a packed batch."""
    padded, lengths = pad_packed_sequence(packed_sequences, batch_first=True)
    return unpad_sequence(padded, lengths, batch_first=True)
