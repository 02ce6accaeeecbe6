"""TensorBoard as far as training loops know it: there is no board here, so what is written to it is not kept."""
import warnings

from .._core import learner_level as _level


class SummaryWriter:
    """Takes what a program logs, and keeps nothing."""

    def __init__(self, log_dir=None, comment="", purge_step=None, max_queue=10, flush_secs=120, filename_suffix=""):
        self.log_dir = log_dir or "runs"
        warnings.warn("the playground has no TensorBoard: what SummaryWriter is given is not kept", UserWarning, stacklevel=_level())

    def get_logdir(self):
        """Where the files would be."""
        return self.log_dir

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        self.close()


def _ignoring(name):
    def method(self, *args, **kwargs):
        return None
    method.__name__, method.__doc__ = name, "Not kept here."
    return method


for _name in ("scalar", "scalars", "histogram", "image", "images", "figure", "video", "audio", "text", "graph", "embedding", "pr_curve",
              "mesh", "hparams", "custom_scalars"):
    setattr(SummaryWriter, "add_" + _name, _ignoring("add_" + _name))
SummaryWriter.flush, SummaryWriter.close = _ignoring("flush"), _ignoring("close")
