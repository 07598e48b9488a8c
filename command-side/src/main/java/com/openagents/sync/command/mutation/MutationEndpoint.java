package com.openagents.sync.command.mutation;

import com.openagents.sync.api.Command;
import com.openagents.sync.api.RequestBody;
import com.openagents.sync.command.eventstore.FirstAnswer;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/**
 * What all mutation calls have in common: the answer is the record, once it is visible to bootstrap, with the last sync
 * id that it produced in {@code Sync-Id}. It is 202 without {@code Sync-Id} as soon as the change is durable if the
 * caller prefers {@code respond-async}, or if the projection stays away for too long.
 */
@Component
public class MutationEndpoint {

  private final Mutations mutations;
  private final ProjectionGate projection;

  MutationEndpoint(Mutations mutations, ProjectionGate projection) {
    this.mutations = mutations;
    this.projection = projection;
  }

  public ResponseEntity<String> create(Mutation mutation, RequestBody body, Command command) {
    return perform(mutation, body, command, HttpStatus.CREATED);
  }

  public ResponseEntity<String> change(Mutation mutation, @Nullable RequestBody body, Command command) {
    return perform(mutation, body, command, HttpStatus.OK);
  }

  private ResponseEntity<String> perform(
    Mutation mutation,
    @Nullable RequestBody body,
    Command command,
    HttpStatus success
  ) {
    FirstAnswer answer = mutations.perform(mutation, body, command);
    OptionalLong syncId = mutation.respondAsync()
      ? OptionalLong.empty()
      : projection.awaitSyncId(answer.lastIndex());
    var response = ResponseEntity.status(syncId.isPresent() ? success : HttpStatus.ACCEPTED).contentType(
      MediaType.APPLICATION_JSON
    );
    syncId.ifPresent(id -> response.header("Sync-Id", Long.toString(id)));
    if (mutation.respondAsync()) {
      response.header("Preference-Applied", "respond-async");
    }
    return response.body(answer.record());
  }
}
