package com.openagents.sync.api.erasure;

import com.openagents.sync.api.RequestBody;
import java.util.UUID;

/** @param subject whose texts are to go: a person, an agent or a service, as its tokens name it */
public record EraseSubjectRequest(UUID orgId, String subject) implements RequestBody {}
