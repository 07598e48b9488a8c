import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defaultClientConditions } from 'vite';
import { defineConfig } from 'vitest/config';
import { offlineShell } from './offline-shell.ts';

const server = process.env['AGENTSYNC_SERVER'] ?? 'http://localhost:8080';

export default defineConfig({
  plugins: [react(), tailwindcss(), offlineShell()],
  resolve: { conditions: ['@openagents/source', ...defaultClientConditions] },
  server: {
    port: 5173,
    proxy: {
      '/admin': server,
      '/api': server,
      '/audit': server,
      '/dev': server,
      '/sync': { target: server, ws: true },
    },
  },
  build: { target: ['chrome123', 'firefox121', 'safari17.5'] },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/testing/patience.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
