"""Recurrent networks, step by step."""
import math

import torch
from .. import functional as F, init
from ..parameter import Parameter
from .module import Module


class RNNBase(Module):
    """Layers and directions of recurrent steps; a subclass has the step."""
    gates = 1

    def __init__(self, input_size, hidden_size, num_layers=1, bias=True, batch_first=False, dropout=0.0, bidirectional=False,
                 device=None, dtype=None):
        super().__init__()
        self.input_size, self.hidden_size, self.num_layers = input_size, hidden_size, num_layers
        self.bias, self.batch_first, self.dropout, self.bidirectional = bias, batch_first, float(dropout), bidirectional
        self._layers = []
        for layer in range(num_layers):
            for suffix in ("", "_reverse") if bidirectional else ("",):
                size = input_size if layer == 0 else hidden_size * (2 if bidirectional else 1)
                names = [f"weight_ih_l{layer}{suffix}", f"weight_hh_l{layer}{suffix}"]
                shapes = [(self.gates * hidden_size, size), (self.gates * hidden_size, hidden_size)]
                if bias:
                    names += [f"bias_ih_l{layer}{suffix}", f"bias_hh_l{layer}{suffix}"]
                    shapes += [(self.gates * hidden_size,)] * 2
                for name, shape in zip(names, shapes):
                    setattr(self, name, Parameter(torch.empty(shape, dtype=dtype, device=device)))
                self._layers.append(names)
        self.reset_parameters()

    def reset_parameters(self):
        """New random numbers: U(−1/√hidden, 1/√hidden)."""
        bound = 1.0 / math.sqrt(self.hidden_size) if self.hidden_size > 0 else 0
        for weight in self.parameters():
            init.uniform_(weight, -bound, bound)

    def flatten_parameters(self):
        """Does nothing: there is no GPU."""

    def _run(self, input, state):
        """Output [T, N, D·H] and the last state of every layer and direction; state is a list for each of them."""
        last, directions = [], 2 if self.bidirectional else 1
        for layer in range(self.num_layers):
            outputs = []
            for direction in range(directions):
                k = layer * directions + direction
                weights = [getattr(self, name) for name in self._layers[k]]
                steps = input.unbind(0)
                hidden, seen = state[k], []
                for x in reversed(steps) if direction else steps:
                    hidden = self._step(x, hidden, *weights)
                    seen.append(hidden[0] if isinstance(hidden, tuple) else hidden)
                outputs.append(torch.stack(seen[::-1] if direction else seen))
                last.append(hidden)
            input = outputs[0] if directions == 1 else torch.cat(outputs, -1)
            if self.dropout and layer < self.num_layers - 1:
                input = F.dropout(input, self.dropout, self.training)
        return input, last

    def _batched(self, input):
        if input.dim() not in (2, 3):
            raise ValueError(f"{type(self).__name__}: Expected input to be 2D or 3D, got {input.dim()}D instead")
        if input.size(-1) != self.input_size:
            raise RuntimeError(f"input.size(-1) must be equal to input_size. Expected {self.input_size}, got {input.size(-1)}")
        if input.dim() == 2:
            return input.unsqueeze(1)
        return input.transpose(0, 1) if self.batch_first else input

    def _given(self, hx, input, single):
        """The starting states as a list, zeros when none is given."""
        n = self.num_layers * (2 if self.bidirectional else 1)
        if hx is None:
            return [input.new_zeros((input.size(1), self.hidden_size))] * n
        return list((hx.unsqueeze(1) if single else hx).unbind(0))

    def _shaped(self, output, single):
        if single:
            return output.squeeze(1)
        return output.transpose(0, 1) if self.batch_first else output

    def extra_repr(self):
        text = f"{self.input_size}, {self.hidden_size}"
        for key, default in (("num_layers", 1), ("bias", True), ("batch_first", False), ("dropout", 0.0), ("bidirectional", False)):
            if getattr(self, key) != default:
                text += f", {key}={getattr(self, key)}"
        return text


class RNN(RNNBase):
    """h ← tanh(W x + b + U h + c)."""

    def __init__(self, *args, nonlinearity="tanh", **kwargs):
        if nonlinearity not in ("tanh", "relu"):
            raise ValueError(f"Unknown nonlinearity '{nonlinearity}'. Select from 'tanh' or 'relu'.")
        super().__init__(*args, **kwargs)
        self.nonlinearity = nonlinearity

    def _step(self, x, h, *weights):
        return rnn_step(x, h, *weights, nonlinearity=self.nonlinearity)

    def forward(self, input, hx=None):
        single = input.dim() == 2
        steps = self._batched(input)
        output, last = self._run(steps, self._given(hx, steps, single))
        last = torch.stack(last)
        return self._shaped(output, single), last.squeeze(1) if single else last


class GRU(RNN):
    """Reset and update gates around a recurrent step."""
    gates = 3

    def _step(self, x, h, *weights):
        return gru_step(x, h, *weights)


class LSTM(RNNBase):
    """Input, forget and output gates around a cell."""
    gates = 4

    def _step(self, x, state, *weights):
        return lstm_step(x, state, *weights)

    def forward(self, input, hx=None):
        single = input.dim() == 2
        steps = self._batched(input)
        h, c = (None, None) if hx is None else hx
        state = list(zip(self._given(h, steps, single), self._given(c, steps, single)))
        output, last = self._run(steps, state)
        h, c = torch.stack([s[0] for s in last]), torch.stack([s[1] for s in last])
        return self._shaped(output, single), (h.squeeze(1), c.squeeze(1)) if single else (h, c)


def rnn_step(x, h, w, u, b=None, c=None, nonlinearity="tanh"):
    """One step of a plain recurrent layer."""
    total = F.linear(x, w, b) + F.linear(h, u, c)
    return total.tanh() if nonlinearity == "tanh" else total.relu()


def gru_step(x, h, w, u, b=None, c=None):
    """One step of a GRU; gates in the order reset, update, new."""
    xr, xz, xn = F.linear(x, w, b).chunk(3, 1)
    hr, hz, hn = F.linear(h, u, c).chunk(3, 1)
    r, z = (xr + hr).sigmoid(), (xz + hz).sigmoid()
    n = (xn + r * hn).tanh()
    return n + z * (h - n)


def lstm_step(x, state, w, u, b=None, c=None):
    """One step of an LSTM; gates in the order input, forget, cell, output."""
    h, cell = state
    i, f, g, o = (F.linear(x, w, b) + F.linear(h, u, c)).chunk(4, 1)
    cell = f.sigmoid() * cell + i.sigmoid() * g.tanh()
    return o.sigmoid() * cell.tanh(), cell


class RNNCellBase(Module):
    """One recurrent step as a module."""
    gates = 1

    def __init__(self, input_size, hidden_size, bias=True, device=None, dtype=None):
        super().__init__()
        self.input_size, self.hidden_size, self.bias = input_size, hidden_size, bias
        self.weight_ih = Parameter(torch.empty((self.gates * hidden_size, input_size), dtype=dtype))
        self.weight_hh = Parameter(torch.empty((self.gates * hidden_size, hidden_size), dtype=dtype))
        for name in ("bias_ih", "bias_hh"):
            self.register_parameter(name, Parameter(torch.empty(self.gates * hidden_size, dtype=dtype)) if bias else None)
        for weight in self.parameters():
            init.uniform_(weight, -1.0 / math.sqrt(hidden_size), 1.0 / math.sqrt(hidden_size))

    def _call(self, step, input, state, *options):
        single = input.dim() == 1
        lift = (lambda t: t.unsqueeze(0)) if single else (lambda t: t)
        x = lift(input)
        if state is None:
            zeros = x.new_zeros((x.size(0), self.hidden_size))
            state = (zeros, zeros) if self.gates == 4 else zeros
        else:
            state = tuple(map(lift, state)) if isinstance(state, tuple) else lift(state)
        result = step(x, state, self.weight_ih, self.weight_hh, self.bias_ih, self.bias_hh, *options)
        drop = (lambda t: t.squeeze(0)) if single else (lambda t: t)
        return tuple(map(drop, result)) if isinstance(result, tuple) else drop(result)

    def extra_repr(self):
        return f"{self.input_size}, {self.hidden_size}" + ("" if self.bias else ", bias=False")


class RNNCell(RNNCellBase):
    """One step of a plain recurrent layer."""

    def __init__(self, input_size, hidden_size, bias=True, nonlinearity="tanh", device=None, dtype=None):
        super().__init__(input_size, hidden_size, bias, device, dtype)
        self.nonlinearity = nonlinearity

    def forward(self, input, hx=None):
        return self._call(rnn_step, input, hx, self.nonlinearity)


class GRUCell(RNNCellBase):
    """One step of a GRU."""
    gates = 3

    def forward(self, input, hx=None):
        return self._call(gru_step, input, hx)


class LSTMCell(RNNCellBase):
    """One step of an LSTM."""
    gates = 4

    def forward(self, input, hx=None):
        return self._call(lstm_step, input, hx)
