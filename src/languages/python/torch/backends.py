"""torch.backends: programs ask for GPUs and set flags; there are none here."""


class _Backend:
    deterministic = False
    benchmark = False
    enabled = False

    def is_available(self):
        """False."""
        return False

    def is_built(self):
        """False."""
        return False


cudnn, mps, cuda, mkldnn = _Backend(), _Backend(), _Backend(), _Backend()
