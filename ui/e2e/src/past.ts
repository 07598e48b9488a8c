import { expect, type Locator } from '@playwright/test';
import { Work } from './work';

/** What a person sees and does of what was. */
export class Past extends Work {
  drawer(of: string): Locator {
    return this.page.getByRole('dialog', { name: `History of ${of}` });
  }

  events(of: string): Locator {
    return this.drawer(of).getByRole('list', { name: 'Events, newest first' }).getByRole('article');
  }

  bar(): Locator {
    return this.page.getByRole('region', { name: 'Time travel' });
  }

  slider(): Locator {
    return this.bar().getByRole('slider', { name: 'Moment' });
  }

  async travel(): Promise<void> {
    await this.page.getByRole('button', { name: 'Show the past' }).click();
    await expect(this.bar()).toContainText('The past');
    await expect(this.slider()).toBeFocused();
  }

  async overflow(): Promise<number> {
    return this.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  }
}
