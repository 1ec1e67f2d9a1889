"""statusladder: incident communication as files, a ladder of stages and a static status site."""

__version__ = "0.1.0"
