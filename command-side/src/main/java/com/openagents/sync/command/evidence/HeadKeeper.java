package com.openagents.sync.command.evidence;

import com.openagents.sync.platform.evidence.EvidenceSettings;
import com.openagents.sync.platform.evidence.HeadFile;
import com.openagents.sync.platform.evidence.PublicKeys;
import com.openagents.sync.platform.evidence.SignedHead;
import com.openagents.sync.platform.evidence.SigningKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Has heads signed while events come, and each of them brought to every outlet. Appends never wait for any of it. */
@Component
class HeadKeeper implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(HeadKeeper.class);
  private static final int HEADS_PER_DELIVERY_MAX = 1_000;

  /** Below the appender's, so that it outlives it and what was appended last is signed too. */
  private static final int PHASE = -10;

  private final EvidenceSettings settings;
  private final SignedHeadTable table;
  private final TransactionTemplate transaction;
  private final Optional<SigningKey> key;
  private volatile List<Round> rounds = List.of();

  HeadKeeper(EvidenceSettings settings, SignedHeadTable table, DataSource database) {
    this.settings = settings;
    this.table = table;
    this.transaction = new TransactionTemplate(new JdbcTransactionManager(database));
    this.key = Optional.ofNullable(settings.signingKeyFile()).map(this::load);
  }

  private SigningKey load(Path file) {
    if (settings.createSigningKey()) {
      SigningKey.createIfMissing(file);
    }
    SigningKey loaded = SigningKey.load(file);
    Path published = settings.publicKeysFile();
    if (published != null && !settings.publicKeys().ids().contains(loaded.keyId())) {
      loaded.publish(published);
    }
    return loaded;
  }

  @Override
  public void start() {
    List<Round> all = new ArrayList<>();
    for (HeadFile file : settings.outside()) {
      all.add(delivery(new Outlet.ToFile(file)));
    }
    URI url = settings.headsUrl();
    if (url != null) {
      all.add(
        delivery(
          new Outlet.ToUrl(
            url,
            table
              .last()
              .map(it -> it.globalIndex() - 1)
              .orElse(0L)
          )
        )
      );
    }
    key.ifPresent(signing -> all.addFirst(signature(signing)));
    rounds = List.copyOf(all);
    rounds.forEach(Round::start);
    log.info(
      "Signing heads by key {}; stored events {}",
      key.map(SigningKey::keyId).orElse("none"),
      table.isChangeable() ? "could be changed by the application's role" : "can't be changed from here"
    );
  }

  /** In the order in which they were started: the last head is signed before the outlets look for the last time. */
  @Override
  public void stop() {
    rounds.forEach(Round::stop);
    rounds = List.of();
  }

  @Override
  public boolean isRunning() {
    return !rounds.isEmpty();
  }

  @Override
  public int getPhase() {
    return PHASE;
  }

  Optional<String> keyId() {
    return key.map(SigningKey::keyId);
  }

  List<Round> rounds() {
    return rounds;
  }

  private Round signature(SigningKey signing) {
    HeadSigner signer = new HeadSigner(signing, settings, table, transaction);
    return new Round("head-signer", last -> {
      boolean more = true;
      while (more) {
        more = signer.sign(last);
      }
    });
  }

  private Round delivery(Outlet outlet) {
    return new Round("signed heads to " + outlet, _ -> deliver(outlet));
  }

  private void deliver(Outlet outlet) throws IOException, InterruptedException {
    List<SignedHead> heads = table.after(outlet.position(), HEADS_PER_DELIVERY_MAX);
    while (!heads.isEmpty()) {
      outlet.deliver(genuine(heads));
      heads = table.after(heads.getLast().globalIndex(), HEADS_PER_DELIVERY_MAX);
    }
  }

  /** What anybody put into the table is no testimony yet. */
  private List<SignedHead> genuine(List<SignedHead> heads) {
    PublicKeys own = key.map(SigningKey::publicKeys).orElseGet(PublicKeys::none);
    PublicKeys published = settings.publicKeys();
    @Nullable
    SignedHead forged = heads
      .stream()
      .filter(head -> !own.signed(head) && !published.signed(head))
      .findFirst()
      .orElse(null);
    if (forged != null) {
      throw new HistoryDiffers(
        "event_store.signed_heads holds a head of event %d that no known key signed".formatted(
          forged.globalIndex()
        )
      );
    }
    return heads;
  }
}
