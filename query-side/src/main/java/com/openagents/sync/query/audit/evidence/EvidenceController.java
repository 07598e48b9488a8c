package com.openagents.sync.query.audit.evidence;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.platform.access.Caller;
import com.openagents.sync.platform.access.ScopeAccess;
import com.openagents.sync.platform.evidence.EvidenceSettings;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** {@code /audit/verify}, {@code /audit/proof/…} and {@code /audit/public-key}. */
@RestController
class EvidenceController {

  /** One reads as fast as the database can. */
  private static final int VERIFICATIONS_AT_ONCE_MAX = 1;

  private final DataSource database;
  private final EvidenceSettings evidence;
  private final AuditSettings settings;
  private final Proofs proofs;
  private final ScopeAccess access;
  private final JsonMapper json;
  private final Semaphore turns = new Semaphore(VERIFICATIONS_AT_ONCE_MAX);

  EvidenceController(
    DataSource database,
    EvidenceSettings evidence,
    AuditSettings settings,
    Proofs proofs,
    ScopeAccess access,
    JsonMapper json
  ) {
    this.database = database;
    this.evidence = evidence;
    this.settings = settings;
    this.proofs = proofs;
    this.access = access;
    this.json = json;
  }

  /**
   * Verifies the whole store: lines of progress, then the report. Without that last line it did not come to its end.
   *
   * @throws Rejected with {@code forbidden} or {@code overloaded}
   */
  @GetMapping(path = "/audit/verify", produces = MediaType.APPLICATION_NDJSON_VALUE)
  void verify(Caller caller, HttpServletResponse response)
    throws IOException, SQLException, InterruptedException {
    if (!settings.mayVerify(caller.subject())) {
      throw new Rejected(RejectionCode.FORBIDDEN, caller.subject() + " is no auditor here.");
    }
    if (!turns.tryAcquire()) {
      throw new Rejected(
        RejectionCode.OVERLOADED,
        "The store is being verified for somebody else. Try again."
      );
    }
    try {
      response.setContentType(MediaType.APPLICATION_NDJSON_VALUE);
      OutputStream lines = response.getOutputStream();
      StoreVerifier verifier = new StoreVerifier(
        database,
        evidence.outside(),
        evidence.publicKeys(),
        settings.verifyThreadsMax()
      );
      write(lines, verifier.verify(progress -> write(lines, progress)));
    } finally {
      turns.release();
    }
  }

  private void write(OutputStream lines, Object line) {
    try {
      lines.write((json.writeValueAsString(line) + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
      lines.flush();
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  /**
   * What proves one event to somebody who has nothing but this and the public key.
   *
   * @throws Rejected with {@code not_found}, {@code forbidden}, or {@code unavailable} until a signed head covers it
   */
  @GetMapping(path = "/audit/proof/{eventId}", produces = MediaType.APPLICATION_JSON_VALUE)
  String proof(Caller caller, @PathVariable UUID eventId) {
    return proofs.of(eventId, org -> access.require(caller, Scope.org(org)));
  }

  /** The keys whose signatures count, as PEM. */
  @GetMapping(path = "/audit/public-key", produces = "application/x-pem-file")
  String publicKey() {
    return evidence.publicKeys().pem();
  }
}
