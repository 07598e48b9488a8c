package com.openagents.sync.query.stream;

import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.query.platform.Model;
import java.util.List;

/** @param models in the catalogue's order */
public record StreamRequest(Scope scope, List<Model> models, StreamForm form) {}
