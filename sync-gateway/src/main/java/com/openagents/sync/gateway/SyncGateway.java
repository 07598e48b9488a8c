package com.openagents.sync.gateway;

import com.openagents.sync.platform.Platform;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;
import org.springframework.context.annotation.Import;

/** The WebSocket {@code /sync} and all behind it, for an app to import. */
@Configuration(proxyBeanMethods = false)
@ComponentScan(nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class)
@Import(Platform.class)
@EnableConfigurationProperties(GatewaySettings.class)
public class SyncGateway {}
