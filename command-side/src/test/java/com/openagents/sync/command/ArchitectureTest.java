package com.openagents.sync.command;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Which way imports may go. */
class ArchitectureTest {

  private static final List<String> FEATURES = List.of("org", "agent", "message", "reasoning");

  private static final JavaClasses CLASSES = new ClassFileImporter()
    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
    .importPackages("com.openagents.sync.api", "com.openagents.sync.platform", "com.openagents.sync.command");

  @ParameterizedTest
  @FieldSource("FEATURES")
  void featureImportsNoSibling(String feature) {
    String[] siblings = FEATURES.stream()
      .filter(other -> !other.equals(feature))
      .map(other -> "com.openagents.sync.*." + other + "..")
      .toArray(String[]::new);
    noClasses()
      .that()
      .resideInAPackage("com.openagents.sync.*." + feature + "..")
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage(siblings)
      .check(CLASSES);
  }

  @Test
  void whatFeaturesShareKnowsNone() {
    String[] features = FEATURES.stream()
      .map(feature -> "com.openagents.sync.command." + feature + "..")
      .toArray(String[]::new);
    noClasses()
      .that()
      .resideOutsideOfPackages(features)
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage(features)
      .check(CLASSES);
  }

  @Test
  void packagesOfThisSideHaveNoCycles() {
    SlicesRuleDefinition.slices()
      .matching("com.openagents.sync.command.(*)..")
      .should()
      .beFreeOfCycles()
      .check(CLASSES);
  }

  @Test
  void nothingImportsAnotherSide() {
    noClasses()
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage(
        "com.openagents.sync.query..",
        "com.openagents.sync.gateway..",
        "com.openagents.sync.standalone.."
      )
      .check(CLASSES);
  }

  @Test
  void platformKnowsNoSideAndNoFeature() {
    noClasses()
      .that()
      .resideInAPackage("com.openagents.sync.platform..")
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage(
        "com.openagents.sync.command..",
        "com.openagents.sync.api.org..",
        "com.openagents.sync.api.agent..",
        "com.openagents.sync.api.message..",
        "com.openagents.sync.api.reasoning.."
      )
      .check(CLASSES);
  }

  @Test
  void sharedApiHasNeitherFrameworkNorSql() {
    noClasses()
      .that()
      .resideInAPackage("com.openagents.sync.api..")
      .should()
      .dependOnClassesThat()
      .resideOutsideOfPackages(
        "com.openagents.sync.api..",
        "java.lang..",
        "java.util..",
        "java.time..",
        "org.jspecify.."
      )
      .check(CLASSES);
  }
}
