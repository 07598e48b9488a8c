package com.openagents.sync.platform.subjectkey;

import com.openagents.sync.platform.signal.Signals;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

/** For the apps that read or store events; no configuration that a scan finds, since the gateway needs no keys. */
@EnableConfigurationProperties(SubjectKeySettings.class)
public class SubjectKeysConfiguration {

  @Bean
  SubjectKeys subjectKeys(SubjectKeySettings settings, JdbcClient jdbc, Signals signals) {
    SubjectKeys keys = new SubjectKeys(settings, jdbc);
    signals.listen(Signals.Topic.KEYS_DESTROYED, keys::forget);
    return keys;
  }
}
