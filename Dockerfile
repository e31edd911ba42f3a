# askbot with everything that it needs; nothing is fetched when it runs.
FROM python:3.11-slim
WORKDIR /app
COPY requirements.lock pyproject.toml README.md LICENSE ./
RUN pip install --no-cache-dir --extra-index-url https://download.pytorch.org/whl/cpu -r requirements.lock
COPY src src
RUN pip install --no-cache-dir --no-deps . \
    && useradd --create-home askbot \
    && mkdir /index && chown askbot /index
USER askbot
ENV ASKBOT_INDEX=/index
ENTRYPOINT ["askbot"]
CMD ["--help"]
