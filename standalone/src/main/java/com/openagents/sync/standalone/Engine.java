package com.openagents.sync.standalone;

import com.openagents.sync.command.eventstore.EventStoreOwner;
import com.openagents.sync.standalone.database.DataDirectory;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * The engine from start to stop. What it holds is given back in the reverse order, the database last, also when it is
 * stopped while it still starts.
 */
final class Engine implements Closeable {

  private final RunOptions options;
  private final Deque<Closeable> held = new ArrayDeque<>();
  private boolean closed;

  Engine(RunOptions options) {
    this.options = options;
  }

  /** @throws StartRefused if it can't start here */
  void start() {
    requireFree(options.host(), options.port());
    DataDirectory data = hold(DataDirectory.claim(options.data()));
    try {
      application(data).run(
        "--server.address=" + options.host(),
        "--server.port=" + options.port(),
        "--agentsync.gateway.query-side-url=" + options.ownAddress(),
        "--logging.file.name=" + data.logs().resolve("agentsync.log"),
        "--agentsync.dev-issuer.key-file=" + data.devIssuerKey(),
        "--agentsync.subject-keys.master-key-file=" + data.masterKey(),
        "--agentsync.evidence.signing-key-file=" + data.evidence().signingKey(),
        "--agentsync.evidence.create-signing-key=true",
        "--agentsync.evidence.public-keys-file=" + data.evidence().publicKeys(),
        "--agentsync.evidence.heads-files=" + data.evidence().heads(),
        "--agentsync.audit.auditors=*",
        "--agentsync.rebuild.operators=*"
      );
    } catch (RuntimeException failure) {
      throw Refusals.in(failure)
        .<RuntimeException>map(refused -> refused)
        .orElse(failure);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    IOException failed = null;
    while (!held.isEmpty()) {
      try {
        held.pop().close();
      } catch (IOException failure) {
        failed = failure;
      }
    }
    if (failed != null) {
      throw failed;
    }
  }

  private synchronized <T extends Closeable> T hold(T resource) {
    if (closed) {
      throw new StartRefused("agentsync was stopped before it had started.");
    }
    held.push(resource);
    return resource;
  }

  private SpringApplication application(DataDirectory data) {
    SpringApplication application = new SpringApplication(StandaloneConfiguration.class);
    application.setWebApplicationType(WebApplicationType.SERVLET);
    application.setRegisterShutdownHook(false);
    application.addInitializers(context -> use(data, context));
    return application;
  }

  private void use(DataDirectory data, ConfigurableApplicationContext context) {
    EmbeddedDatabase database = hold(new EmbeddedDatabase(data));
    hold(context);
    GenericApplicationContext beans = (GenericApplicationContext) context;
    beans.registerBean(JdbcConnectionDetails.class, database::connectionDetails);
    beans.registerBean(EventStoreOwner.class, database::owner);
  }

  /** Asked before the rest, since it takes no time; that it holds until the server listens, nobody can promise. */
  private static void requireFree(String host, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
    } catch (UnknownHostException unknown) {
      throw new StartRefused(
        "There is no host '" + host + "' here; --host takes an address of this machine."
      );
    } catch (IOException failure) {
      throw Refusals.ofPort(host, port, failure);
    }
  }
}
