// The page's shell, kept on the device so that the page opens without a net. Rows are kept by the client, not here:
// calls to the server pass as if this were not there.
const version = '__VERSION__';
const files = __FILES__;
const pageWaitMs = 3000;

// Whatever of it fails, the version before stays.
self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(version).then((cache) => cache.addAll(files.map(fresh))));
});

// It becomes active when no page of the version before is open any more: nobody needs the old files then.
self.addEventListener('activate', (event) => {
  const drop = async () => {
    for (const name of await caches.keys()) if (name !== version) await caches.delete(name);
  };
  event.waitUntil(drop().then(() => self.clients.claim()));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (request.mode === 'navigate' && pathname === '/') event.respondWith(page(request));
  else if (files.includes(pathname)) event.respondWith(file(request));
});

// Who has a net gets the newest page, and with it the newest files: an upgrade waits for nothing.
async function page(request) {
  const kept = () => caches.match('/', { cacheName: version });
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, pageWaitMs);
  });
  const answer = fetch(request).catch(() => undefined);
  const first = await Promise.race([answer, late]);
  clearTimeout(timer);
  if (first?.ok) return first;
  return (await kept()) ?? first ?? (await answer) ?? Response.error();
}

// Their names tell their content, so that what is kept never gets old; of the few others the net has the newest.
async function file(request) {
  const kept = await caches.match(request, { ignoreSearch: true });
  if (kept && new URL(request.url).pathname.startsWith('/assets/')) return kept;
  return fetch(request).catch(() => kept ?? Response.error());
}

function fresh(path) {
  return new Request(path, { cache: 'reload' });
}
