import { EventEmitter } from 'node:events';
import type { Session, WebContents } from 'electron';
import { beforeEach, describe, expect, test, vi } from 'vitest';

const opened: string[] = [];
vi.mock('electron', () => ({ shell: { openExternal: async (address: string) => void opened.push(address) } }));
const { reloadWhenGone, restrictContents, restrictSession } = await import('./window-security.ts');

const origin = 'heron://app';
type Handler = (...values: unknown[]) => unknown;

/** What Electron gives to the two functions, with what they registered on it. */
function fake() {
  const handlers: Record<string, Handler> = {};
  const keep = (name: string) => (handler: Handler) => void (handlers[name] = handler);
  const target = Object.assign(new EventEmitter(), {
    setPermissionRequestHandler: keep('request'),
    setPermissionCheckHandler: keep('check'),
    setDevicePermissionHandler: keep('device'),
    setWindowOpenHandler: keep('open'),
  });
  return { target, handlers };
}

function event(values: object): { preventDefault(): void; isPrevented: boolean } {
  const made = { ...values, isPrevented: false, preventDefault: () => void (made.isPrevented = true) };
  return made;
}

beforeEach(() => void opened.splice(0));

describe('the session', () => {
  const { target, handlers } = fake();
  restrictSession(target as unknown as Session, origin);

  test.each(['media', 'geolocation', 'notifications', 'openExternal', 'fileSystem', 'unknown'])(
    'grants no %s, asked or looked up',
    (permission) => {
      const answers: unknown[] = [];
      handlers['request']?.({}, permission, (answer: unknown) => answers.push(answer), { requestingUrl: `${origin}/` });
      expect(answers).toEqual([false]);
      expect(handlers['check']?.({}, permission, `${origin}/`, {})).toBe(false);
    },
  );

  test('grants the microphone and the camera', () => {
    for (const [mediaTypes, isGranted] of [
      [['audio'], true],
      [['audio', 'video'], true],
      [['video', 'unknown'], false],
    ] as const) {
      const answers: unknown[] = [];
      const details = { requestingUrl: `${origin}/`, mediaTypes };
      handlers['request']?.({}, 'media', (answer: unknown) => answers.push(answer), details);
      expect(answers).toEqual([isGranted]);
    }
    expect(handlers['check']?.({}, 'media', `${origin}/`, { mediaType: 'audio' })).toBe(true);
    expect(handlers['check']?.({}, 'media', `${origin}/`, { mediaType: 'unknown' })).toBe(false);
  });

  test('grants no device', () => {
    expect(handlers['device']?.({ deviceType: 'usb', origin })).toBe(false);
  });

  test.each([
    [`${origin}/blobs/blb_1`, false],
    [`${origin}/index.html`, true],
    ['https://example.org/a.exe', true],
    ['data:text/html,a', true],
  ])('a download of %s is stopped: %s', (url, isStopped) => {
    const download = event({});
    target.emit('will-download', download, { getURL: () => url });
    expect(download.isPrevented).toBe(isStopped);
  });
});

describe('the contents', () => {
  const { target, handlers } = fake();
  const places: string[] = [];
  restrictContents(target as unknown as WebContents, origin, (place) => void places.push(place));

  test('a place of the page is shown in the main window, and no second one is opened', () => {
    expect(handlers['open']?.({ url: `${origin}/#/inbox` })).toEqual({ action: 'deny' });
    expect([places, opened]).toEqual([['#/inbox'], []]);
  });

  test.each(['https://example.org/', 'mailto:ada@example.org'])('a new window for %s is one of the system', (url) => {
    expect(handlers['open']?.({ url })).toEqual({ action: 'deny' });
    expect(opened).toEqual([url]);
  });

  test.each(['file:///etc/passwd', 'javascript:alert(1)', 'heron://app/', 'smb://host/share', 'http://example.org/'])(
    'a new window for %s is none at all',
    (url) => {
      expect(handlers['open']?.({ url })).toEqual({ action: 'deny' });
      expect(opened).toEqual([]);
    },
  );

  test.each([
    ['will-frame-navigate', { isMainFrame: true, url: `${origin}/#/inbox` }, false],
    ['will-frame-navigate', { isMainFrame: true, url: 'https://example.org/' }, true],
    ['will-frame-navigate', { isMainFrame: true, url: 'file:///etc/passwd' }, true],
    ['will-frame-navigate', { isMainFrame: false, url: `${origin}/` }, true],
    ['will-redirect', { url: 'https://example.org/' }, true],
    ['will-redirect', { url: `${origin}/` }, false],
    ['will-attach-webview', {}, true],
  ])('%s of %j is stopped: %s', (name, values, isStopped) => {
    const given = event(values);
    target.emit(name, given);
    expect(given.isPrevented).toBe(isStopped);
  });
});

test('a page whose process ended is loaded again, but not for ever when it ends as it begins', () => {
  const contents = Object.assign(new EventEmitter(), { reload: () => void (reloads += 1) });
  const told: string[] = [];
  let [reloads, at] = [0, 0];
  reloadWhenGone(contents as unknown as WebContents, { now: () => at, told: (reason) => told.push(reason) });
  contents.emit('render-process-gone', {}, { reason: 'clean-exit' });
  expect([reloads, told]).toEqual([0, []]);
  for (let end = 1; end <= 5; end += 1) contents.emit('render-process-gone', {}, { reason: 'crashed' });
  expect([reloads, told.length]).toEqual([3, 5]);
  at = 61_000;
  contents.emit('render-process-gone', {}, { reason: 'oom' });
  expect([reloads, told.at(-1)]).toEqual([4, 'oom']);
});
