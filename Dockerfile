ARG BASE_IMAGE=python:3.11-slim

# The packages of the lock file, each checked against its hash, and nothing else.
FROM ${BASE_IMAGE} AS packages
COPY requirements.lock /
RUN python3 -m venv /venv \
 && /venv/bin/python -m pip install --no-cache-dir --no-deps --require-hashes --requirement /requirements.lock

FROM ${BASE_IMAGE}
ENV PATH=/venv/bin:$PATH \
    DATA_DIR=/data \
    PYTHONUNBUFFERED=1
COPY --from=packages /venv /venv
WORKDIR /app
COPY bot bot
COPY handlers handlers
# Compiled here, because the bot may not write to its own folder.
RUN python -m compileall -q bot handlers \
 && mkdir /data \
 && chown 10001:10001 /data
USER 10001:10001
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=60s --timeout=20s --start-period=60s CMD ["python", "-m", "bot", "health"]
ENTRYPOINT ["python", "-m", "bot"]
