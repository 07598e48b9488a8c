package com.openagents.sync.platform.event;

import java.util.Currency;

/** How many digits of an amount are minor units when an account is opened; its event keeps it. */
public final class CurrencyDecimals {

  private CurrencyDecimals() {}

  /** None of what is no currency of ISO 4217, such as a satoshi, which is the smallest part itself. */
  public static int of(String currency) {
    try {
      return Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
    } catch (IllegalArgumentException otherThanOfIso) {
      return 0;
    }
  }
}
