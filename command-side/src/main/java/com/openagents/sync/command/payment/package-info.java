/** Accounts, and payments between them, in double entry. */
@NullMarked
package com.openagents.sync.command.payment;

import org.jspecify.annotations.NullMarked;
