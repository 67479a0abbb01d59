import { expect, test } from 'vitest';
import { createIds } from './ids.ts';
import { inTrace, requestContext, traceContext, traceIdOf, traceparent } from './trace-context.ts';

const parent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

test('a call goes on with the trace of who makes it, in a span of its own', () => {
  const context = requestContext(parent);
  expect(context).toMatchObject({ traceId: '4bf92f3577b34da6a3ce929d0e0e4736', callerId: '00f067aa0ba902b7' });
  expect(context.spanId).toMatch(/^[0-9a-f]{16}$/);
  expect(context.spanId).not.toBe('00f067aa0ba902b7');
  expect(traceparent(context)).toBe(`00-${context.traceId}-${context.spanId}-01`);
});

test.each([
  undefined,
  '',
  'nonsense',
  'ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  '00-00000000000000000000000000000000-00f067aa0ba902b7-01',
  '00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01',
  '00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01',
])('what is no traceparent begins a trace: %s', (text) => {
  const context = requestContext(text);
  expect(context.traceId).toMatch(/^[0-9a-f]{32}$/);
  expect(context.traceId).not.toBe('4bf92f3577b34da6a3ce929d0e0e4736');
  expect(context.callerId).toBeUndefined();
});

test('what is set going in a trace is part of it, what comes after is not', async () => {
  const context = requestContext();
  const later = inTrace(context, async () => {
    await new Promise((resolve) => setImmediate(resolve));
    return traceContext();
  });
  expect(traceContext()).toBeUndefined();
  expect(await later).toBe(context);
});

test('ids spell traces, each its own', () => {
  const makeId = createIds();
  const traces = Array.from({ length: 100 }, () => traceIdOf(makeId('run')));
  expect(new Set(traces).size).toBe(100);
  expect(traceIdOf('run_00000000000000000000000010')).toBe('00000000000000000000000000000020');
  expect(traceIdOf('run_7ZZZZZZZZZZZZZZZZZZZZZZZZZ')).toBe('f'.repeat(32));
});
