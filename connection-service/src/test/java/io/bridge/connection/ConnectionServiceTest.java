package io.bridge.connection;

import io.bridge.cloud.fixture.LocalCloudResource;
import io.bridge.cloud.fixture.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A test of the running service against real PostgreSQL and local-cloud. */
@QuarkusTest
@QuarkusTestResource(LocalCloudResource.class)
@QuarkusTestResource(PostgresResource.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface ConnectionServiceTest {}
