package com.openagents.sync.command.mutation;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MutationLimits.class)
class MutationConfiguration {}
