import { defineConfig } from '@playwright/test';
import { findChromium } from './chromium.mjs';

export default defineConfig({
  testDir: 'src',
  outputDir: 'target/results',
  // An engine deserves the machine for itself.
  workers: 1,
  retries: 0,
  // Starts, and the client's pauses between attempts to reconnect, take their time on a busy machine.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    viewport: { width: 1280, height: 800 },
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: findChromium(),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
