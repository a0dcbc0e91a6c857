"""The limit that pages are held against: Django answering with one row by primary key, and nothing else."""

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

from marketplace.settings.environment import env

settings.configure(
    SECRET_KEY="only for measuring",
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["127.0.0.1"],
    DATABASES={"default": env.db_url("DATABASE_URL") | {"CONN_MAX_AGE": 60}},
)
django.setup()


def one_row(_request: HttpRequest) -> HttpResponse:
    """One row by primary key, written as text."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT title FROM sellers_listing WHERE id = %s", [1])
        row = cursor.fetchone()
    return HttpResponse(row[0] if row else "none")


urlpatterns = [path("", one_row)]
application = get_wsgi_application()
