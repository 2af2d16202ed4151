# whosaid in a container: `docker compose up` (compose.yaml), or `docker run ... run` for one run. docs/deploy.md says more.
FROM python:3.13-slim AS build
COPY . /source
RUN /source/deploy/install.sh /opt/whosaid

FROM python:3.13-slim
COPY --from=build /opt/whosaid /opt/whosaid
RUN useradd --uid 10001 --no-create-home whosaid && install --directory --owner whosaid /data /data/raw
USER whosaid
ENV PATH=/opt/whosaid/bin:$PATH WHOSAID_DATA=/data HOME=/data
VOLUME /data
WORKDIR /data
ENTRYPOINT ["whosaid"]
CMD ["--help"]
