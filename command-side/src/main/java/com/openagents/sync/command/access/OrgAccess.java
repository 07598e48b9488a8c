package com.openagents.sync.command.access;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.platform.access.Caller;
import com.openagents.sync.platform.access.ScopeAccess;
import com.openagents.sync.platform.access.ScopeOwner;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The access seam for those who decide. */
@Component
public class OrgAccess {

  /** Whose an org is, as the event store knows it. */
  public interface Directory {
    Optional<ScopeOwner> ownerOf(UUID orgId);
  }

  private final ScopeAccess access;
  private final Directory directory;

  public OrgAccess(ScopeAccess access, Directory directory) {
    this.access = access;
    this.directory = directory;
  }

  /** @throws Rejected with {@code scope_unknown} or {@code forbidden} */
  public void require(Caller caller, UUID orgId) {
    ScopeOwner owner = directory
      .ownerOf(orgId)
      .orElseThrow(() ->
        Rejected.field(RejectionCode.SCOPE_UNKNOWN, "org_id", "There is no org " + orgId + ".")
      );
    access.require(caller, Scope.org(orgId), Optional.of(owner));
  }
}
