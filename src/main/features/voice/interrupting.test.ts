import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PermissionRequest } from '../../../contract/permissions.ts';
import type { VoiceSettings } from '../../../contract/voice.ts';
import { nativeBuilds, type Speech } from '../../speech/speech.ts';
import { findEngines } from './engines.ts';
import { whyNoVoice } from './fixtures/flite.ts';
import {
  lastSpoken,
  lastState,
  listen,
  long,
  makeId,
  type Opened,
  openVoiceIn,
  patience,
  say,
} from './fixtures/open-voice.ts';
import { tinySpeech } from './fixtures/tiny-speech.ts';
import type { VoiceService } from './service.ts';

const why = whyNoVoice ?? (nativeBuilds().whisper && nativeBuilds().sherpa ? undefined : 'no native builds');
const sentence = 'Write a poem about the sea';

let folder: string;
let voice: VoiceService | undefined;
let speech: Speech | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heron-interrupting-'));
});
afterEach(() => {
  voice?.close();
  speech?.close();
  [voice, speech] = [undefined, undefined];
  rmSync(folder, { recursive: true, force: true });
});

function open(change: Partial<VoiceSettings> = {}, heard = sentence, find?: typeof findEngines) {
  speech = tinySpeech(join(folder, 'models'), heard);
  const opened = openVoiceIn(folder, change, { speech, ...(find ? { find } : {}) });
  ({ voice } = opened);
  return opened;
}

/** Without pocketsphinx, as on macOS and Windows. */
const withoutClosedSet: typeof findEngines = async (machine) => ({
  ...(await findEngines(machine)),
  hearer: undefined,
});

/** Heron says something, and somebody speaks over it. */
async function sayOver(opened: Opened, sessionId: string, text: string, speaker = 'rms'): Promise<void> {
  opened.voice.session(sessionId).tell('The folder holds three files, and two of them are large.');
  await expect.poll(() => lastState(opened), patience).toBe('speaking');
  await say(opened, sessionId, text, { speaker, interrupts: true, paceMs: 5 });
}

/** What was said before it has been heard to its end. */
async function heardAll(opened: Opened, utterances: number): Promise<void> {
  const ends = () => opened.ofType('voice.stageEnded').filter(({ payload }) => payload.stage === 'wake').length;
  await expect.poll(ends, patience).toBeGreaterThanOrEqual(utterances);
}

function question(runId: string): PermissionRequest {
  return {
    ...{ id: makeId('req'), runId, taskIds: ['pack'], actions: ['create'], workerId: 'archive' },
    ...{ workerName: 'Archive', need: { capability: 'files.read', target: '/home/me/notes' }, reason: 'to pack it' },
    createdAt: 1,
  };
}

describe.skipIf(why !== undefined)(`who speaks over Heron${why ? ` (${why})` : ''}`, long, () => {
  test('is understood with the wake phrase, a command or whatever else; bare words, which may be its own, are not [MM-04]', async () => {
    const opened = open({ followUpSeconds: 0 });
    const sessionId = await listen(opened);
    await sayOver(opened, sessionId, 'zip the folder notes');
    await heardAll(opened, 1);
    expect(opened.done).toEqual([]);
    await sayOver(opened, sessionId, 'hey heron, what time is it');
    await expect.poll(() => opened.done, patience).toEqual(['send what time is it']);
    await sayOver(opened, sessionId, 'hey heron, my brother lives in a house by the river');
    await expect.poll(() => opened.done.at(-1), patience).toBe(`send ${sentence}`);
    await sayOver(opened, sessionId, 'stop');
    await expect.poll(() => opened.done.at(-1), patience).toBe('stop');
    // Each that was looked at for the phrase has come to its end, heard or not.
    const stages = (type: 'voice.stageStarted' | 'voice.stageEnded') =>
      opened.ofType(type).filter(({ payload }) => payload.stage === 'wake').length;
    await expect.poll(() => stages('voice.stageEnded'), patience).toBe(stages('voice.stageStarted'));
  });

  test('and answers a question before it was asked to its end: a no counts, of a yes it hears that it was too early [MM-04]', async () => {
    const opened = open();
    const { pending, runId, done, ofType } = opened;
    const sessionId = await listen(opened);
    pending.push(question(runId));
    await say(opened, sessionId, 'hey heron, zip the folder notes');
    await expect.poll(() => lastState(opened), patience).toBe('speaking');
    await say(opened, sessionId, 'allow once', { interrupts: true });
    await expect.poll(() => lastSpoken(opened), patience).toMatch(/Say it again/);
    expect(ofType('voice.stageFailed').at(-1)?.payload.error.message).toMatch(/asked to the end/);
    expect(done).toEqual(['send zip the folder notes']);
    expect(pending).toHaveLength(1);
    await say(opened, sessionId, 'no', { interrupts: true });
    await expect.poll(() => done.at(-1), patience).toBe('answer deny');
  });

  test.each([
    ['stop', 'Stop.', 'stop'],
    ['the wake phrase', 'Hey, Heron: what time is it?', 'send what time is it?'],
  ])('is heard without a closed set as well: %s [MM-04]', async (_, written, outcome) => {
    const opened = open({ trigger: 'toggle' }, written, withoutClosedSet);
    const sessionId = await listen(opened);
    opened.voice.session(sessionId).attend(makeId('cnv'));
    await sayOver(opened, sessionId, 'stop');
    await expect.poll(() => opened.done, patience).toEqual([outcome]);
  });

  test('and without a closed set bare words do nothing either', async () => {
    const opened = open({ trigger: 'toggle' }, sentence, withoutClosedSet);
    const sessionId = await listen(opened);
    await sayOver(opened, sessionId, 'my brother lives by the river');
    await heardAll(opened, 1);
    opened.voice.session(sessionId).talk(true);
    await say(opened, sessionId, 'my brother lives by the river');
    await expect.poll(() => opened.done, patience).toEqual([`send ${sentence}`]);
    expect(opened.ofType('voice.commanded')).toHaveLength(1);
  });
});
