/** What every part of the engine speaks: commands, domain events, rows, wire types and rejections. Types only. */
@NullMarked
package com.openagents.sync.api;

import org.jspecify.annotations.NullMarked;
