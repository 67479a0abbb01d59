import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { VoiceSettings } from '../../../contract/voice.ts';
import { silentLogger } from '../../base/silent-logger.ts';
import { writeTinyTransducer } from '../../speech/fixtures/tiny-transducer.ts';
import { createSpeech, nativeBuilds, type Speech } from '../../speech/speech.ts';
import { findEngines } from './engines.ts';
import { whyNoVoice } from './fixtures/flite.ts';
import { appFolder, lastState, listen, long, openVoiceIn, patience, say } from './fixtures/open-voice.ts';
import { readyModel } from './fixtures/tiny-speech.ts';
import type { VoiceService } from './service.ts';

const why = whyNoVoice ?? (nativeBuilds().sherpa ? undefined : 'no native build');
const sentence = 'WRITE A POEM ABOUT THE SEA';
let folder: string;
let voice: VoiceService | undefined;
let speech: Speech;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heron-streaming-'));
  const [wake, words] = [join(folder, 'wake'), join(folder, 'words')];
  // Slow enough to hear the phrase once while it is said.
  const phrase = writeTinyTransducer(wake, ['▁HE', 'Y', '▁HER', 'ON'], { framesAStep: 8, others: ['▁HI', '▁THERE'] });
  const heard = writeTinyTransducer(
    words,
    sentence.split(' ').map((word) => `▁${word}`),
  );
  const ready = [
    readyModel('tiny-wake', 'wake-word', wake, phrase.names),
    readyModel('tiny-words', 'speech', words, heard.names),
  ];
  speech = createSpeech({
    ...{ nodeBinary: process.execPath, appFolder, logger: silentLogger, target: () => expect.unreachable() },
    ready: async () => ready,
  });
});
afterEach(() => {
  voice?.close();
  speech.close();
  voice = undefined;
  rmSync(folder, { recursive: true, force: true });
});

/** Without pocketsphinx, as on macOS and Windows. */
const withoutClosedSet: typeof findEngines = async (machine) => ({
  ...(await findEngines(machine)),
  hearer: undefined,
});

function open(change: Partial<VoiceSettings> = {}, find = withoutClosedSet) {
  const opened = openVoiceIn(folder, change, { speech, find });
  ({ voice } = opened);
  return opened;
}

describe.skipIf(why !== undefined)(`models that hear while one speaks${why ? ` (${why})` : ''}`, long, () => {
  test('without a closed set the wake phrase is heard by a model of its own, and what follows is written down as it is said [MM-01] [MM-03]', async () => {
    const opened = open();
    const sessionId = await listen(opened);
    await say(opened, sessionId, 'hey heron', { paceMs: 5 });
    await expect.poll(() => lastState(opened), patience).toBe('ready');
    expect(opened.done).toEqual([]);
    await say(opened, sessionId, 'my brother lives in a house by the river', { paceMs: 5 });
    await expect.poll(() => opened.done, patience).toEqual([`send ${sentence}`]);
    const parts = opened.ofType('voice.stagePartial').map(({ payload }) => payload.text);
    expect(parts.length).toBeGreaterThan(2);
    expect(parts.every((part) => sentence.startsWith(part))).toBe(true);
    const { transcribers, engines } = await opened.voice.status();
    expect(transcribers).toEqual([{ id: 'tiny-words', name: 'tiny-words', engine: 'sherpa-onnx' }]);
    expect(engines.find(({ name }) => name === 'sherpa-onnx')).toMatchObject({
      state: 'ready',
      stages: ['wake', 'transcribe'],
    });
  });

  test('and another phrase than the one that was said wakes nobody', async () => {
    const opened = open({ wakePhrase: 'hi there' });
    const sessionId = await listen(opened);
    await say(opened, sessionId, 'my brother lives in a house by the river', { paceMs: 5 });
    const ends = () => opened.ofType('voice.stageEnded').filter(({ payload }) => payload.stage === 'wake');
    await expect.poll(() => ends().map(({ payload }) => payload.text), patience).toEqual(['']);
    expect(opened.done).toEqual([]);
  });

  test('what is in the closed set is not written down to its end, and that nobody waits for it is no error [MM-01]', async () => {
    const opened = open({ trigger: 'toggle' }, findEngines);
    const sessionId = await listen(opened);
    opened.voice.session(sessionId).talk(true);
    const failures: unknown[] = [];
    const note = (error: unknown): void => void failures.push(error);
    process.on('unhandledRejection', note);
    try {
      await say(opened, sessionId, 'what time is it', { speaker: 'rms', paceMs: 5 });
      await expect.poll(() => opened.done, patience).toEqual(['send what time is it']);
      opened.voice.close();
      speech.close();
      await expect.poll(() => speech.host.pid('listen'), patience).toBeUndefined();
      expect(failures).toEqual([]);
    } finally {
      process.off('unhandledRejection', note);
    }
  });
});
