package com.openagents.sync.gateway;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.gateway.LogPages.Page;
import com.openagents.sync.gateway.Outbound.Frame;
import com.openagents.sync.platform.synclog.LoggedEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Brings subscriptions to the live stream, each on a thread of its own, as fast as its socket takes it. */
@Component
class Followers {

  private static final Logger log = LoggerFactory.getLogger(Followers.class);

  private final QuerySide querySide;
  private final LogPages pages;
  private final ScopeChannels channels;
  private final ServerFrames frames;
  private final GatewaySettings settings;
  private final Semaphore bootstraps;
  private volatile Supplier<Optional<Standing>> tail = Optional::empty;

  Followers(
    QuerySide querySide,
    LogPages pages,
    ScopeChannels channels,
    ServerFrames frames,
    GatewaySettings settings
  ) {
    this.querySide = querySide;
    this.pages = pages;
    this.channels = channels;
    this.frames = frames;
    this.settings = settings;
    this.bootstraps = new Semaphore(settings.bootstrapsAtOnceMax(), true);
  }

  /** @param tail where it stands; it starts followers and so can't be given to the constructor */
  void follow(Supplier<Optional<Standing>> tail) {
    this.tail = tail;
  }

  void start(Subscription subscription) {
    subscription.lane().following().incrementAndGet();
    Thread.ofVirtual()
      .name("follow-" + subscription.scope())
      .start(() -> {
        try {
          bringToLive(subscription);
        } catch (InterruptedException stopped) {
          channels.leave(subscription);
        } finally {
          subscription.lane().following().decrementAndGet();
        }
      });
  }

  private void bringToLive(Subscription subscription) throws InterruptedException {
    try {
      if (subscription.phase() == Phase.BOOTSTRAPPING) {
        bootstrap(subscription);
      }
      catchUp(subscription);
    } catch (Rejected rejected) {
      refuse(subscription, rejected);
    } catch (DataAccessException failure) {
      log.warn("{} could not be caught up: {}", subscription.scope(), failure.getMessage());
      refuse(subscription, unavailable("The log can't be read now. Subscribe again in a moment."));
    } catch (RuntimeException failure) {
      log.error("{} could not be followed", subscription.scope(), failure);
      refuse(subscription, new Rejected(RejectionCode.INTERNAL, "Something broke here. Subscribe again."));
    }
  }

  private void bootstrap(Subscription subscription) throws InterruptedException {
    subscription.lane().bootstrap().acquire();
    try {
      if (!bootstraps.tryAcquire(settings.bootstrapStalledAtMost().toMillis(), TimeUnit.MILLISECONDS)) {
        throw new Rejected(RejectionCode.OVERLOADED, "Too many bootstraps run at once. Subscribe again.");
      }
      try (Snapshot snapshot = snapshot(subscription)) {
        bootstrap(subscription, snapshot);
      } finally {
        bootstraps.release();
      }
    } finally {
      subscription.lane().bootstrap().release();
    }
  }

  private void bootstrap(Subscription subscription, Snapshot snapshot) throws InterruptedException {
    Instant deadline = Instant.now().plus(settings.bootstrapWithin());
    while (subscription.phase() == Phase.BOOTSTRAPPING) {
      BootstrapPart part = snapshot.next();
      Frame frame = frames.bootstrap(subscription.scope(), part, standing().epoch());
      if (!subscription.sendRows(frame, Duration.between(Instant.now(), deadline))) {
        throw new Rejected(
          RejectionCode.OVERLOADED,
          "The rows were read too slowly. Bootstrap over HTTP, then subscribe from its lastSyncId."
        );
      }
      if (part.done()) {
        subscription.bootstrapped(part.lastSyncId(), Objects.requireNonNull(part.epoch()));
      }
    }
  }

  private Snapshot snapshot(Subscription subscription) throws InterruptedException {
    return querySide.snapshot(
      subscription.scope(),
      subscription.models(),
      subscription.lane().caller().get()
    );
  }

  private void catchUp(Subscription subscription) throws InterruptedException {
    UUID epoch = pages.requireReach(standing(), subscription.cursor(), subscription.epoch());
    subscription.belongsTo(epoch);
    PageSize size = new PageSize(settings.pageEventsMax(), settings.pageBytesMax());
    while (subscription.phase() == Phase.CATCHING_UP) {
      if (subscription.cursor() < standing().position()) {
        page(subscription, epoch, size);
      } else if (!channels.join(subscription, this::standing)) {
        subscription.lane().queue().awaitDrained();
      }
    }
  }

  private void page(Subscription subscription, UUID epoch, PageSize size) throws InterruptedException {
    subscription.lane().page().acquire();
    try {
      subscription.lane().queue().awaitDrained();
      if (subscription.phase() == Phase.CATCHING_UP) {
        send(subscription, pages.read(standing(), subscription.scope(), subscription.cursor(), epoch, size));
      }
    } finally {
      subscription.lane().page().release();
    }
  }

  private void send(Subscription subscription, Page page) throws InterruptedException {
    List<LoggedEvent> wanted = page.events().stream().filter(subscription.models()::wants).toList();
    if (wanted.isEmpty()) {
      subscription.skipTo(page.through());
    } else {
      subscription.send(
        frames.delta(subscription.scope().toString(), wanted, page.through()),
        page.through()
      );
    }
  }

  private void refuse(Subscription subscription, Rejected rejected) throws InterruptedException {
    subscription.refuse(frames.refusal(rejected, subscription.scope()));
  }

  private Standing standing() {
    return tail
      .get()
      .orElseThrow(() -> unavailable("The log can't be read yet. Subscribe again in a moment."));
  }

  private static Rejected unavailable(String detail) {
    return new Rejected(RejectionCode.UNAVAILABLE, detail);
  }
}
