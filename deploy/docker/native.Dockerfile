# A service as an executable. From the checkout, after ./mvnw package -Pnative -DskipTests:
#   docker build -f deploy/docker/native.Dockerfile --build-arg SERVICE=catalog-service -t bridge/catalog-service:native .
FROM quay.io/quarkus/ubi9-quarkus-micro-image:2.0 AS parts
ARG SERVICE
USER root
COPY ${SERVICE}/target/ /target/
# native-lib holds the GoogleSQL analyzer's library; only dashboard-service has it.
RUN mkdir /parts && mv /target/*-runner /parts/service && chmod 755 /parts/service \
  && if [ -d /target/native-lib ]; then mv /target/native-lib/* /parts/; fi

FROM quay.io/quarkus/ubi9-quarkus-micro-image:2.0
WORKDIR /work
COPY --from=parts --chown=10001 /parts/ ./
USER 10001
# In a container the service is reached from outside; on one machine it keeps to loopback.
ENV QUARKUS_HTTP_HOST=0.0.0.0 QUARKUS_HTTP_PORT=8080
EXPOSE 8080
# Private authorities: -Djavax.net.ssl.trustStore=… works here as it does on the JVM.
ENTRYPOINT ["./service"]
