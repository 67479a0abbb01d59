import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HeronError } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import { silentLogger } from '../../base/silent-logger.ts';
import { nativeBuilds, type Speech } from '../../speech/speech.ts';
import { type Engines, findEngines } from './engines.ts';
import { whyNoVoice } from './fixtures/flite.ts';
import { appFolder, lastSpoken, listen, long, openVoiceIn, patience, say } from './fixtures/open-voice.ts';
import { tinySpeech } from './fixtures/tiny-speech.ts';
import type { VoiceService } from './service.ts';

const why = whyNoVoice ?? (nativeBuilds().whisper && nativeBuilds().sherpa ? undefined : 'no native builds');
let folder: string;
let voice: VoiceService | undefined;
let speech: Speech | undefined;
let logged: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heron-faults-'));
  logged = [];
});
afterEach(() => {
  voice?.close();
  speech?.close();
  [voice, speech] = [undefined, undefined];
  rmSync(folder, { recursive: true, force: true });
});

const logger: Logger = { ...silentLogger, warn: (message) => void logged.push(message), from: () => logger };

type Parts = Parameters<typeof openVoiceIn>;

function open(change: Parts[1], find: () => Promise<Engines>) {
  const opened = openVoiceIn(folder, change, { find, logger, ...(speech ? { speech } : {}) });
  ({ voice } = opened);
  return opened;
}

const machine = () => ({ environment: process.env, appFolder, ...(speech ? { speech } : {}) });
const words = 'hey HH EY\nheron HH EH R AH N\nthe DH AH\nstop S T AA P\n';

describe.skipIf(why !== undefined)(
  `what is wrong is said with its fix, in the log too${why ? ` (${why})` : ''}`,
  long,
  () => {
    test('a model that was damaged, while it is asked', async () => {
      speech = tinySpeech(join(folder, 'models'), 'Good morning');
      const opened = open({ trigger: 'toggle' }, async () => ({
        ...(await findEngines(machine())),
        hearer: undefined,
      }));
      const sessionId = await listen(opened);
      writeFileSync(join(folder, 'models', 'ggml-tiny.en.bin'), 'damaged');
      opened.voice.session(sessionId).talk(true);
      await say(opened, sessionId, 'my brother lives by the river');
      await expect
        .poll(() => logged, patience)
        .toContainEqual(expect.stringMatching(/tiny\.en\.bin.*download it again/));
      expect(opened.ofType('voice.stageFailed').at(-1)?.payload.error.message).toMatch(/download it again/);
    });

    test('an acoustic model that pocketsphinx cannot load, and one of which files are missing', async () => {
      const { hearer } = await findEngines(machine());
      const model = join(folder, 'empty');
      mkdirSync(model);
      const opened = open({}, async () => ({ hearer: { ...hearer!, model }, speakers: [], models: [], all: [] }));
      const fix = 'sudo apt install --reinstall python3-pocketsphinx pocketsphinx-en-us';
      await expect(opened.voice.open({})).rejects.toThrow(`Install it anew: ${fix}`);
      expect(logged).toContainEqual(expect.stringContaining(`Install it anew: ${fix}`));
      writeFileSync(join(folder, 'cmudict-en-us.dict'), words);
      const { all } = await findEngines({ ...machine(), acousticModels: folder });
      expect(all.find(({ name }) => name === 'pocketsphinx')).toMatchObject({ state: 'missing', fix });
    });

    test('a planner that throws, as the stage it is, which ends with it', async () => {
      const opened = open({}, async () => findEngines(machine()));
      const sessionId = await listen(opened);
      opened.answering.write = async () => {
        throw new HeronError('provider', 'The model is out of order');
      };
      await say(opened, sessionId, 'hey heron, what time is it');
      const failed = () =>
        opened.ofType('voice.stageFailed').map(({ payload }) => [payload.stage, payload.error.message]);
      await expect.poll(failed, patience).toEqual([['understand', 'The model is out of order']]);
      await expect.poll(() => lastSpoken(opened), patience).toBe('That did not work. The model is out of order');
      expect(opened.ofType('voice.stageStarted').map(({ payload }) => payload.stage)).not.toContain('act');
      expect(logged).toContainEqual('understand failed: The model is out of order');
    });

    test('a dictionary with nothing in it', async () => {
      const { hearer } = await findEngines(machine());
      const dictionary = join(folder, 'words.dict');
      writeFileSync(dictionary, '\0\0\0');
      const opened = open({}, async () => ({ hearer: { ...hearer!, dictionary }, speakers: [], models: [], all: [] }));
      await expect(opened.voice.open({})).rejects.toThrow(/words\.dict is damaged: sudo apt install --reinstall/);
      expect(logged).toContainEqual(expect.stringContaining('words.dict is damaged'));
    });

    test('a recogniser that dies at each utterance, after so many of them', async () => {
      const dictionary = join(folder, 'words.dict');
      writeFileSync(dictionary, words);
      // It is ready, and ends with the first frame that it gets.
      const program = `console.log('{"kind":"ready"}'); process.stdin.once('data', () => process.exit(9));`;
      const hearer = {
        command: process.execPath,
        args: ['-e', program],
        model: folder,
        dictionary,
        fix: 'reinstall it',
      };
      const opened = open({}, async () => ({ hearer, speakers: [], models: [], all: [] }));
      const sessionId = await listen(opened);
      const last = () => opened.ofType('voice.stageFailed').at(-1)?.payload.error.message ?? '';
      await expect
        .poll(async () => (await say(opened, sessionId, 'hey heron, stop'), last()), { ...patience, interval: 1 })
        .toMatch(/has ended 4 times in a row \(code 9\).*turn the microphone off and on.*reinstall it/);
      const counts = logged.filter((line) => line.includes('recogniser ended (code 9)'));
      expect(counts.length).toBeGreaterThanOrEqual(4);
    });
  },
);
