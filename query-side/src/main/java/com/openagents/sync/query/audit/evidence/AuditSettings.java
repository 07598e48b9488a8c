package com.openagents.sync.query.audit.evidence;

import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param auditors subjects who may have the whole store verified, which is no org's alone; {@code *} is everybody with
 * a token
 * @param verifyThreadsMax how many threads read at once, each with a database connection of its own
 */
@ConfigurationProperties("agentsync.audit")
record AuditSettings(@DefaultValue Set<String> auditors, @DefaultValue("4") int verifyThreadsMax) {
  private static final String EVERYBODY = "*";

  boolean mayVerify(String subject) {
    return auditors.contains(subject) || auditors.contains(EVERYBODY);
  }
}
