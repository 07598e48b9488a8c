package com.openagents.sync.query.org;

import com.openagents.sync.api.org.OrgEvent;
import com.openagents.sync.api.org.OrgEvent.OrgCreated;
import com.openagents.sync.api.org.OrgRow;
import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.query.platform.Change;
import com.openagents.sync.query.platform.Change.RowInserted;
import com.openagents.sync.query.platform.Change.ScopeOpened;
import com.openagents.sync.query.platform.Feature;
import com.openagents.sync.query.platform.Model;
import com.openagents.sync.query.platform.Occurrence;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

@Component
class OrgProjection implements Feature<OrgEvent> {

  private static final Model ORG = new Model(
    "Org",
    "Orgs",
    "orgs",
    OrgRow.class,
    Map.of(Scope.Kind.ORG, List.of("id"))
  );

  @Override
  public Class<OrgEvent> events() {
    return OrgEvent.class;
  }

  @Override
  public List<Model> models() {
    return List.of(ORG);
  }

  @Override
  public List<Change> changes(OrgEvent event, Occurrence occurrence) {
    return switch (event) {
      case OrgCreated created -> created(created, occurrence);
    };
  }

  private static List<Change> created(OrgCreated org, Occurrence at) {
    Scope scope = Scope.org(org.id());
    OrgRow row = new OrgRow(org.id(), org.name(), org.createdBy(), at.time(), at.time());
    return List.of(
      new ScopeOpened(scope, org.id(), org.createdBy()),
      new RowInserted(ORG, row, List.of(scope))
    );
  }
}
