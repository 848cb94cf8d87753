"""Who really asks, when others stand in front of the site."""

from typing import Any

from granian.utils.proxies import wrap_wsgi_with_proxy_headers


def behind(proxies: str, served: Any) -> Any:
    """``served``, told who really asks by those of ``proxies`` that stand in front; anybody else who says it is not believed.

    Limits are counted by computer: without this, all the visitors of a site behind a proxy would share the same ones.
    """
    return wrap_wsgi_with_proxy_headers(served, proxies) if proxies else served
