package com.openagents.sync.command.org;

import com.openagents.sync.api.org.CreateOrgRequest;
import com.openagents.sync.api.org.OrgCommand.CreateOrg;
import com.openagents.sync.command.mutation.Ids;
import com.openagents.sync.command.mutation.Mutation;
import com.openagents.sync.command.mutation.MutationEndpoint;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Mutations of orgs. The answer is an {@link com.openagents.sync.api.org.OrgRow}. */
@RestController
@RequestMapping("/api/org")
class OrgController {

  private final MutationEndpoint endpoint;

  OrgController(MutationEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  @PostMapping
  ResponseEntity<String> create(Mutation mutation, @RequestBody CreateOrgRequest body) {
    return endpoint.create(mutation, body, new CreateOrg(Ids.orNext(body.id()), body.name()));
  }
}
