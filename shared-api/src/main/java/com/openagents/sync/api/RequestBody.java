package com.openagents.sync.api;

/** The JSON body of a mutation. Its fields carry column names (snake_case); unknown ones are refused. */
public interface RequestBody {}
