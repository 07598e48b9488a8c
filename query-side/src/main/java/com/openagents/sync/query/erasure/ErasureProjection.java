package com.openagents.sync.query.erasure;

import com.openagents.sync.api.erasure.ErasureEvent;
import com.openagents.sync.api.erasure.ErasureEvent.SubjectErased;
import com.openagents.sync.query.platform.Change;
import com.openagents.sync.query.platform.Change.TextErased;
import com.openagents.sync.query.platform.Feature;
import com.openagents.sync.query.platform.Model;
import com.openagents.sync.query.platform.Occurrence;
import java.util.List;
import org.springframework.stereotype.Component;

@Component
class ErasureProjection implements Feature<ErasureEvent> {

  @Override
  public Class<ErasureEvent> events() {
    return ErasureEvent.class;
  }

  /** It has none of its own: it changes the rows of others. */
  @Override
  public List<Model> models() {
    return List.of();
  }

  @Override
  public List<Change> changes(ErasureEvent event, Occurrence occurrence) {
    return switch (event) {
      case SubjectErased erased -> List.of(new TextErased(erased.orgId(), erased.subject()));
    };
  }
}
