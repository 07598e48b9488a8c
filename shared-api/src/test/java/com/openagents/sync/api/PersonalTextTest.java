package com.openagents.sync.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What people write is marked; a text that is not must be named here, with a reason. */
class PersonalTextTest {

  private static final List<String> TELLS_NOTHING_PERSONAL = List.of(
    // The name of an org is the org's.
    "OrgCreated.name",
    // Subjects are ids; what they did stays known.
    "OrgCreated.createdBy",
    "SubjectErased.subject",
    "AccountOpened.currency",
    "PaymentRequested.currency"
  );

  @Test
  void everyTextOfEventsIsMarkedOrNamed() {
    assertThat(
      events()
        .flatMap(event -> Arrays.stream(event.getRecordComponents()))
        .filter(component -> component.getType() == String.class || component.getType() == List.class)
        .filter(component -> !component.isAnnotationPresent(PersonalText.class))
        .map(PersonalTextTest::name)
    ).containsExactlyInAnyOrderElementsOf(TELLS_NOTHING_PERSONAL);
  }

  @Test
  void onlyTextsAndListsAreMarked() {
    assertThat(
      events()
        .flatMap(event -> Arrays.stream(event.getRecordComponents()))
        .filter(component -> component.isAnnotationPresent(PersonalText.class))
        .map(RecordComponent::getType)
    ).isSubsetOf(String.class, List.class);
  }

  private static Stream<? extends Class<?>> events() {
    return Features.EVENTS.stream().flatMap(feature -> Arrays.stream(feature.getPermittedSubclasses()));
  }

  private static String name(RecordComponent component) {
    return component.getDeclaringRecord().getSimpleName() + "." + component.getName();
  }
}
