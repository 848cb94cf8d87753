"""Algorithms of Cercles: pure Python, no Django, no clock, no input or output of their own.

Rooms of ``cercles`` reach this package through their ``bridge.py`` only.
"""
