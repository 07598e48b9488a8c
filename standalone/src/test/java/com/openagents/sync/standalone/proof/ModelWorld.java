package com.openagents.sync.standalone.proof;

/** What all of one history share: the engine, an org, somebody who may see it, and somebody who may not. */
record ModelWorld(
  ModelParts parts,
  ModelHttp http,
  ModelLog log,
  ModelTally tally,
  String token,
  String org,
  ModelForeign foreign
) {
  String scope() {
    return "org:" + org;
  }
}
