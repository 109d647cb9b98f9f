FROM python:3.11-slim-bookworm AS build
WORKDIR /srv/visible-hands
COPY requirements/server.txt requirements/server.txt
RUN python -m venv /opt/venv && /opt/venv/bin/pip install --no-cache-dir --require-hashes -r requirements/server.txt
COPY . .
RUN /opt/venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation -e . \
    && /opt/venv/bin/python -m config.launch.messages --compile \
    && SECRET_KEY=only-for-this-step STATIC_ROOT=/srv/visible-hands/static /opt/venv/bin/python manage.py collectstatic --noinput

FROM python:3.11-slim-bookworm
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 STATIC_ROOT=/srv/visible-hands/static
RUN useradd --system --uid 10001 --home-dir /srv/visible-hands hands && mkdir -p /srv/media /srv/clock \
    && chown hands /srv/media /srv/clock
COPY --from=build /opt/venv /opt/venv
COPY --from=build /srv/visible-hands /srv/visible-hands
WORKDIR /srv/visible-hands
USER 10001
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "4", "config.wsgi:application"]
