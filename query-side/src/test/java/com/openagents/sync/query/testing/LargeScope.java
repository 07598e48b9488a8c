package com.openagents.sync.query.testing;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Fills a scope by the shortest way. */
public final class LargeScope {

  private static final int HASH_CHARS = 32;

  private LargeScope() {}

  public static void fill(JdbcClient jdbc, Sample sample, int messages, int charsPerMessage) {
    jdbc
      .sql(
        """
        INSERT INTO read.messages (id, agent_id, org_id, role, content, created_at, updated_at)
        SELECT gen_random_uuid(), ?, ?, 'user', repeat(md5(number::text), ?), now(), now()
        FROM generate_series(1, ?) AS number
        """
      )
      .params(sample.agentId(), sample.orgId(), charsPerMessage / HASH_CHARS, messages)
      .update();
  }
}
