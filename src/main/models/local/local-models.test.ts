import { getEventListeners } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { providers } from '../../../contract/model-providers.ts';
import { silentLogger } from '../../base/silent-logger.ts';
import type { ModelClient, ModelPart } from '../model-client.ts';
import { createLocalModels, type LocalModels } from './local-models.ts';

/** Stands for what runs model files: says who it is, and ends its answer unless it is asked to go on. */
const program = `process.on('message', ({ kind, id, question }) => {
  if (kind !== 'ask') return;
  process.send({ kind: 'part', id, part: { type: 'text', text: String(process.pid) } });
  if (question.instructions !== 'Go on.') process.send({ kind: 'end', id });
});
process.on('disconnect', () => process.exit(0));
`;

let folder: string;
let local: LocalModels;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heron-local-'));
  mkdirSync(join(folder, 'tiny'));
  writeFileSync(join(folder, 'tiny', 'model.gguf'), '');
  writeFileSync(join(folder, 'program.mjs'), program);
  local = createLocalModels({
    ...{ folder, nodeBinary: process.execPath, script: join(folder, 'program.mjs'), logger: silentLogger },
  });
});
afterEach(() => {
  vi.useRealTimers();
  local.close();
  rmSync(folder, { recursive: true, force: true });
});

const client = (): ModelClient =>
  local.client({
    ...{ providerId: 'local', kind: 'local', baseUrl: providers.local.baseUrl, account: 'main', apiKey: undefined },
    ...{ options: { unloadAfter: 1 }, model: 'tiny/model' },
    record: { tools: true, vision: false, temperature: true },
  });

async function ask(signal: AbortSignal, instructions = '', onPart?: () => void): Promise<ModelPart[]> {
  const heard: ModelPart[] = [];
  const asked = { choice: { purpose: 'act' as const }, instructions, messages: [], scope: {}, signal };
  for await (const part of client().stream(asked)) {
    heard.push(part);
    onPart?.();
  }
  return heard;
}

test('what is asked while the process before is ending is answered by the next one [MD-03]', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const { signal } = new AbortController();
  const first = await ask(signal);
  expect(first).toEqual([{ type: 'text', text: String(local.pid()) }]);
  // Ends it, and its end is not known yet.
  vi.advanceTimersByTime(1000);
  expect(local.pid()).toBeUndefined();
  const next = await ask(signal);
  expect(next).toEqual([{ type: 'text', text: String(local.pid()) }]);
  expect(next).not.toEqual(first);
});

test('an answer that has ended, or was given up, leaves nothing at its signal [MD-03]', async () => {
  const stop = new AbortController();
  await ask(stop.signal);
  expect(getEventListeners(stop.signal, 'abort')).toEqual([]);
  const reason = new Error('enough');
  await expect(ask(stop.signal, 'Go on.', () => stop.abort(reason))).rejects.toBe(reason);
  const left = new AbortController();
  for await (const part of client().stream({
    ...{ choice: { purpose: 'act' as const }, instructions: 'Go on.', messages: [], scope: {}, signal: left.signal },
  })) {
    expect(part.type).toBe('text');
    break;
  }
  expect(getEventListeners(left.signal, 'abort')).toEqual([]);
});
