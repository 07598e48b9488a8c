import type { Page } from '@playwright/test';

/**
 * Records what the timeline says, in every frame in which anything of it changed, from before the page's first script
 * on: nothing that is ever drawn escapes it.
 */
export async function recordPictures(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const pictures: string[][] = [];
    const look = () => {
      const timeline = document.querySelector('[aria-label="Timeline"]');
      const lines = [...(timeline?.querySelectorAll('[data-index]') ?? [])]
        .sort((a, b) => Number(a.getAttribute('data-index')) - Number(b.getAttribute('data-index')))
        .map((line) => (line as HTMLElement).innerText);
      if (JSON.stringify(lines) !== JSON.stringify(pictures.at(-1))) pictures.push(lines);
    };
    let due = false;
    const next = () => {
      if (due) return;
      due = true;
      requestAnimationFrame(() => {
        due = false;
        look();
      });
    };
    new MutationObserver(next).observe(document, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
    });
    Object.assign(window, { pictures });
  });
}

/** For each picture since then, which of the texts stood in it, and how often. */
export async function picturesOf(page: Page, texts: readonly string[]): Promise<string[]> {
  const pictures = await page.evaluate(() => (window as unknown as { pictures: string[][] }).pictures);
  const seen = pictures.map((lines) =>
    texts
      .flatMap((text) => lines.filter((line) => line.split('\n').includes(text)).map(() => text))
      .join(' + '),
  );
  return seen.filter((each, at) => each !== seen[at - 1]);
}

export async function forgetPictures(page: Page): Promise<void> {
  await page.evaluate(() => {
    const { pictures } = window as unknown as { pictures: string[][] };
    pictures.splice(0, pictures.length - 1);
  });
}
