"""What we measure, and against what: see docs/performance.md. ``python -m benchmarks`` is ``make bench``."""
