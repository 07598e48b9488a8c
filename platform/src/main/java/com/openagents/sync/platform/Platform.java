package com.openagents.sync.platform;

import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** Everything of this module, for an app to import. */
@Configuration(proxyBeanMethods = false)
@ComponentScan
public class Platform {}
