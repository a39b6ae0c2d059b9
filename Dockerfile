# Inbox without a database: ConnectionStrings__Inbox names the PostgreSQL to use.
FROM node:22-bookworm-slim AS node

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
# The front end is restored by npm inside the build.
COPY --from=node /usr/local/bin/node /usr/local/bin/
COPY --from=node /usr/local/lib/node_modules/npm /usr/local/lib/node_modules/npm
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
WORKDIR /source
COPY . .
RUN dotnet publish src/Inbox.Web --configuration Release --output /app -p:InboxEmbeddedPostgres=false -p:UseAppHost=false

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .
# What is not in the database: unsent mail where no SMTP server is set, and keys where INBOX_KEY is not.
RUN mkdir /data && chown "$APP_UID" /data
VOLUME /data
ENV INBOX_DATA=/data ASPNETCORE_URLS=http://+:8080
USER $APP_UID
EXPOSE 8080
ENTRYPOINT ["dotnet", "Inbox.Web.dll"]
