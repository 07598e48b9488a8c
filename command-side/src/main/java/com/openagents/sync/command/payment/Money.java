package com.openagents.sync.command.payment;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import java.util.Currency;
import java.util.Set;
import java.util.stream.Collectors;

/** Rules of amounts and currencies. */
final class Money {

  /** The smallest part of a bitcoin that is paid with. */
  private static final String SATOSHI = "SAT";

  private static final Set<String> CURRENCIES = Currency.getAvailableCurrencies()
    .stream()
    .map(Currency::getCurrencyCode)
    .collect(Collectors.toUnmodifiableSet());

  private Money() {}

  /** @throws Rejected with {@code amount_invalid} */
  static long requireAmount(long amount) {
    if (amount < 1 || amount > Account.BALANCE_MAX) {
      throw Rejected.field(
        RejectionCode.AMOUNT_INVALID,
        "amount",
        "'amount' is in minor units, within 1 and " + Account.BALANCE_MAX + "."
      );
    }
    return amount;
  }

  /** @throws Rejected with {@code currency_unknown} */
  static String requireCurrency(String currency) {
    if (!currency.equals(SATOSHI) && !CURRENCIES.contains(currency)) {
      throw Rejected.field(
        RejectionCode.CURRENCY_UNKNOWN,
        "currency",
        "'%s' is no currency: send a code of ISO 4217, such as USD, or %s.".formatted(currency, SATOSHI)
      );
    }
    return currency;
  }
}
