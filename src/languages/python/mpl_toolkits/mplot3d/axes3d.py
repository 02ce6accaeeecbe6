"""The class of plots in three dimensions."""
from matplotlib._space import Axes3D
