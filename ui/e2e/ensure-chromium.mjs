// Finds a Chromium, or installs Debian's as root, or says in one line what to install.
import { spawnSync } from 'node:child_process';
import { findChromium } from './chromium.mjs';

function install() {
  const canInstall = process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0;
  if (!canInstall) return;
  process.stdout.write('Installing Chromium for the browser tests\n');
  spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit' });
  spawnSync(
    'apt-get',
    ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-color-emoji'],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    },
  );
}

if (!findChromium()) install();
if (!findChromium()) {
  process.stderr.write('The browser tests need Chromium: install it, or name it in the variable CHROMIUM.\n');
  process.exit(1);
}
