package com.openagents.sync.command.erasure;

import com.openagents.sync.api.erasure.EraseSubjectRequest;
import com.openagents.sync.api.erasure.ErasureCommand.EraseSubject;
import com.openagents.sync.command.mutation.Mutation;
import com.openagents.sync.command.mutation.MutationEndpoint;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Erasing what a subject wrote in an org. The answer is an {@link com.openagents.sync.api.erasure.ErasureRow}; it leaves
 * once the key is destroyed and the rows are erased.
 */
@RestController
@RequestMapping("/api/erasure")
class ErasureController {

  private final MutationEndpoint endpoint;

  ErasureController(MutationEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  @PostMapping
  ResponseEntity<String> erase(Mutation mutation, @RequestBody EraseSubjectRequest body) {
    return endpoint.change(
      mutation,
      body,
      new EraseSubject(Erasure.idOf(body.orgId(), body.subject()), body.orgId(), body.subject())
    );
  }
}
