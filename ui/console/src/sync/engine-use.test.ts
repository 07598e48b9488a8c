import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const SOURCES = join(import.meta.dirname, '..');

it('the console reaches the engine through the package only, but for signing in', () => {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.|^testing/.test(file))
    .filter((file) =>
      /\bfetch\(|new WebSocket|EventSource|XMLHttpRequest/.test(readFileSync(join(SOURCES, file), 'utf8')),
    );
  expect(files).toEqual([join('org', 'session-store.ts')]);
});
