import { defineConfig } from 'vitest/config';

export default defineConfig({
  build: {
    target: 'es2022',
    sourcemap: true,
    minify: false,
    lib: {
      entry: {
        index: 'src/index.ts',
        core: 'src/core.ts',
        audit: 'src/audit.ts',
        'indexed-db': 'src/indexed-db.ts',
        tabs: 'src/tabs.ts',
        lazy: 'src/lazy.ts',
        undo: 'src/undo.ts',
        server: 'src/server.ts',
        inspector: 'src/inspector.tsx',
        rebuild: 'src/rebuild.ts',
      },
      formats: ['es'],
    },
    rolldownOptions: {
      external: [/^react(\/|$)/, /^zustand(\/|$)/, 'idb'],
      // A file each, so that an app takes only what it uses.
      output: { preserveModules: true, preserveModulesRoot: 'src', entryFileNames: '[name].js' },
    },
  },
  // Nothing here waits for time to pass; a busy machine may still take its time.
  test: { include: ['test/**/*.test.{ts,tsx}'], testTimeout: 60_000, hookTimeout: 60_000 },
});
