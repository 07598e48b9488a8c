/** Accounts, and payments between them: integer minor units of one currency, in double entry. */
@NullMarked
package com.openagents.sync.api.payment;

import org.jspecify.annotations.NullMarked;
