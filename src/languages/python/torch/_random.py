"""Seeds and generators."""
import time

import _engine
from . import _core
from ._dtype import CPU


class Generator:
    """A source of random numbers of its own."""

    def __init__(self, device="cpu"):
        self._id = _engine.new_generator()
        _core.check_device(device)
        self.device = CPU

    def manual_seed(self, seed):
        """Starts the sequence of this seed."""
        _engine.seed(self._id, _seed(seed))
        return self

    def initial_seed(self):
        """The seed it was started with."""
        return int(_engine.initial_seed(self._id))

    def seed(self):
        """Starts from the clock."""
        self.manual_seed(time.time_ns() % 2**32)
        return self.initial_seed()


    def get_state(self):
        """Where the sequence stands, as bytes."""
        return _core.wrap(_engine.rng_state(self._id))

    def set_state(self, new_state):
        """Goes back to where a sequence stood."""
        if _engine.set_rng_state(self._id, new_state._h):
            _core.fail()
        return self

    def clone_state(self):
        """Another generator that stands at the same place."""
        return Generator().set_state(self.get_state())


class _Default(Generator):
    def __init__(self):
        self._id, self.device = 0, CPU


default_generator = _Default()


def _seed(seed):
    seed = int(seed)
    if not -2**63 <= seed < 2**64:
        raise RuntimeError("Overflow when unpacking long long")
    return seed % 2**64 % 2**53 if seed < 0 or seed > 2**53 else seed


def manual_seed(seed):
    """Starts the default generator's sequence of this seed."""
    return default_generator.manual_seed(seed)


def get_rng_state():
    """Where the default generator's sequence stands, as bytes."""
    return default_generator.get_state()


def set_rng_state(new_state):
    """Puts the default generator back to where it stood."""
    default_generator.set_state(new_state)


def seed():
    """Starts the default generator from the clock."""
    return default_generator.seed()


def initial_seed():
    """The default generator's seed."""
    return default_generator.initial_seed()


_core.on_begin.append(_engine.forget_generators)
