/** The model test: random histories against a simple model of the engine in memory. */
@NullMarked
package com.openagents.sync.standalone.proof.model;

import org.jspecify.annotations.NullMarked;
