"""display and clear_output, as far as a page with prints and plots has them."""


def display(*objects, **options):
    """Shows a figure under Plots; prints anything else."""
    for each in objects:
        if hasattr(each, "savefig"):
            each.show()
        else:
            print(repr(each))


def clear_output(wait=False):
    """Accepted: a figure that is shown again takes the place of the one before, and what is printed stays."""


def set_matplotlib_formats(*formats, **options):
    """Accepted: plots here are drawn by the page."""


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    raise AttributeError(f"IPython.display.{name} is not available in the playground; it has display and clear_output")
