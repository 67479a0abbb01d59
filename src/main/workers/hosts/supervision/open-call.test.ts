import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type CallRequest, createCallOpener, type OpenCall } from './open-call.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

const request = (timeoutMs: number): CallRequest => ({
  ...{ action: 'ask', input: {}, settings: {}, priority: 'normal', timeoutMs },
  ...{ signal: new AbortController().signal, onStopping: () => undefined, onProgress: () => undefined },
  // Nobody here asks for these.
  ...({ scope: {}, session: {} } as Pick<CallRequest, 'scope' | 'session'>),
});

test('the deadline of a call stands still while somebody is asked, and begins anew with the answer', async () => {
  const open = createCallOpener('mcp-asking');
  let call: OpenCall | undefined;
  const ended = vi.fn<(error: unknown) => void>();
  void open(request(1000), (opened) => void (call = opened)).catch(ended);
  await vi.advanceTimersByTimeAsync(900);
  const goOn = call?.hold();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(ended).not.toHaveBeenCalled();
  goOn?.();
  await vi.advanceTimersByTimeAsync(900);
  expect(ended).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(200);
  expect(ended).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: 'timeout' }));
});
