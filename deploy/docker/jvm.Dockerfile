# A service on the JVM. From the checkout, after ./mvnw package:
#   docker build -f deploy/docker/jvm.Dockerfile --build-arg SERVICE=catalog-service -t bridge/catalog-service .
FROM eclipse-temurin:25-jre-noble
ARG SERVICE
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin bridge
WORKDIR /work
# Libraries change seldom and come first: a change of code rebuilds the last layers only.
COPY --chown=10001 ${SERVICE}/target/quarkus-app/lib/ lib/
COPY --chown=10001 ${SERVICE}/target/quarkus-app/quarkus-run.jar ./
COPY --chown=10001 ${SERVICE}/target/quarkus-app/quarkus/ quarkus/
COPY --chown=10001 ${SERVICE}/target/quarkus-app/app/ app/
USER 10001
# In a container the service is reached from outside; on one machine it keeps to loopback.
ENV QUARKUS_HTTP_HOST=0.0.0.0
EXPOSE 8080
ENV QUARKUS_HTTP_PORT=8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /q/health/live HTTP/1.0\\r\\n\\r\\n' >&3 && head -1 <&3 | grep -q 200"]
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=60", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-jar", "quarkus-run.jar"]
