package com.openagents.sync.platform.subjectkey;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The keys of subjects, remembered for a while. A key that is remembered though it is destroyed opens what was sealed
 * with it until the signal is heard, or the while is over; to store anything with it is refused by the event store.
 */
public final class SubjectKeys {

  /** @param key empty once it is destroyed */
  private record Found(Optional<SubjectKey> key) {}

  private final MasterKeyFile file;
  private final SubjectKeyTable table;
  private final Cache<SubjectKey.Owner, SubjectKey> living;
  private final Cache<UUID, Found> byId;
  private final AtomicLong forgotten = new AtomicLong();
  private volatile @Nullable MasterKey master;

  SubjectKeys(SubjectKeySettings settings, JdbcClient jdbc) {
    this.file = settings.file();
    this.table = new SubjectKeyTable(jdbc);
    this.living = remembering(settings).build();
    this.byId = remembering(settings).build();
  }

  private static Caffeine<Object, Object> remembering(SubjectKeySettings settings) {
    return Caffeine.newBuilder()
      .maximumSize(settings.rememberedMax())
      .expireAfterWrite(settings.rememberedFor());
  }

  /**
   * Makes the master key if this is the first start on the database, else makes sure that it is the right one. To be
   * called by whoever stores events, before anything else.
   *
   * @throws MasterKeyUnusable if it is missing, or another one
   */
  public void requireMaster() {
    if (!file.exists()) {
      if (table.check().isPresent()) {
        throw new MasterKeyUnusable(
          "The master key %s is missing; what is stored can't be read without it. Put it back.".formatted(
            file.path()
          ),
          null
        );
      }
      file.create();
    }
    table.insertCheck(file.read().check());
    master();
  }

  /** The key that the subject writes with now; made durable first if there is none. */
  public SubjectKey current(UUID orgId, String subject) {
    SubjectKey.Owner owner = new SubjectKey.Owner(orgId, subject);
    SubjectKey known = living.getIfPresent(owner);
    if (known != null) {
      return known;
    }
    long before = forgotten.get();
    SubjectKey key = table
      .living(owner)
      .map(this::unwrapped)
      .orElseGet(() -> create(owner));
    living.put(owner, key);
    // What was destroyed while this looked may be what it found.
    if (forgotten.get() != before) {
      living.invalidate(owner);
    }
    return key;
  }

  /**
   * @return empty if it is destroyed
   * @throws MasterKeyUnusable if it never was, or can't be unwrapped
   */
  public Optional<SubjectKey> find(UUID keyId) {
    Found known = byId.getIfPresent(keyId);
    if (known != null) {
      return known.key();
    }
    long before = forgotten.get();
    SubjectKeyTable.Stored stored = table
      .byId(keyId)
      .orElseThrow(() -> new MasterKeyUnusable("There is no key " + keyId + " in the event store.", null));
    Optional<SubjectKey> key = stored.wrapped() == null ? Optional.empty() : Optional.of(unwrapped(stored));
    byId.put(keyId, new Found(key));
    if (forgotten.get() != before) {
      byId.invalidate(keyId);
    }
    return key;
  }

  /** Whether the subject ever had a key; asked anew each time. */
  public boolean isKnown(UUID orgId, String subject) {
    return table.isKnown(new SubjectKey.Owner(orgId, subject));
  }

  /** Whether anything that the subject wrote can be read; asked anew each time. */
  public boolean hasLiving(UUID orgId, String subject) {
    return table.living(new SubjectKey.Owner(orgId, subject)).isPresent();
  }

  /** Drops what is remembered: keys were destroyed. */
  public void forget() {
    forgotten.incrementAndGet();
    living.invalidateAll();
    byId.invalidateAll();
  }

  private SubjectKey create(SubjectKey.Owner owner) {
    SecretKey secret = new SecretKeySpec(AesGcm.randomKey(), AesGcm.ALGORITHM);
    SubjectKey key = new SubjectKey(UUID.randomUUID(), owner, secret);
    table.insert(key, master().wrap(key));
    // Another node may have been first, and its key may be destroyed already.
    return table
      .living(owner)
      .map(this::unwrapped)
      .orElseGet(() -> create(owner));
  }

  private SubjectKey unwrapped(SubjectKeyTable.Stored stored) {
    byte[] wrapped = stored.wrapped();
    if (wrapped == null) {
      throw new IllegalArgumentException("destroyed: " + stored.id());
    }
    return master().unwrap(stored.id(), stored.owner(), wrapped);
  }

  private MasterKey master() {
    MasterKey known = master;
    if (known != null) {
      return known;
    }
    MasterKey read = file.read();
    byte[] check = table.check().orElseThrow(() -> new MasterKeyUnusable("No master key is in use.", null));
    if (!MessageDigest.isEqual(check, read.check())) {
      throw new MasterKeyUnusable(
        "The master key %s is not the one of this database. Put that one back.".formatted(file.path()),
        null
      );
    }
    master = read;
    return read;
  }
}
