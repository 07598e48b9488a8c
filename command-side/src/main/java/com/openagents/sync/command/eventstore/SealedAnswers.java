package com.openagents.sync.command.eventstore;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.openagents.sync.platform.subjectkey.SealedJson;
import com.openagents.sync.platform.subjectkey.SubjectKey;
import com.openagents.sync.platform.subjectkey.SubjectKeys;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * First answers as they are stored: what somebody wrote in them, and by what the request's body is known again, are
 * sealed with the keys of all whose texts the record holds. Once one of them is erased, so are the texts of the answer.
 */
@Component
class SealedAnswers {

  /** Stands before a fingerprint the rest of which is sealed. */
  private static final String SEALED = "sealed:";
  private static final String BODY = "fingerprint";

  private final SubjectKeys keys;

  SealedAnswers(SubjectKeys keys) {
    this.keys = keys;
  }

  /** The two parts of a fingerprint: of caller and call, and of the body, which could be guessed by it. */
  private record Parts(String call, String body) {
    static Parts of(String fingerprint) {
      int end = fingerprint.indexOf('.') + 1;
      return new Parts(fingerprint.substring(0, end), fingerprint.substring(end));
    }
  }

  /** @param fields of the answer that hold what somebody wrote */
  FirstAnswer seal(
    String mutationId,
    FirstAnswer answer,
    List<String> fields,
    Collection<SubjectKey> sealedWith
  ) {
    Parts parts = Parts.of(answer.fingerprint());
    ObjectNode whole = SealedJson.parse(answer.record());
    ObjectNode secret = SealedJson.takeOut(whole, fields);
    secret.put(BODY, parts.body());
    SealedJson.seal(whole, secret, sealedWith, context(mutationId));
    return new FirstAnswer(SEALED + parts.call(), whole.toString(), answer.lastIndex());
  }

  /** What was answered first, as far as it is not erased. */
  FirstAnswer open(String mutationId, FirstAnswer stored) {
    if (!stored.fingerprint().startsWith(SEALED)) {
      return stored;
    }
    String call = stored.fingerprint().substring(SEALED.length());
    ObjectNode whole = SealedJson.parse(stored.record());
    Optional<ObjectNode> secret = SealedJson.open(whole, keys::find, context(mutationId));
    String body = secret.map(found -> found.remove(BODY).asText()).orElse("");
    secret.ifPresent(whole::setAll);
    return new FirstAnswer(call + body, whole.toString(), stored.lastIndex());
  }

  private static String context(String mutationId) {
    return "answer to " + mutationId;
  }
}
