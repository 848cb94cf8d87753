"""The demonstration: invented people live the programmes of an article of 2019, by the acts of real use, under a set clock."""

from cercles.pages.demo.story import load

__all__ = ["load"]
