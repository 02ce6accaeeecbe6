"""torch.accelerator: there is none here, and programs may ask."""


def is_available():
    """False."""
    return False


def current_accelerator(check_available=False):
    """None."""
    return None


def device_count():
    """0."""
    return 0
