"""The web server's way in."""

import os
from collections.abc import Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.local")
_serve = get_wsgi_application()

# Only now that the apps are set up can it be imported.
from trade.queries.classification import make_classifier_in_background  # noqa: E402


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Serve a request. A process's first, whatever it is for, also lets the classifier be made in the background."""
    # Not at import: this module is loaded before the processes that serve are forked, and threads do not survive that.
    make_classifier_in_background()
    return _serve(environ, start_response)
