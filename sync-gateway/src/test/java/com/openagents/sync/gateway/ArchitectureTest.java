package com.openagents.sync.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The gateway's arrows")
class ArchitectureTest {

  private static final JavaClasses CLASSES = new ClassFileImporter()
    .withImportOption(new ImportOption.DoNotIncludeTests())
    .importPackages("com.openagents.sync.gateway");

  @Test
  @DisplayName("lead to the platform and the wire, not to other parts or to features")
  void arrows() {
    noClasses()
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage(
        "com.openagents.sync.command..",
        "com.openagents.sync.query..",
        "com.openagents.sync.standalone..",
        "com.openagents.sync.api.org..",
        "com.openagents.sync.api.agent..",
        "com.openagents.sync.api.message..",
        "com.openagents.sync.api.reasoning..",
        "org.axonframework.."
      )
      .check(CLASSES);
  }

  @Test
  @DisplayName("come in by two doors only")
  void packagePrivate() {
    classes()
      .that()
      .arePublic()
      .and()
      .areTopLevelClasses()
      .should()
      .haveNameMatching(".*\\.(SyncGateway|SyncGatewayApplication|gateway\\.websocket\\.[A-Za-z]+)")
      .check(CLASSES);
  }
}
