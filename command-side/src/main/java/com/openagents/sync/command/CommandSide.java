package com.openagents.sync.command;

import com.openagents.sync.platform.Platform;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Everything of this module, for its own app and for standalone. */
@Configuration(proxyBeanMethods = false)
@ComponentScan
@Import(Platform.class)
public class CommandSide {}
