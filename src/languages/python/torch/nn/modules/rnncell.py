"""One step of each kind of recurrent network, and the modules that take one."""
import math

import torch
from .. import functional as F, init
from ..parameter import Parameter
from .module import Module


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
        self.reset_parameters()

    def reset_parameters(self):
        """New random numbers: U(−1/√hidden, 1/√hidden)."""
        bound = 1.0 / math.sqrt(self.hidden_size) if self.hidden_size > 0 else 0
        for weight in self.parameters():
            init.uniform_(weight, -bound, bound)

    def _call(self, step, input, state, *options):
        if input.dim() not in (1, 2):
            raise ValueError(f"{type(self).__name__}: Expected input to be 1D or 2D, got {input.dim()}D instead")
        if input.size(-1) != self.input_size:
            raise RuntimeError(f"input has inconsistent input_size: got {input.size(-1)} expected {self.input_size}")
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

    def extra_repr(self):
        return super().extra_repr() + ("" if self.nonlinearity == "tanh" else f", nonlinearity={self.nonlinearity}")


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
