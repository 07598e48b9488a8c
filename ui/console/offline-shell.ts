import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

const WORKER = new URL('./src/offline/worker.js', import.meta.url);

/** Writes the worker that keeps the page's shell, with the list of all its files and a version that follows from them. */
export function offlineShell(): Plugin {
  return {
    name: 'offline-shell',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const built = Object.keys(bundle).filter((name) => name !== 'index.html' && !name.endsWith('.map'));
        const files = ['/', ...[...built, ...readdirSync('public')].map((name) => `/${name}`)].sort();
        const page = bundle['index.html'];
        const worker = readFileSync(WORKER, 'utf8');
        const hash = createHash('sha256')
          .update(worker + files.join() + (page?.type === 'asset' ? page.source : ''))
          .digest('hex');
        const source = worker
          .replace('__VERSION__', `agentsync ${hash.slice(0, 16)}`)
          .replace('__FILES__', JSON.stringify(files));
        this.emitFile({ type: 'asset', fileName: 'worker.js', source });
      },
    },
  };
}
