// @vitest-environment jsdom
import { act, lazy, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, expect, test, vi } from 'vitest';
import { UiRoot } from '../ui/ui-root.tsx';
import { ScreenBoundary } from './screen-boundary.tsx';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

afterEach(() => void vi.restoreAllMocks());

test('a part that cannot be loaded takes no screen with it', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const Late = lazy(() => Promise.reject(new Error('Failed to fetch dynamically imported module')));
  const place = document.body.appendChild(document.createElement('div'));
  const root = createRoot(place);
  await act(async () =>
    root.render(
      <UiRoot>
        <p>The chat</p>
        <ScreenBoundary isPart>
          <Suspense>
            <Late />
          </Suspense>
        </ScreenBoundary>
      </UiRoot>,
    ),
  );
  expect(place.textContent).toContain('The chat');
  expect(place.textContent).toContain('A part of this window could not be shown');
  await act(async () => root.unmount());
});

test('a screen that breaks leaves the window, says so, and is tried again', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  let isBroken = true;
  function Screen() {
    if (isBroken) throw new Error('Failed to fetch dynamically imported module');
    return <p>The steps</p>;
  }
  const place = document.body.appendChild(document.createElement('div'));
  const root = createRoot(place);
  await act(async () =>
    root.render(
      <UiRoot>
        <nav>Menu</nav>
        <ScreenBoundary>
          <Screen />
        </ScreenBoundary>
      </UiRoot>,
    ),
  );
  expect(place.querySelector('nav')?.textContent).toBe('Menu');
  const alert = place.querySelector('[role=alert]');
  expect(alert?.textContent).toContain('This screen could not be shown');
  expect(alert?.textContent).toContain('Failed to fetch dynamically imported module');
  isBroken = false;
  const again = [...place.querySelectorAll('button')].find((button) => button.textContent === 'Try again');
  await act(async () => again?.click());
  expect(place.querySelector('[role=alert]')).toBeNull();
  expect(place.textContent).toContain('The steps');
  await act(async () => root.unmount());
});
