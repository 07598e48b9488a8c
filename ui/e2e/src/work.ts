import { expect, type Locator } from '@playwright/test';
import { Console } from './console';

export const DIFF = `diff --git a/clock.py b/clock.py
--- a/clock.py
+++ b/clock.py
@@ -1,3 +1,3 @@
 import time
-now = 0
+now = time.time()
 print(now)
`;

/** What a person sees and does of code changes and money. */
export class Work extends Console {
  change(title: string): Locator {
    return this.timeline().getByRole('article', { name: `Code change: ${title}` });
  }

  async decide(title: string, step: string, why?: string): Promise<void> {
    await this.change(title)
      .getByRole('button', { name: why === undefined ? step : `${step}…` })
      .click();
    if (why === undefined) return;
    const dialog = this.page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Why' }).fill(why);
    await dialog.getByRole('button', { name: step }).click();
    await expect(dialog).toBeHidden();
  }

  async show(view: string): Promise<void> {
    await this.page.getByRole('radiogroup', { name: 'Show' }).getByText(view, { exact: true }).click();
  }

  async orgPayments(): Promise<void> {
    await this.page.getByRole('link', { name: 'Payments' }).click();
    await expect(this.page.getByRole('heading', { name: 'Payments', level: 1 })).toBeVisible();
  }

  account(owner: string): Locator {
    return this.page.getByRole('region', { name: `Account of ${owner}` });
  }

  payment(from: string, to: string): Locator {
    return this.page.getByRole('list', { name: 'Payments' }).getByRole('listitem', {
      name: new RegExp(`from ${from} to ${to}$`),
    });
  }

  async openAccount(owner: string, currency: string): Promise<void> {
    await this.account(owner).getByRole('button', { name: 'Open an account…' }).click();
    await this.fill({ Currency: currency }, 'Open account');
    await expect(this.account(owner).getByRole('button', { name: 'Deposit…' })).toBeEnabled();
  }

  /** Fills in the dialog that is open, and sends it. */
  async fill(fields: Record<string, string>, verb: string): Promise<void> {
    const dialog = this.page.getByRole('dialog');
    for (const [name, text] of Object.entries(fields)) {
      await dialog.getByRole('textbox', { name }).fill(text);
    }
    await dialog.getByRole('button', { name: verb }).click();
    await expect(dialog).toBeHidden();
  }
}
