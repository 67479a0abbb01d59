// @vitest-environment jsdom
import { act, createElement, useLayoutEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type MountedItems, useMountedItems } from './use-mounted-items.ts';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

let root: ReturnType<typeof createRoot>;
let shown: MountedItems;

type ProbeProps = { all: number; isWhole: boolean; onShown: (mounted: MountedItems) => void };

function Probe({ all, isWhole, onShown }: ProbeProps) {
  const mounted = useMountedItems(all, isWhole);
  useLayoutEffect(() => onShown(mounted));
  return null;
}

const show = (all: number, isWhole = true): Promise<void> =>
  act(async () => root.render(createElement(Probe, { all, isWhole, onShown: (mounted) => void (shown = mounted) })));
const count = (): Promise<number> =>
  act(async () => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    return shown.count;
  });

beforeEach(() => {
  root = createRoot(document.body.appendChild(document.createElement('div')));
});
afterEach(async () => {
  await act(async () => root.unmount());
  document.body.replaceChildren();
});

test('a long conversation begins with its end, and all of it comes in spare time', async () => {
  await show(60);
  expect(shown.count).toBeLessThan(60);
  await expect.poll(count, { timeout: 30_000 }).toBe(60);
  // What is there stays when more is said.
  await show(80);
  expect(shown.count).toBe(80);
});

test('what has not been read yet is not taken for all there is', async () => {
  await show(3, false);
  expect(shown.count).toBe(3);
  await count();
  await show(60);
  expect(shown.count).toBeLessThan(60);
});
