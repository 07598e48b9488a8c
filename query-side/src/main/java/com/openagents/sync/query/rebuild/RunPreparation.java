package com.openagents.sync.query.rebuild;

import com.openagents.sync.api.rebuild.RebuildKind;
import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.query.event.EventDecoder;
import com.openagents.sync.query.event.StoredEvents;
import com.openagents.sync.query.platform.Catalogue;
import com.openagents.sync.query.platform.Model;
import com.openagents.sync.query.stream.ScopeRows;
import com.openagents.sync.query.synclog.LogPartitions;
import com.openagents.sync.query.synclog.LogSettings;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Makes what a run needs: its tables, and who works on them. */
@Component
class RunPreparation {

  private static final String KEPT_TOO_LONG = """
  SELECT EXISTS (
    SELECT FROM rebuild.runs WHERE replaced_until < clock_timestamp() OR (replaced_until IS NOT NULL AND EXISTS (
      SELECT FROM sync.erasures WHERE event_index > flip_position)))
  """;

  private final StoredEvents store;
  private final EventDecoder decoder;
  private final Catalogue catalogue;
  private final ScopeRows rows;
  private final JdbcTemplate pool;
  private final TransactionTemplate transaction;
  private final LogSettings logSettings;
  private final RebuildSettings settings;
  private final JsonMapper json;

  RunPreparation(
    StoredEvents store,
    EventDecoder decoder,
    Catalogue catalogue,
    ScopeRows rows,
    JdbcTemplate pool,
    PlatformTransactionManager transactions,
    LogSettings logSettings,
    RebuildSettings settings,
    JsonMapper json
  ) {
    this.store = store;
    this.decoder = decoder;
    this.catalogue = catalogue;
    this.rows = rows;
    this.pool = pool;
    this.transaction = new TransactionTemplate(transactions);
    this.transaction.setReadOnly(true);
    this.logSettings = logSettings;
    this.settings = settings;
    this.json = json;
  }

  /** Runs it to its end. */
  void work(RebuildSession session, Run wanted, RunJournal journal, StopSign stops)
    throws InterruptedException {
    if (wanted.kind() != RebuildKind.LOG && new LogLife(session.jdbc()).isHeadLost()) {
      throw new IllegalStateException(LogLife.HEAD_IS_LOST);
    }
    List<Model> models = models(wanted);
    List<TableShape> shapes = models
      .stream()
      .map(model -> TableShape.read(session.jdbc(), model))
      .toList();
    Shadow shadow = new Shadow(session, shapes);
    Set<UUID> orgs = orgs(wanted.scope());
    ShadowTables tables = new ShadowTables(session, shapes);
    Run run = begin(session, tables, shadow, wanted, orgs, journal);
    try (
      ExecutorService threads = Executors.newFixedThreadPool(
        settings.threads(),
        Thread.ofPlatform().daemon().name("rebuild-decoder-", 1).factory()
      )
    ) {
      new RebuildWork(tools(session, tables, shadow, run, threads, journal), run, orgs, stops).run();
    }
  }

  private List<Model> models(Run run) {
    return run.models().isEmpty()
      ? catalogue.models()
      : run
          .models()
          .stream()
          .map(name ->
            catalogue.model(name).orElseThrow(() -> new IllegalStateException("There is no model " + name))
          )
          .toList();
  }

  private RebuildWork.Tools tools(
    RebuildSession session,
    ShadowTables tables,
    Shadow shadow,
    Run run,
    ExecutorService threads,
    RunJournal journal
  ) {
    KnownErasures erasures = transaction.execute(_ ->
      KnownErasures.read(store, decoder, run.erasuresThrough(), run.held())
    );
    Map<Model, TableShape> byModel = shadow
      .shapes()
      .stream()
      .collect(Collectors.toMap(TableShape::model, Function.identity()));
    PageDecoder pages = new PageDecoder(store, decoder, transaction, byModel, erasures);
    Comparison comparison = new Comparison(
      session.jdbc(),
      shadow.shapes(),
      run.scope(),
      shadow.shapes().size() == catalogue.models().size() && run.kind() != RebuildKind.ROLLBACK
    );
    Corrections corrections = new Corrections(session.jdbc(), comparison, rows, json);
    LogPartitions partitions = new LogPartitions(session.jdbc(), logSettings);
    return new RebuildWork.Tools(
      session,
      tables,
      shadow,
      new Replay(shadow, pages, session, pool, threads, settings),
      pages,
      comparison,
      new Flip(run, session, shadow, comparison, corrections, partitions, journal, settings),
      new LiveTables(session.jdbc()),
      new LogLife(session.jdbc()),
      journal,
      settings
    );
  }

  private @Nullable Set<UUID> orgs(@Nullable Scope scope) {
    if (scope == null) {
      return null;
    }
    return scope.kind() == Scope.Kind.ORG
      ? Set.of(scope.id())
      : Set.copyOf(
          pool.queryForList(
            "SELECT org_id FROM event_store.domain_events WHERE aggregate_id = ? LIMIT 1",
            UUID.class,
            scope.id()
          )
        );
  }

  private Run begin(
    RebuildSession session,
    ShadowTables tables,
    Shadow shadow,
    Run run,
    @Nullable Set<UUID> orgs,
    RunJournal journal
  ) {
    if (run.begun()) {
      journal.begin();
      return run;
    }
    return session.transaction().execute(_ -> {
      journal.begin();
      tables.create();
      if (run.kind() == RebuildKind.ROLLBACK) {
        return new Replaced(session.jdbc(), json).takeBack(run, shadow, journal);
      }
      long known = new LogLife(session.jdbc()).position();
      Map<UUID, Long> held = new LiveTables(session.jdbc()).held();
      List<String> models = shadow
        .shapes()
        .stream()
        .map(shape -> shape.model().name())
        .toList();
      journal.starts(models, 0, known, events(known, orgs), held);
      return run.startingAt(0, known, held);
    });
  }

  private long events(long through, @Nullable Set<UUID> orgs) {
    Long events =
      orgs == null
        ? Long.valueOf(through)
        : pool.queryForObject(
            "SELECT count(*) FROM event_store.domain_events WHERE org_id = ANY (?) AND global_index <= ?",
            Long.class,
            orgs.toArray(UUID[]::new),
            through
          );
    return events == null ? 0 : events;
  }

  /** A rollback that comes to no end can be asked for again. */
  void giveBack(RebuildSession session, Run run) {
    if (run.kind() == RebuildKind.ROLLBACK) {
      session.transaction().executeWithoutResult(_ -> new Replaced(session.jdbc(), json).giveBack(run));
    }
  }

  /** Drops the tables of a run that is over. */
  void drop(RebuildSession session) {
    session
      .jdbc()
      .queryForList(
        """
        SELECT quote_ident(tablename) FROM pg_tables
        WHERE schemaname = 'rebuild' AND tablename NOT IN ('gate', 'runs', 'wishes')
        """,
        String.class
      )
      .forEach(table -> session.jdbc().execute("DROP TABLE rebuild." + table));
  }

  /** Replaced tables whose time is over, or that hold what was erased since. */
  void dropWhatIsKeptNoLonger() {
    if (Boolean.TRUE.equals(pool.queryForObject(KEPT_TOO_LONG, Boolean.class))) {
      new TransactionTemplate(
        Objects.requireNonNull(transaction.getTransactionManager())
      ).executeWithoutResult(_ -> new LiveTables(pool).dropReplaced());
    }
  }
}
