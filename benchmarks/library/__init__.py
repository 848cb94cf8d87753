"""The library of circles: how fast what documents say is found."""
