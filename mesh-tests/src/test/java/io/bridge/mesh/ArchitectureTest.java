package io.bridge.mesh;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may depend on whom, and what a native executable would freeze. */
class ArchitectureTest {
  private static final List<String> SERVICES =
      List.of("gateway", "connection", "catalog", "dashboard", "agent", "sync");
  private static final String BANNED =
      ".*(Manager|Helper|Util|Utils|Impl|Handler|DTO|Dto|Base|Info|Data)";
  private static JavaClasses all;

  @BeforeAll
  static void read() {
    List<Path> folders =
        Stream.of(
                "common-model",
                "common-sql",
                "common-runtime",
                "gateway-service",
                "connection-service",
                "catalog-service",
                "dashboard-service",
                "agent-service",
                "sync-service",
                "local-app",
                "local-cloud")
            .map(module -> Path.of("..", module, "target", "classes"))
            .toList();
    all =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPaths(folders);
    assertFalse(all.isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"gateway", "connection", "catalog", "dashboard", "agent", "sync"})
  void keepsAServiceApartFromTheOthersAndFromLocalCloud(String service) {
    String[] others =
        Stream.concat(
                SERVICES.stream().filter(name -> !name.equals(service)), Stream.of("cloud", "app"))
            .map(name -> "io.bridge." + name + "..")
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage("io.bridge." + service + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others)
        .check(all);
  }

  @Test
  void keepsTheSharedModelFreeOfFrameworks() {
    classes()
        .that()
        .resideInAPackage("io.bridge.model..")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                "java..",
                "io.bridge.model..",
                "jakarta.validation..",
                "com.fasterxml.jackson.annotation.."))
        .check(all);
  }

  @Test
  void keepsTheRuntimeApartFromServices() {
    noClasses()
        .that()
        .resideInAPackage("io.bridge.runtime..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            Stream.concat(SERVICES.stream(), Stream.of("cloud", "app"))
                .map(name -> "io.bridge." + name + "..")
                .toArray(String[]::new))
        .check(all);
  }

  @Test
  void keepsAdaptersApartFromFeatures() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.bridge.*.storage..",
            "io.bridge.*.bigquery..",
            "io.bridge.*.tasks..",
            "io.bridge.connection.google..",
            "io.bridge.connection.kms..")
        .and()
        .resideOutsideOfPackage("io.bridge.cloud..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.bridge.sync.upload..",
            "io.bridge.sync.load..",
            "io.bridge.catalog.scan..",
            "io.bridge.catalog.dataset..",
            "io.bridge.dashboard.dashboard..",
            "io.bridge.dashboard.serve..",
            "io.bridge.agent.task..",
            "io.bridge.agent.generation..")
        .check(all);
  }

  @Test
  void namesPackagesAndTypesAfterTheBusiness() {
    noClasses()
        .should()
        .resideInAnyPackage(
            "..controller..", "..service..", "..repository..", "..dto..", "..util..", "..impl..")
        .check(all);
    noClasses().that(alwaysTrue()).should().haveNameMatching(BANNED).check(all);
  }

  /** Quarkus runs static initialisers while it builds: these would be the builder's for ever. */
  @Test
  void freezesNoClockAndNoRandomInAStaticField() {
    fields()
        .that()
        .areDeclaredInClassesThat()
        .resideInAnyPackage(
            Stream.concat(SERVICES.stream(), Stream.of("runtime"))
                .map(name -> "io.bridge." + name + "..")
                .toArray(String[]::new))
        .and()
        .haveModifier(JavaModifier.STATIC)
        .should()
        .notHaveRawType(SecureRandom.class)
        .andShould()
        .notHaveRawType(Random.class)
        .andShould()
        .notHaveRawType(Clock.class)
        .andShould()
        .notHaveRawType(Instant.class)
        .check(all);
  }

  @Test
  void injectsNoFieldByConfigProperty() {
    noFields()
        .that()
        .areDeclaredInClassesThat()
        .resideInAPackage("io.bridge..")
        .should()
        .beAnnotatedWith("org.eclipse.microprofile.config.inject.ConfigProperty")
        .check(all);
  }
}
