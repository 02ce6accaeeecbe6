"""torch.random: the seeds under their longer name."""
import contextlib

from ._random import default_generator, get_rng_state, initial_seed, manual_seed, seed, set_rng_state


@contextlib.contextmanager
def fork_rng(devices=None, enabled=True, device_type="cuda"):
    """What is drawn inside does not move the sequence outside."""
    state = get_rng_state()
    try:
        yield
    finally:
        set_rng_state(state)
