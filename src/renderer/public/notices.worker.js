/**
 * Shows notices where a page alone cannot, as on phones, and hands clicks on them to the page, which answers the engine.
 * It answers no request and keeps nothing: the page loads as it would without.
 */
self.addEventListener('install', () => void self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('notificationclick', (event) => {
  const { notification, action } = event;
  notification.close();
  event.waitUntil(handOn(notification.data, action === '' ? undefined : Number(action)));
});

/** `index`: the button; undefined for the notice itself. Without a page nobody can answer, so the place is opened. */
async function handOn(notice, index) {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const page = pages.find(({ focused }) => focused) ?? pages[0];
  if (!page) return void (await self.clients.openWindow(`/${notice.place}`));
  page.postMessage({ notice, index });
  // A button answers where the person is; the notice itself brings the page to the front.
  if (index === undefined) await page.focus();
}
