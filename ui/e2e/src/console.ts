import { expect, type Locator, type Page } from '@playwright/test';

/** What a person sees and does on the console's page. */
export class Console {
  constructor(readonly page: Page) {}

  agents(): Locator {
    return this.page.getByRole('list', { name: 'Agents' });
  }

  agent(name: string): Locator {
    return this.agents().getByRole('listitem').filter({ hasText: name });
  }

  timeline(): Locator {
    return this.page.getByRole('region', { name: 'Timeline' });
  }

  composer(): Locator {
    return this.page.getByRole('textbox', { name: 'Message', exact: true });
  }

  async isLive(): Promise<void> {
    await expect(this.page.getByRole('status', { name: 'Connection' })).toHaveText(/live/i);
  }

  async createAgent(name: string): Promise<void> {
    await this.page.getByRole('button', { name: 'New agent' }).first().click();
    const dialog = this.page.getByRole('dialog');
    await dialog.getByRole('textbox').fill(name);
    await dialog.getByRole('button', { name: 'Create agent' }).click();
    await expect(this.agent(name)).toBeVisible();
    await expect(this.composer()).toBeFocused();
  }

  async open(name: string): Promise<void> {
    await this.agent(name).click();
    await expect(this.page.getByRole('heading', { name })).toBeVisible();
  }

  async write(text: string): Promise<void> {
    await this.composer().fill(text);
    await this.page.getByRole('button', { name: 'Send' }).click();
  }

  /** How often a text stands in the timeline. */
  said(text: string): Locator {
    return this.timeline().getByText(text, { exact: true });
  }
}
