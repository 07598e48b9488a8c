import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { expect, it } from 'vitest';

/** Without react and zustand. */
const gzipBytesMax = 20_500;

it.each(['core', 'index'])('what an app ships of %s stays small', async (entry) => {
  const output = await build({
    configFile: false,
    logLevel: 'silent',
    root: new URL('..', import.meta.url).pathname,
    build: {
      write: false,
      minify: true,
      target: 'es2022',
      lib: { entry: `src/${entry}.ts`, formats: ['es'] },
      rolldownOptions: { external: [/^react(\/|$)/, /^zustand(\/|$)/], output: { minify: true } },
    },
  });
  const [{ output: files }] = output as [Rolldown.RolldownOutput];
  const bytes = files.reduce(
    (sum, file) => sum + (file.type === 'chunk' ? gzipSync(file.code).length : 0),
    0,
  );
  expect(bytes).toBeLessThan(gzipBytesMax);
});
