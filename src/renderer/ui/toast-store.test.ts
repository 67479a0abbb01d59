import { beforeEach, expect, test } from 'vitest';
import { dismissToast, showToast, useToasts } from './toast-store.ts';

beforeEach(() => useToasts.setState({ toasts: [] }));

test('good news leaves by itself, bad news waits to be dismissed', () => {
  showToast({ title: 'Saved' });
  showToast({ title: 'Could not save', tone: 'danger' });
  expect(useToasts.getState().toasts.map((toast) => toast.durationMs)).toEqual([5000, undefined]);
});

test('a dismissed toast is gone and the others stay', () => {
  const first = showToast({ title: 'One' });
  showToast({ title: 'Two' });
  dismissToast(first);
  expect(useToasts.getState().toasts.map((toast) => toast.title)).toEqual(['Two']);
});

test('no more than four are shown, the oldest leave', () => {
  for (const title of ['1', '2', '3', '4', '5']) showToast({ title });
  expect(useToasts.getState().toasts.map((toast) => toast.title)).toEqual(['2', '3', '4', '5']);
});
