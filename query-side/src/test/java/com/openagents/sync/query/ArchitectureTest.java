package com.openagents.sync.query;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final String ROOT = "com.openagents.sync.query";
  private static final String[] FEATURES = {
    ROOT + ".org..",
    ROOT + ".agent..",
    ROOT + ".message..",
    ROOT + ".reasoning..",
    ROOT + ".codechange..",
    ROOT + ".payment..",
  };
  private static final String[] GENERIC = {
    ROOT + ".sync..",
    ROOT + ".platform..",
    ROOT + ".stream..",
    ROOT + ".event..",
    ROOT + ".synclog..",
    ROOT + ".rebuild..",
    ROOT + ".audit", // verifying the balances, in a package below it, needs to know money
  };
  private static final JavaClasses CODE = new ClassFileImporter()
    .withImportOption(new DoNotIncludeTests())
    .importPackages(ROOT);

  @Test
  @DisplayName(
    "A feature knows the small platform here, and what all parts share; no sibling, nothing generic"
  )
  void features() {
    for (String feature : FEATURES) {
      classes()
        .that()
        .resideInAPackage(feature)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
          feature,
          ROOT + ".platform..",
          "com.openagents.sync.api..",
          "java..",
          "org.springframework.stereotype..",
          "org.jspecify.."
        )
        .check(CODE);
    }
  }

  @Test
  @DisplayName("What is generic names no feature")
  void generic() {
    noClasses()
      .that()
      .resideInAnyPackage(GENERIC)
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage(FEATURES)
      .orShould()
      .dependOnClassesThat()
      .resideInAnyPackage(
        "com.openagents.sync.api.org..",
        "com.openagents.sync.api.agent..",
        "com.openagents.sync.api.message..",
        "com.openagents.sync.api.reasoning..",
        "com.openagents.sync.api.codechange..",
        "com.openagents.sync.api.payment.."
      )
      .check(CODE);
  }

  @Test
  @DisplayName("This part knows neither of the others")
  void modules() {
    noClasses()
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage(
        "com.openagents.sync.command..",
        "com.openagents.sync.gateway..",
        "com.openagents.sync.standalone.."
      )
      .check(CODE);
  }

  @Test
  void packagesFormNoCycle() {
    slices()
      .matching(ROOT + ".(**)")
      .should()
      .beFreeOfCycles()
      .check(CODE);
  }

  @Test
  @DisplayName("Public is only what another package here, or an app, needs")
  void visibility() {
    classes()
      .that()
      .resideInAnyPackage(ROOT + ".sync..", ROOT + ".audit", ROOT + ".rebuild..")
      .or()
      .resideInAnyPackage(FEATURES)
      .and(DescribedPredicate.describe("top level", JavaClass::isTopLevelClass))
      .should()
      .notBePublic()
      .check(CODE);
  }
}
