package com.openagents.sync.query.platform;

import com.openagents.sync.api.DomainEvent;
import com.openagents.sync.api.Features;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** All features and models, in the order of {@link Features}. */
@Component
public class Catalogue {

  private final Map<Class<?>, Feature<?>> features = new HashMap<>();
  private final List<Model> models;

  Catalogue(List<Feature<?>> features) {
    for (Feature<?> feature : features) {
      for (Class<?> event : feature.events().getPermittedSubclasses()) {
        this.features.put(event, feature);
      }
    }
    for (Class<? extends DomainEvent> events : Features.EVENTS) {
      if (features.stream().noneMatch(feature -> feature.events() == events)) {
        throw new IllegalStateException("Nothing projects " + events.getSimpleName());
      }
    }
    models = features
      .stream()
      .sorted(Comparator.comparingInt(feature -> Features.EVENTS.indexOf(feature.events())))
      .flatMap(feature -> feature.models().stream())
      .toList();
  }

  public List<Model> models() {
    return models;
  }

  /** @param name as in sync events */
  public Optional<Model> model(String name) {
    return models
      .stream()
      .filter(model -> model.name().equals(name))
      .findFirst();
  }

  public List<Change> changes(DomainEvent event, Occurrence occurrence) {
    Feature<?> feature = features.get(event.getClass());
    if (feature == null) {
      throw new IllegalArgumentException("Nothing projects " + event.getClass().getSimpleName());
    }
    return changes(feature, event, occurrence);
  }

  private static <E extends DomainEvent> List<Change> changes(
    Feature<E> feature,
    DomainEvent event,
    Occurrence occurrence
  ) {
    return feature.changes(feature.events().cast(event), occurrence);
  }
}
