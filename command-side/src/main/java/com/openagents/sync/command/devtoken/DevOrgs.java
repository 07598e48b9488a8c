package com.openagents.sync.command.devtoken;

import com.openagents.sync.api.audit.ActorKind;
import com.openagents.sync.api.org.CreateOrgRequest;
import com.openagents.sync.api.org.OrgCommand.CreateOrg;
import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.command.access.OrgAccess;
import com.openagents.sync.command.mutation.Ids;
import com.openagents.sync.command.mutation.Mutation;
import com.openagents.sync.command.mutation.MutationEndpoint;
import com.openagents.sync.platform.access.Caller;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds orgs by name, which only the local issuer does: elsewhere a name means nothing. */
@Component
class DevOrgs {

  private static final String CREATED_BY = """
  SELECT aggregate_id
  FROM event_store.domain_events,
       LATERAL (SELECT convert_from(payload, 'UTF8')::jsonb AS event) AS decoded
  WHERE payload_type = 'OrgCreated' AND event ->> 'name' = ? AND event ->> 'createdBy' = ?
  ORDER BY global_index
  LIMIT 1
  """;

  private final JdbcClient jdbc;
  private final OrgAccess.Directory directory;
  private final MutationEndpoint mutations;

  DevOrgs(JdbcClient jdbc, OrgAccess.Directory directory, MutationEndpoint mutations) {
    this.jdbc = jdbc;
    this.directory = directory;
    this.mutations = mutations;
  }

  /** The org of that name that the user made, else the one that all local users share, made on first use. */
  UUID belongingTo(String user, ActorKind kind, String name) {
    return jdbc
      .sql(CREATED_BY)
      .params(name, user)
      .query((row, _) -> row.getObject(1, UUID.class))
      .optional()
      .orElseGet(() -> shared(user, kind, name));
  }

  private UUID shared(String user, ActorKind kind, String name) {
    UUID id = UUID.nameUUIDFromBytes(("agentsync local org " + name).getBytes(StandardCharsets.UTF_8));
    if (directory.ownerOf(id).isEmpty()) {
      create(id, user, kind, name);
    }
    return id;
  }

  private void create(UUID id, String user, ActorKind kind, String name) {
    Caller caller = new Caller(user, kind, Set.of(), Instant.MAX, "");
    Mutation mutation = new Mutation(caller, Ids.next().toString(), "local-org", "local issuer", false);
    try {
      mutations.create(mutation, new CreateOrgRequest(id, name), new CreateOrg(id, name));
    } catch (Rejected rejected) {
      if (rejected.code() != RejectionCode.ID_TAKEN) {
        throw rejected;
      }
      // Another user was first, which serves as well.
    }
  }
}
