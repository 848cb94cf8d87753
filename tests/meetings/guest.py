"""One guest's browser: opens a signed link, reads it, answers yes or no, says what the site answered.

    python guest.py ADDRESS MOMENT ANSWER

Standard library alone, so that fifty of them start at once; each waits for the same MOMENT.
"""

import sys
import time
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener


def main(address: str, moment: float, answer: str) -> None:
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    time.sleep(max(0.0, moment - time.time()))
    with browser.open(address, timeout=60) as page:
        page.read()
    with browser.open(address, urlencode({"answer": answer}).encode(), timeout=60) as page:
        sys.stdout.write(f"{page.status}\n{page.geturl()}\n{page.read().decode()}")


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), sys.argv[3])
