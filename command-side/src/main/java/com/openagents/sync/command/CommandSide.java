package com.openagents.sync.command;

import com.openagents.sync.platform.Platform;
import com.openagents.sync.platform.subjectkey.SubjectKeysConfiguration;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Everything of this module, for its own app and for standalone. */
@Configuration(proxyBeanMethods = false)
@ComponentScan
@Import({ Platform.class, SubjectKeysConfiguration.class })
public class CommandSide {}
