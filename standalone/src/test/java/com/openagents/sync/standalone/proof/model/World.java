package com.openagents.sync.standalone.proof.model;

/** What all of one history share: the engine, an org, somebody who may see it, and somebody who may not. */
record World(Parts parts, Http http, Log log, Tally tally, String token, String org, Foreign foreign) {
  String scope() {
    return "org:" + org;
  }
}
