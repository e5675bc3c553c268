# The server as an image: docs/deploy.md. It needs BuildKit, which is what "docker build" uses today.

# The models and the typeface, as run.sh fetches them.
FROM node:22-bookworm-slim AS packages
WORKDIR /src
COPY .ci/prerequisites.sh .ci/
COPY StreamBet.Core/Vision/Models StreamBet.Core/Vision/Models
COPY StreamBet.Web/Fonts StreamBet.Web/Fonts
RUN mkdir StreamBet.Web/wwwroot && bash -euc '. .ci/prerequisites.sh; require_models; require_typeface'

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /src
COPY . .
COPY --from=packages /src/StreamBet.Web/Fonts/node_modules StreamBet.Web/Fonts/node_modules
COPY --from=packages /src/StreamBet.Web/wwwroot StreamBet.Web/wwwroot
RUN --mount=type=cache,target=/root/.nuget/packages bash -euc '. .ci/prerequisites.sh; publish_server /published'

FROM mcr.microsoft.com/dotnet/aspnet:10.0
RUN apt-get update \
  && apt-get install -y --no-install-recommends bubblewrap ffmpeg tesseract-ocr tesseract-ocr-eng \
  && rm -rf /var/lib/apt/lists/* \
  && install -d -o app -g app -m 700 /data
WORKDIR /app
COPY --from=packages /src/StreamBet.Core/Vision/Models Models
COPY --from=build /published .
COPY LICENSE NOTICE ./
ENV ASPNETCORE_HTTP_PORTS=5080 StreamBet__DataDirectory=/data

# The image's own user, number 1654. The root file system may be read-only: only these two are written to.
USER app
VOLUME ["/data", "/tmp"]
EXPOSE 5080
HEALTHCHECK --interval=30s --timeout=30s --start-period=2m CMD ["dotnet", "/app/StreamBet.Web.dll", "health"]
CMD ["dotnet", "StreamBet.Web.dll"]
