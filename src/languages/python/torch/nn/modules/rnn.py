"""Recurrent networks, step by step."""
import math
import warnings

import torch
from ... import _ops
from ..._core import learner_level
from .. import functional as F, init
from ..parameter import Parameter
from .module import Module
from .rnncell import rnn_step, gru_step, lstm_step


def _map(f, *states):
    """A function of hidden states: tensors, or an LSTM's pairs."""
    if isinstance(states[0], tuple):
        return tuple(f(*parts) for parts in zip(*states))
    return f(*states)


def _side_by_side(directions):
    """The steps of both directions as one list."""
    return directions[0] if len(directions) == 1 else [torch.cat(pair, -1) for pair in zip(*directions)]


class RNNBase(Module):
    """Layers and directions of recurrent steps; a subclass has the step."""
    gates = 1

    def __init__(self, input_size, hidden_size, num_layers=1, bias=True, batch_first=False, dropout=0.0, bidirectional=False,
                 proj_size=0, device=None, dtype=None):
        super().__init__()
        if not isinstance(dropout, (int, float)) or isinstance(dropout, bool) or not 0 <= dropout <= 1:
            raise ValueError("dropout should be a number in range [0, 1] representing the probability of an element being zeroed")
        if not isinstance(hidden_size, int):
            raise TypeError(f"hidden_size should be of type int, got: {type(hidden_size).__name__}")
        if hidden_size <= 0:
            raise ValueError("hidden_size must be greater than zero")
        if num_layers <= 0:
            raise ValueError("num_layers must be greater than zero")
        if proj_size < 0:
            raise ValueError("proj_size should be a positive integer or zero to disable projections")
        if proj_size >= hidden_size:
            raise ValueError("proj_size has to be smaller than hidden_size")
        if dropout > 0 and num_layers == 1:
            warnings.warn("dropout option adds dropout after all but last recurrent layer, so non-zero dropout expects num_layers greater "
                          f"than 1, but got dropout={dropout} and num_layers={num_layers}", UserWarning, stacklevel=learner_level())
        self.input_size, self.hidden_size, self.num_layers, self.proj_size = input_size, hidden_size, num_layers, proj_size
        self.bias, self.batch_first, self.dropout, self.bidirectional = bias, batch_first, float(dropout), bidirectional
        self._layers = []
        gates, seen = self.gates * hidden_size, proj_size or hidden_size
        for layer in range(num_layers):
            for suffix in ("", "_reverse") if bidirectional else ("",):
                size = input_size if layer == 0 else seen * (2 if bidirectional else 1)
                shapes = {"weight_ih": (gates, size), "weight_hh": (gates, seen)}
                if bias:
                    shapes.update(bias_ih=(gates,), bias_hh=(gates,))
                if proj_size:
                    shapes["weight_hr"] = proj_size, hidden_size
                names = {name: f"{name}_l{layer}{suffix}" for name in shapes}
                for name, shape in shapes.items():
                    setattr(self, names[name], Parameter(torch.empty(shape, dtype=dtype, device=device)))
                self._layers.append([names.get(name) for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh", "weight_hr")])
        self.reset_parameters()

    @property
    def all_weights(self):
        """The parameters of every layer and direction."""
        return [[getattr(self, name) for name in names if name] for names in self._layers]

    def reset_parameters(self):
        """New random numbers: U(−1/√hidden, 1/√hidden)."""
        bound = 1.0 / math.sqrt(self.hidden_size) if self.hidden_size > 0 else 0
        for weight in self.parameters():
            init.uniform_(weight, -bound, bound)

    def flatten_parameters(self):
        """Does nothing: there is no GPU."""

    def _directed(self, steps, start, weights, backwards):
        """One layer in one direction. Sequences are in order of falling length: at each step the first few are still there."""
        full, hidden, outputs, done = steps[0].size(0), start, [], []
        alive = steps[-1].size(0) if backwards else full
        if alive < full:
            hidden = _map(lambda h: h[:alive], start)
        for x in reversed(steps) if backwards else steps:
            n = x.size(0)
            if n < alive:
                done.append(_map(lambda h: h[n:], hidden))
                hidden = _map(lambda h: h[:n], hidden)
            elif n > alive:
                hidden = _map(lambda h, s: torch.cat([h, s[alive:n]]), hidden, start)
            alive = n
            hidden = self._step(x, hidden, *weights)
            outputs.append(hidden[0] if isinstance(hidden, tuple) else hidden)
        if done:
            hidden = _map(lambda *parts: torch.cat(parts), hidden, *reversed(done))
        return outputs[::-1] if backwards else outputs, hidden

    def _run(self, steps, state):
        """Outputs of every step in each direction of the last layer, and the last state of every layer and direction."""
        last, directions = [], 2 if self.bidirectional else 1
        for layer in range(self.num_layers):
            both = []
            for direction in range(directions):
                k = layer * directions + direction
                weights = [None if name is None else getattr(self, name) for name in self._layers[k]]
                outputs, hidden = self._directed(steps, state[k], weights, direction == 1)
                both.append(outputs)
                last.append(hidden)
            if layer < self.num_layers - 1:
                steps = _side_by_side(both)
                if self.dropout and self.training:
                    sizes = [len(s) for s in steps]
                    steps = F.dropout(torch.cat(steps), self.dropout).split(sizes)
        return both, last

    def _layer(self, steps):
        """The steps of one direction as one tensor."""
        return torch.stack(list(steps))

    def forward(self, input, hx=None):
        packed = not isinstance(input, torch.Tensor)
        if packed:
            steps, single = input.data.split(input.batch_sizes.tolist()), False
        else:
            steps, single = self._steps(input), input.dim() == 2
        if steps[0].size(-1) != self.input_size:
            raise RuntimeError(f"input.size(-1) must be equal to input_size. Expected {self.input_size}, got {steps[0].size(-1)}")
        if hx is not None and packed and input.sorted_indices is not None:
            hx = _map(lambda h: h.index_select(1, input.sorted_indices), hx)
        both, last = self._run(steps, self._start(hx, steps[0], single))
        last = _map(lambda *parts: torch.stack(parts), *last)
        if packed:
            if input.unsorted_indices is not None:
                last = _map(lambda h: h.index_select(1, input.unsorted_indices), last)
            return type(input)(torch.cat(list(_side_by_side(both))), input.batch_sizes, input.sorted_indices, input.unsorted_indices), last
        output = self._layer(both[0]) if len(both) == 1 else torch.cat([self._layer(steps) for steps in both], -1)
        if single:
            return output.squeeze(1), _map(lambda h: h.squeeze(1), last)
        return output.transpose(0, 1) if self.batch_first else output, last

    def _steps(self, input):
        if input.dim() not in (2, 3):
            raise ValueError(f"{type(self).__name__}: Expected input to be 2D or 3D, got {input.dim()}D instead")
        if input.dim() == 2:
            return input.unsqueeze(1).unbind(0)
        return input.unbind(1 if self.batch_first else 0)

    def _start(self, hx, first, single):
        """The states to begin with as a list, zeros when none is given."""
        count = self.num_layers * (2 if self.bidirectional else 1)
        wanted = [(count, first.size(0), size) for size in self._state_sizes()]
        if hx is None:
            zeros = [first.new_zeros(shape[1:]) for shape in wanted]
            return [tuple(zeros) if self.gates == 4 else zeros[0]] * count
        given = hx if isinstance(hx, tuple) else (hx,)
        words = ("unbatched 2-D", 2) if single else ("batched 3-D", 3)
        if any(h.dim() != words[1] for h in given):
            dims = [f"{h.dim()}-D" for h in given]
            raise RuntimeError(f"For {words[0]} input, hx should also be {words[1]}-D but got {dims[0]} tensor" if self.gates != 4 else
                               f"For {words[0]} input, hx and cx should also be {words[1]}-D but got ({', '.join(dims)}) tensors")
        given = tuple(h.unsqueeze(1) for h in given) if single else given
        for k, (h, shape) in enumerate(zip(given, wanted)):
            if tuple(h.shape) != shape:
                raise RuntimeError(f"Expected hidden{f'[{k}]' if self.gates == 4 else ''} size {shape}, got {list(h.shape)}")
        parts = list(zip(*(h.unbind(0) for h in given)))
        return parts if self.gates == 4 else [p[0] for p in parts]

    def _state_sizes(self):
        return [self.hidden_size]

    def extra_repr(self):
        text = f"{self.input_size}, {self.hidden_size}"
        for key, default in (("proj_size", 0), ("num_layers", 1), ("bias", True), ("batch_first", False), ("dropout", 0.0), ("bidirectional", False)):
            if getattr(self, key) != default:
                text += f", {key}={getattr(self, key)}"
        return text


class RNN(RNNBase):
    """h ← tanh(W x + b + U h + c)."""

    def __init__(self, input_size, hidden_size, num_layers=1, nonlinearity="tanh", *args, **kwargs):
        if nonlinearity not in ("tanh", "relu"):
            raise ValueError(f"Unknown nonlinearity '{nonlinearity}'. Select from 'tanh' or 'relu'.")
        _without_projection(kwargs)
        super().__init__(input_size, hidden_size, num_layers, *args, **kwargs)
        self.nonlinearity = nonlinearity

    def _step(self, x, h, w, u, b, c, _):
        return rnn_step(x, h, w, u, b, c, self.nonlinearity)


def _without_projection(settings):
    if settings.get("proj_size"):
        raise ValueError("proj_size argument is only supported for LSTM, not RNN or GRU")


class GRU(RNNBase):
    """Reset and update gates around a recurrent step."""
    gates = 3

    def __init__(self, *args, **kwargs):
        _without_projection(kwargs)
        super().__init__(*args, **kwargs)

    def _step(self, x, h, w, u, b, c, _):
        return gru_step(x, h, w, u, b, c)


class LSTM(RNNBase):
    """Input, forget and output gates around a cell."""
    gates = 4

    def _layer(self, steps):
        fused = steps[0].dtype is torch.float32 and not self.proj_size
        return _ops.HIDDEN["_rnn_layer"](list(steps)) if fused else super()._layer(steps)

    def _state_sizes(self):
        return [self.proj_size or self.hidden_size, self.hidden_size]

    def _step(self, x, state, w, u, b, c, projection):
        h, cell = lstm_step(x, state, w, u, b, c)
        return (h if projection is None else F.linear(h, projection)), cell
