"""The formats of plots in a notebook."""


def set_matplotlib_formats(*formats, **options):
    """Accepted: plots here are drawn by the page."""
