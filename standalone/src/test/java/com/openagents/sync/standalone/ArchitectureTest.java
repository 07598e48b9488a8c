package com.openagents.sync.standalone;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final String ROOT = "com.openagents.sync.standalone";
  private static final String[] PARTS = {
    "com.openagents.sync.command..",
    "com.openagents.sync.query..",
    "com.openagents.sync.gateway..",
  };
  private static final JavaClasses CODE = new ClassFileImporter()
    .withImportOption(new DoNotIncludeTests())
    .importPackages(ROOT);

  @Test
  @DisplayName("The player is a client like any other: it knows the wire and no part behind it")
  void player() {
    noClasses()
      .that()
      .resideInAPackage(ROOT + ".demo..")
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage(PARTS)
      .orShould()
      .dependOnClassesThat()
      .resideInAnyPackage("org.springframework..", "java.sql..", ROOT + ".database..")
      .check(CODE);
  }

  @Test
  @DisplayName("The embedded database knows nothing of what is stored in it")
  void database() {
    noClasses()
      .that()
      .resideInAPackage(ROOT + ".database..")
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage(PARTS)
      .orShould()
      .dependOnClassesThat()
      .resideInAnyPackage("org.springframework..", "com.openagents.sync.api..", ROOT + ".demo..")
      .check(CODE);
  }

  @Test
  void packagesBelowFormNoCycle() {
    slices()
      .matching(ROOT + ".(*)..")
      .should()
      .beFreeOfCycles()
      .check(CODE);
  }
}
