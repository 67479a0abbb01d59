// @vitest-environment jsdom
import { act, createElement, useLayoutEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ThreadItem } from './threads.ts';
import { type MountedItems, useMountedItems } from './use-mounted-items.ts';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

let root: ReturnType<typeof createRoot>;
let shown: MountedItems;

type ProbeProps = { items: ThreadItem[]; isWhole: boolean; onShown: (mounted: MountedItems) => void };

function Probe({ items, isWhole, onShown }: ProbeProps) {
  const mounted = useMountedItems(items, isWhole);
  useLayoutEffect(() => onShown(mounted));
  return null;
}

const rows = (count: number): ThreadItem[] =>
  Array.from({ length: count }, (_, at) => ({ kind: 'run', key: `run-${at}`, at, runId: `run-${at}` }));
const show = (items: ThreadItem[], isWhole = true): Promise<void> =>
  act(async () => root.render(createElement(Probe, { items, isWhole, onShown: (mounted) => void (shown = mounted) })));
const count = (): Promise<number> =>
  act(async () => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    return shown.items.length;
  });

beforeEach(() => {
  root = createRoot(document.body.appendChild(document.createElement('div')));
});
afterEach(async () => {
  await act(async () => root.unmount());
  document.body.replaceChildren();
});

test('a long conversation begins with its end, and all of it comes in spare time', async () => {
  const items = rows(60);
  await show(items);
  expect(shown.items.at(-1)).toBe(items.at(-1));
  expect(shown.items.length).toBeLessThan(60);
  await expect.poll(count, { timeout: 30_000 }).toBe(60);
  // What is there stays when more is said.
  await show([...items, ...rows(80).slice(60)]);
  expect(shown.items).toHaveLength(80);
});

test('what has not been read yet is not taken for all there is', async () => {
  await show(rows(3), false);
  expect(shown.items).toHaveLength(3);
  await count();
  await show(rows(60));
  expect(shown.items.length).toBeLessThan(60);
});
