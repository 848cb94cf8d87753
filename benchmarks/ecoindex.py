"""EcoIndex of a page, as its authors publish it: from the elements of the document, the requests and the kilobytes transferred.

Each number is placed among the twenty slices of the pages of the HTTP Archive that the method was set on, with a linear interpolation
inside the slice; the score is 100 minus five sixths of 3 × elements + 2 × requests + size. Source: the open calculator of the
association Green IT, https://www.ecoindex.fr, quantiles and grades as in github.com/cnumr/ecoindex_reference (ecoindex_reference.json).
"""

from bisect import bisect_right

# fmt: off
ELEMENTS = (
    0, 47, 75, 159, 233, 298, 358, 417, 476, 537, 603, 674, 753, 843, 949, 1076, 1237, 1459, 1801, 2479, 594601,
)
REQUESTS = (0, 2, 15, 25, 34, 42, 49, 56, 63, 70, 78, 86, 95, 105, 117, 130, 147, 170, 205, 281, 3920)
KILOBYTES = (
    0, 1.37, 144.7, 319.53, 479.46, 631.97, 783.38, 937.91, 1098.62, 1265.47, 1448.32, 1648.27, 1876.08, 2142.06, 2465.37,
    2866.31, 3401.59, 4155.73, 5400.08, 8037.54, 223212.26,
)
# fmt: on
GRADES = ((80, "A"), (70, "B"), (55, "C"), (40, "D"), (25, "E"), (10, "F"))


def place(slices: tuple[float, ...], value: float) -> float:
    """Between 0 and 20: in which slice, and how far inside it."""
    index = bisect_right(slices, value)
    if index >= len(slices):
        return len(slices) - 1
    low, high = slices[index - 1], slices[index]
    return index - 1 + (value - low) / (high - low)


def score(*, elements: int, requests: int, kilobytes: float) -> float:
    """Between 0 and 100, the lightest page highest."""
    placed = 3 * place(ELEMENTS, elements) + 2 * place(REQUESTS, requests) + place(KILOBYTES, kilobytes)
    return 100 - 5 * placed / 6


def grade(points: float) -> str:
    return next((letter for least, letter in GRADES if points > least), "G")
