package com.openagents.sync.command.testing;

import com.openagents.sync.api.Command;
import com.openagents.sync.api.DomainEvent;
import com.openagents.sync.api.Row;
import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.command.access.ActiveAgents;
import com.openagents.sync.command.access.AgentDirectory;
import com.openagents.sync.command.access.OrgAccess;
import com.openagents.sync.platform.access.Caller;
import com.openagents.sync.platform.access.ScopeOwner;
import com.openagents.sync.platform.access.TestAccess;
import com.openagents.sync.platform.event.EventMetadata;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.modelling.command.Repository;
import org.axonframework.modelling.command.VersionedAggregateIdentifier;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.ResultValidator;
import org.axonframework.test.aggregate.TestExecutor;
import org.hamcrest.CoreMatchers;
import org.hamcrest.CustomTypeSafeMatcher;
import org.hamcrest.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * One aggregate as the app wires it, in a world of an org that alice made, another one, and two agents. The past
 * happened at {@link #BEFORE}, what a test does happens at {@link #NOW}.
 */
public final class AggregateFixture<T> {

  public static final Instant BEFORE = Instant.parse("2026-01-02T03:04:05.678901Z");
  public static final Instant NOW = Instant.parse("2026-02-03T04:05:06.789012Z");

  public static final UUID ID = UUID.fromString("01990000-0000-7000-8000-000000000001");
  public static final UUID ORG = UUID.fromString("01990000-0000-7000-8000-000000000002");
  public static final UUID ACTIVE_AGENT = UUID.fromString("01990000-0000-7000-8000-000000000003");
  public static final UUID RETIRED_AGENT = UUID.fromString("01990000-0000-7000-8000-000000000004");
  public static final UUID UNKNOWN = UUID.fromString("01990000-0000-7000-8000-000000000005");

  /** Made the org; no token of hers names it. */
  public static final Caller CREATOR = TestAccess.caller("alice");
  /** A token of his names the org. */
  public static final Caller MEMBER = TestAccess.caller("bob", ORG);
  public static final Caller STRANGER = TestAccess.caller("mallory", UNKNOWN);

  private static final Map<UUID, ScopeOwner> ORGS = Map.of(ORG, new ScopeOwner(ORG, CREATOR.subject()));
  private static final Map<UUID, AgentDirectory.Entry> AGENTS = Map.of(
    ACTIVE_AGENT,
    new AgentDirectory.Entry(ORG, false),
    RETIRED_AGENT,
    new AgentDirectory.Entry(ORG, true)
  );

  /** Makes a handler outside the aggregate of what the app gives it. */
  public interface HandlerFactory<T> {
    Object of(Repository<T> repository, EventStore events, OrgAccess access, ActiveAgents agents);
  }

  private final AggregateTestFixture<T> fixture;
  private final OrgAccess access;
  private final ActiveAgents agents;
  private TestExecutor<T> past;

  /** @param resources that the aggregate asks besides */
  public AggregateFixture(Class<T> aggregate, Object... resources) {
    access = new OrgAccess(TestAccess.withoutLog(), id -> Optional.ofNullable(ORGS.get(id)));
    agents = new ActiveAgents(id -> Optional.ofNullable(AGENTS.get(id)), access);
    fixture = new AggregateTestFixture<>(aggregate);
    fixture
      .registerCommandTargetResolver(command ->
        new VersionedAggregateIdentifier((Object) ((Command) command.getPayload()).id(), null)
      )
      .registerInjectableResource(access)
      .registerInjectableResource(agents);
    Arrays.stream(resources).forEach(fixture::registerInjectableResource);
    past = fixture.givenNoPriorActivity();
  }

  /** For an aggregate whose commands a handler outside it takes. */
  public AggregateFixture<T> handledBy(Function<Repository<T>, Object> handler) {
    return handledBy((repository, _, _, _) -> handler.apply(repository));
  }

  /** The same, for one that asks for more. */
  public AggregateFixture<T> handledBy(HandlerFactory<T> handler) {
    fixture.registerAnnotatedCommandHandler(
      handler.of(fixture.getRepository(), fixture.getEventStore(), access, agents)
    );
    return this;
  }

  public AggregateFixture<T> given(DomainEvent... events) {
    past = fixture.givenCurrentTime(BEFORE).andGiven(List.of(events));
    return this;
  }

  public Outcome<T> when(Caller caller, Command command) {
    Map<String, Object> metadata = new HashMap<>(
      Map.of(Caller.METADATA_KEY, caller, EventMetadata.ACTOR, caller.subject())
    );
    return new Outcome<>(past.andGivenCurrentTime(NOW).when(command, metadata));
  }

  /** What came of a command. */
  public record Outcome<T>(ResultValidator<T> result) {
    public Outcome<T> decided(DomainEvent... events) {
      result.expectSuccessfulHandlerExecution().expectEvents((Object[]) events);
      return this;
    }

    public Outcome<T> changedNothing() {
      result.expectSuccessfulHandlerExecution().expectNoEvents();
      return this;
    }

    public void answered(Row record) {
      result.expectResultMessagePayload(record);
    }

    public void refused(RejectionCode code) {
      refused(code, null);
    }

    public void refused(RejectionCode code, @Nullable String field) {
      result.expectException(rejection(code, field)).expectNoEvents();
    }

    /** For a refusal that must tell its reader more than its code does. */
    public void refusedSaying(RejectionCode code, String detail) {
      result
        .expectException(rejection(code, null))
        .expectExceptionMessage(CoreMatchers.endsWith(detail))
        .expectNoEvents();
    }

    private static Matcher<Rejected> rejection(RejectionCode code, @Nullable String field) {
      return new CustomTypeSafeMatcher<>("a refusal with " + code + " of field " + field) {
        @Override
        protected boolean matchesSafely(Rejected rejected) {
          return (
            rejected.code() == code && (field == null || field.equals(rejected.properties().get("field")))
          );
        }
      };
    }
  }
}
