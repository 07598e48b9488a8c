package com.openagents.sync.standalone.proof.model;

import static com.openagents.sync.standalone.proof.model.Violation.require;

import com.openagents.sync.standalone.proof.model.Socket.Came;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One connection with some scopes on it. It has a thread; whatever comes or is to be done is done there in turn. */
final class Client {

  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  private final World world;
  private final List<Follower> followers;
  private final Consumer<Throwable> failed;
  private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
  private final CompletableFuture<Void> over = new CompletableFuture<>();
  private volatile boolean running = true;
  private int gateway;
  private @Nullable Socket socket;
  private @Nullable Runnable waiting;

  Client(World world, int gateway, List<Follower> followers, Consumer<Throwable> failed) {
    this.world = world;
    this.gateway = gateway;
    this.followers = followers;
    this.failed = failed;
    Thread.ofVirtual().name("model-client").start(this::run);
  }

  List<Follower> followers() {
    return followers;
  }

  void tell(Runnable task) {
    inbox.add(task);
  }

  void subscribe(Follower follower, Start start) {
    leave(follower);
    follower.want(start);
  }

  void leave(Follower follower) {
    Socket open = socket;
    follower.leave().ifPresent(frame -> {
      if (open != null) {
        open.send(frame);
      }
    });
  }

  void startOver(Follower follower) {
    Socket open = socket;
    if (open != null) {
      follower.startOver().ifPresent(open::send);
    }
  }

  void drop(boolean politely, int nextGateway) {
    Socket open = socket;
    if (open != null) {
      world.tally().count("sockets dropped");
      open.drop(politely);
      disconnected();
    }
    gateway = nextGateway;
  }

  void stall() {
    Socket open = socket;
    if (open != null) {
      world.tally().count("slow readers");
      open.stall();
    }
  }

  void readOn() {
    Socket open = socket;
    if (open != null) {
      open.readOn();
    }
  }

  /** Follows everything again; done once all that there is up to an id has come, was compared and is checked. */
  CompletableFuture<Void> catchUp(long through, Consumer<Follower> check) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    tell(() -> {
      readOn();
      followers.forEach(Follower::want);
      lookWhetherThere(through, check, done);
    });
    return done;
  }

  CompletableFuture<Void> stop() {
    running = false;
    return over;
  }

  private void lookWhetherThere(long through, Consumer<Follower> check, CompletableFuture<Void> done) {
    followers
      .stream()
      .filter(Follower::isBlind)
      .forEach(follower -> subscribe(follower, Start.HTTP_BOOTSTRAP));
    if (followers.stream().allMatch(follower -> follower.isThere(through))) {
      followers.forEach(check);
      done.complete(null);
    } else if (running) {
      waiting = () -> lookWhetherThere(through, check, done);
    }
  }

  private void run() {
    try {
      while (running) {
        Runnable next = inbox.poll(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        if (next != null) {
          next.run();
        }
        subscribeWhereWanted();
        Runnable look = waiting;
        if (inbox.isEmpty() && look != null) {
          waiting = null;
          look.run();
        }
      }
    } catch (Throwable violation) {
      failed.accept(violation);
    } finally {
      Socket open = socket;
      if (open != null) {
        open.drop(false);
      }
      over.complete(null);
    }
  }

  private void subscribeWhereWanted() {
    if (followers.stream().noneMatch(Follower::isToStart) || !connect()) {
      return;
    }
    for (Follower follower : followers) {
      Socket open = socket;
      if (open != null && follower.isToStart()) {
        open.send(follower.begin());
      }
    }
  }

  private boolean connect() {
    if (socket == null) {
      socket = Socket.connect(world.parts().gateway(gateway), world.token(), came ->
        inbox.add(() -> take(came))
      );
      gateway = socket == null ? gateway + 1 : gateway;
    }
    return socket != null;
  }

  private void take(Came came) {
    if (came.by() != socket) {
      return;
    }
    JsonNode frame = came.frame();
    if (frame == null) {
      world.tally().count("sockets closed by the engine: " + came.closeCode());
      disconnected();
      gateway++;
      return;
    }
    String type = frame.path("type").asString();
    if (type.equals("reconnect")) {
      require(frame.path("afterMs").isNumber(), "Without a time to wait: %s", frame);
      return;
    }
    if (frame.path("code").asString("").equals("too_slow")) {
      world.tally().count("slow readers told so");
      return;
    }
    String scope = frame.path("scope").asString("");
    Follower follower = followers
      .stream()
      .filter(it -> it.scope().equals(scope))
      .findFirst()
      .orElseThrow(() -> new Violation("Of no scope that is followed here: " + frame));
    follower.receive(frame).ifPresent(answer -> came.by().send(answer));
  }

  private void disconnected() {
    socket = null;
    followers.forEach(Follower::cut);
  }

  @Override
  public String toString() {
    return (socket == null ? "not connected, " : "connected, ") + "gateway " + gateway + ": " + followers;
  }
}
