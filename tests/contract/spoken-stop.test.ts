import { mkdirSync, mkdtempSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AnyEvent } from '../../src/contract/events.ts';
import { createEngine, type Engine } from '../../src/main/engine.ts';
import { pieces, spoken, whyNoVoice } from '../../src/main/features/voice/fixtures/flite.ts';

const root = join(import.meta.dirname, '../..');
const patience = { timeout: 60_000, interval: 50 };
let folder: string;
let engine: Engine;
let seen: AnyEvent[];

async function open(): Promise<void> {
  engine = await createEngine({
    ...{ program: 'headless', version: '0.1.0', dataFolder: join(folder, 'data'), appFolder: root },
    ...{ nodeBinary: process.execPath, homeFolder: join(folder, 'home'), environment: process.env },
  });
  seen = [];
  engine.events.listen((event) => seen.push(event));
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'heron-spoken-stop-'));
  mkdirSync(join(folder, 'home'));
  await open();
  await engine.client.settings.update({ voice: { isOn: true } });
});
afterEach(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A microphone that is turned on, hears one sentence, again where it was not understood, and is turned off when Heron has answered. */
async function sayOnce(text: string, conversationId?: string): Promise<string> {
  const { sessionId } = await engine.client.voice.open(conversationId === undefined ? {} : { conversationId });
  const own = () => seen.filter(({ payload }) => 'sessionId' in payload && payload.sessionId === sessionId);
  const answer = (): string | undefined =>
    own().flatMap((event) => (event.type === 'voice.spoken' ? event.payload.text : []))[0];
  const failures = (): number => own().filter((event) => event.type === 'voice.stageFailed').length;
  for (const voice of ['slt', 'rms', 'slt']) {
    const before = failures();
    for (const piece of pieces(spoken(text, { voice }))) {
      await engine.client.voice.hear({ sessionId, audio: new File([piece], 'audio.pcm') });
      await sleep(1);
    }
    await expect.poll(() => answer() !== undefined || failures() > before, patience).toBe(true);
    if (answer() !== undefined) break;
  }
  await engine.client.voice.close({ sessionId });
  return answer() ?? expect.unreachable(`“${text}” was not understood`);
}

const statusOf = async (runId: string): Promise<string> => (await engine.client.runs.get({ runId })).status;

async function write(text: string): Promise<{ conversationId: string; runId: string }> {
  const { conversationId, runId } = await engine.client.conversations.send({ text });
  return { conversationId, runId: runId ?? expect.unreachable(`“${text}” began no run`) };
}

describe.skipIf(whyNoVoice !== undefined)(
  `what is spoken reaches what was typed${whyNoVoice ? ` (${whyNoVoice})` : ''}`,
  { timeout: 180_000 },
  () => {
    test('“stop” ends a run that was typed, also one of before the engine was started again, and says which [MM-04]', async () => {
      const typed = await write('wait 10 minutes');
      const other = await write('wait 10 minutes');
      expect(await sayOnce('hey heron, stop', typed.conversationId)).toBe('Stopped: “Wait 10 minutes”.');
      expect(await statusOf(typed.runId)).toBe('cancelled');
      expect(['running', 'waiting']).toContain(await statusOf(other.runId));
      expect(await sayOnce('hey heron, stop', typed.conversationId)).toBe('Nothing is under way.');
      await engine.close();
      await open();
      expect(await sayOnce('hey heron, cancel', other.conversationId)).toBe('Stopped: “Wait 10 minutes”.');
      expect(await statusOf(other.runId)).toBe('cancelled');
    });

    test('how long each stage of a command took, and what it began, is on record [MM-01]', async () => {
      expect(await sayOnce('hey heron, what time is it')).toMatch(/^It is /);
      const { events } = await engine.client.events.list({ types: ['voice.commanded', 'voice.acted'] });
      const [commanded, acted] = events;
      expect(commanded?.payload).toMatchObject({ text: 'what time is it', outcome: 'sent' });
      expect(acted).toMatchObject({ scope: commanded?.scope, payload: { text: 'what time is it' } });
      const latency = expect.any(Number) as number;
      const latenciesMs = { wake: latency, listen: latency, transcribe: latency, understand: latency };
      expect(commanded?.payload).toMatchObject({ latenciesMs });
    });

    test('“undo that” takes the last change that was typed back, and says what, or that there is none [MM-04]', async () => {
      const file = join(folder, 'home', 'note.txt');
      writeFileSync(file, 'keep me');
      const { conversationId, runId } = await write('delete the file note.txt');
      const asked = () => engine.client.permissions.pending({ runId });
      await expect.poll(asked, patience).not.toEqual([]);
      const answers = (await asked()).map(({ id }) => ({ requestId: id, answer: 'once' as const }));
      await engine.client.permissions.answer({ answers });
      await expect.poll(() => statusOf(runId), patience).toBe('completed');
      expect(existsSync(file)).toBe(false);
      expect(await sayOnce('hey heron, undo that', conversationId)).toMatch(/^Undone: /);
      expect(existsSync(file)).toBe(true);
      expect(await sayOnce('hey heron, undo that', conversationId)).toMatch(/^There is nothing to undo/);
    });
  },
);
