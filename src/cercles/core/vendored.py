"""The npm files the site serves, below ``assets/node_modules/``; imports nothing, so that ``setup.py`` reads it before Django is there."""

PREFIX = "vendor"
# Served below /static/vendor/. Manifest storage demands what a style sheet names (maps, fonts); a licence goes with what it covers.
FILES = (
    "bootstrap/dist/css/bootstrap.min.css",
    "bootstrap/dist/css/bootstrap.min.css.map",
    "bootstrap/LICENSE",
    "bootstrap-icons/LICENSE",
    "@fontsource-variable/bricolage-grotesque/files/bricolage-grotesque-latin-wght-normal.woff2",
    "@fontsource-variable/bricolage-grotesque/LICENSE",
    "htmx.org/dist/htmx.min.js",
    "htmx.org/LICENSE",
)
