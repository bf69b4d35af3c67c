# One image for every program of Malar: `malar up` here, or `malar web` and `malar worker` apart.
# DATABASE_URL and REDIS_URL name real servers; without them both come along, under /var/lib/malar.
FROM python:3.11-slim

RUN useradd --create-home malar \
    && install -d -o malar -g malar /var/lib/malar
WORKDIR /srv/malar

COPY pyproject.toml constraints.txt README.md wsgi.py ./
COPY bot bot
COPY dashboard dashboard
COPY ledger ledger
COPY locales locales
COPY ops ops
COPY papers papers
COPY workers workers
RUN pip install --no-cache-dir --disable-pip-version-check -c constraints.txt .

USER malar
WORKDIR /home/malar
ENV MALAR_HOME=/var/lib/malar PYTHONUNBUFFERED=1
VOLUME /var/lib/malar
EXPOSE 8000
CMD ["malar", "up", "--bind", "0.0.0.0"]
