package com.openagents.sync.platform.access;

import java.util.UUID;

/**
 * Whose a scope is.
 *
 * @param createdBy the subject that created the org
 */
public record ScopeOwner(UUID orgId, String createdBy) {}
