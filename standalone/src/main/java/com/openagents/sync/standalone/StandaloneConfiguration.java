package com.openagents.sync.standalone;

import com.openagents.sync.command.CommandSide;
import com.openagents.sync.gateway.SyncGateway;
import com.openagents.sync.query.QuerySide;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The three parts in one context: one port, one connection pool, and signals that need no database. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ CommandSide.class, QuerySide.class, SyncGateway.class })
class StandaloneConfiguration {}
