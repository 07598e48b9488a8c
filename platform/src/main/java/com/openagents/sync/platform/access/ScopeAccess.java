package com.openagents.sync.platform.access;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.api.sync.Scope;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * The one seam through which every call, socket and frame must go before it sees or changes a scope: for now a
 * principal may do everything in every org of its token or that it created.
 */
@Component
public class ScopeAccess {

  private final ScopeDirectory directory;

  ScopeAccess(ScopeDirectory directory) {
    this.directory = directory;
  }

  /**
   * For whoever reads: the scope as the sync log knows it.
   *
   * @throws Rejected with {@code scope_unknown} or {@code forbidden}
   */
  public void require(Caller caller, Scope scope) {
    require(caller, scope, directory.ownerOf(scope));
  }

  /**
   * For whoever decides: the scope as the event store knows it, which may be ahead of the log.
   *
   * @throws Rejected with {@code scope_unknown} or {@code forbidden}
   */
  public void require(Caller caller, Scope scope, Optional<ScopeOwner> owner) {
    ScopeOwner found = owner.orElseThrow(() ->
      Rejected.field(RejectionCode.SCOPE_UNKNOWN, "scope", "There is no " + scope + ".")
    );
    if (!caller.orgs().contains(found.orgId()) && !caller.subject().equals(found.createdBy())) {
      throw new Rejected(RejectionCode.FORBIDDEN, caller.subject() + " may not see " + scope + ".");
    }
  }
}
