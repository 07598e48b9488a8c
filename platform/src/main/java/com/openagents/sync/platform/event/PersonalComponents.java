package com.openagents.sync.platform.event;

import com.openagents.sync.api.PersonalText;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Which components of a record hold what somebody wrote. */
public final class PersonalComponents {

  private static final ClassValue<List<RecordComponent>> OF = new ClassValue<>() {
    @Override
    protected List<RecordComponent> computeValue(Class<?> type) {
      return Arrays.stream(type.getRecordComponents())
        .filter(component -> component.isAnnotationPresent(PersonalText.class))
        .toList();
    }
  };

  private PersonalComponents() {}

  /** Their names, in a form that suits the caller. */
  public static List<String> of(Class<?> recordType, Function<RecordComponent, String> name) {
    return OF.get(recordType).stream().map(name).toList();
  }
}
