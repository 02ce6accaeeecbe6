"""What all distributions share: shapes, samples without gradients, checks of parameters and values."""
import torch

_checks = True


class Distribution:
    """A random variable; batch_shape counts independent ones, event_shape is the shape of one value."""
    arg_constraints = {}
    support = None
    has_rsample = has_enumerate_support = False

    def __init__(self, batch_shape=(), event_shape=(), validate_args=None):
        self._batch_shape, self._event_shape = torch.Size(batch_shape), torch.Size(event_shape)
        self._validate_args = _checks if validate_args is None else validate_args
        if self._validate_args:
            for name, constraint in self.arg_constraints.items():
                if name in self.__dict__ or isinstance(getattr(type(self), name, None), property):
                    value = getattr(self, name)
                    if not bool(constraint.check(value).all()):
                        raise ValueError(f"Expected parameter {name} ({type(value).__name__} of shape {tuple(value.shape)}) of distribution {self!r} "
                                         f"to satisfy the constraint {constraint!r}, but found invalid values:\n{value}")

    @staticmethod
    def set_default_validate_args(value):
        """Checks on or off for all distributions made from now on."""
        global _checks
        _checks = value

    batch_shape = property(lambda self: self._batch_shape, doc="The shape of independent variables.")
    event_shape = property(lambda self: self._event_shape, doc="The shape of one value.")

    def _extended_shape(self, sample_shape=()):
        return torch.Size((*sample_shape, *self._batch_shape, *self._event_shape))

    def _set(self, **parameters):
        """Parameters as tensors of one shape; returns that shape."""
        tensors = [v for v in parameters.values() if isinstance(v, torch.Tensor)]
        dtype = tensors[0].dtype if tensors else torch.get_default_dtype()
        values = [v if isinstance(v, torch.Tensor) else torch.tensor(v, dtype=dtype) for v in parameters.values()]
        for name, value in zip(parameters, torch.broadcast_tensors(*values) if len(values) > 1 else values):
            setattr(self, name, value)
        return value.shape

    def _set_probs(self, probs, logits):
        """Either of the two, as PyTorch asks for."""
        if (probs is None) == (logits is None):
            raise ValueError("Either `probs` or `logits` must be specified, but not both.")
        return self._set(**({"probs": probs} if logits is None else {"logits": logits}))

    def sample(self, sample_shape=()):
        """Numbers without a way back."""
        with torch.no_grad():
            return self.rsample(sample_shape)

    def rsample(self, sample_shape=()):
        """Numbers through which gradients reach the parameters."""
        raise NotImplementedError

    def sample_n(self, n):
        """sample((n,))."""
        return self.sample((n,))

    def log_prob(self, value):
        """The logarithm of the density or probability at a value."""
        raise NotImplementedError

    def entropy(self):
        """The expected −log_prob."""
        raise NotImplementedError

    def cdf(self, value):
        """The probability of this value or less."""
        raise NotImplementedError

    @property
    def stddev(self):
        """The root of the variance."""
        return self.variance.sqrt()

    def perplexity(self):
        """e to the entropy."""
        return torch.exp(self.entropy())

    def expand(self, batch_shape, _instance=None):
        """The same for a larger batch."""
        other = object.__new__(type(self))
        other.__dict__.update({k: v for k, v in self.__dict__.items() if not k.startswith("_derived_")})
        shape = torch.Size(batch_shape)
        for name, constraint in self.arg_constraints.items():
            if name in self.__dict__:
                value = self.__dict__[name]
                keep = value.shape[value.dim() - constraint.event_dim:] if constraint.event_dim else ()
                other.__dict__[name] = value.expand((*shape, *keep))
        other._batch_shape = shape
        return other

    def _check(self, value):
        if not self._validate_args:
            return
        if not isinstance(value, torch.Tensor):
            raise ValueError("The value argument to log_prob must be a Tensor")
        if len(self._event_shape) and value.shape[value.dim() - len(self._event_shape):] != self._event_shape:
            raise ValueError(f"The right-most size of value must match event_shape: {value.size()} vs {self._event_shape}.")
        for a, b in zip(reversed(value.shape), reversed(self._extended_shape())):
            if a != 1 and b != 1 and a != b:
                raise ValueError(f"Value is not broadcastable with batch_shape+event_shape: {value.size()} vs {self._extended_shape()}.")
        support = self.support
        if support is not None and not bool(support.check(value).all()):
            raise ValueError(f"Expected value argument ({type(value).__name__} of shape {tuple(value.shape)}) to be within the support ({support!r}) "
                             f"of the distribution {self!r}, but found invalid values:\n{value}")

    def __repr__(self):
        names = [name for name in self.arg_constraints if name in self.__dict__]
        shown = [f"{n}: {self.__dict__[n] if self.__dict__[n].numel() == 1 else self.__dict__[n].size()}" for n in names]
        return f"{type(self).__name__}({', '.join(shown)})"


def common_shape(*shapes):
    """The shape that all broadcast to."""
    return torch.broadcast_tensors(*[torch.empty(tuple(shape)) for shape in shapes])[0].shape


def sum_last(value, count):
    """Summed over the last dims."""
    return value if count == 0 else value.sum(tuple(range(-count, 0)))


class Derived:
    """One of two ways to write the same parameter: the one that was not given is computed when it is first asked for."""

    def __init__(self, compute):
        self._compute, self.__doc__ = compute, compute.__doc__

    def __set_name__(self, owner, name):
        self._kept = "_derived_" + name

    def __get__(self, owner, cls=None):
        if owner is None:
            return self
        if self._kept not in owner.__dict__:
            owner.__dict__[self._kept] = self._compute(owner)
        return owner.__dict__[self._kept]
