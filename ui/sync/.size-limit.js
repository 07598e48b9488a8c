/** What each entry may weigh, minified and compressed, without what an app brings or what is declared as a dependency. */
const ignore = ['react', 'react/*', 'zustand', 'zustand/*', 'idb'];

const entry = (name, path, limit, names = '*') => ({ name, path, import: names, limit, gzip: true, ignore });

export default [
  entry(
    'core: client, provider, useAgentSync, useConnectionState, usePendingMutations',
    'src/index.ts',
    '19.7 kB',
    '{ createAgentSync, AgentSyncProvider, useAgentSync, useConnectionState, usePendingMutations }',
  ),
  entry('all of the index', 'src/index.ts', '20.1 kB'),
  entry('lazy, with the parts of the core that it shares', 'src/lazy.ts', '4.3 kB'),
  entry('indexed-db', 'src/indexed-db.ts', '3.4 kB'),
  entry('tabs', 'src/tabs.ts', '3 kB'),
  entry('undo', 'src/undo.ts', '1.6 kB'),
  entry('inspector', 'src/inspector.tsx', '4.2 kB'),
];
