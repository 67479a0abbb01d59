import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PermissionRequest } from '../../../contract/permissions.ts';
import type { VoiceSettings } from '../../../contract/voice.ts';
import { silentLogger } from '../../base/silent-logger.ts';
import { writeTinyVoice } from '../../speech/fixtures/tiny-voice.ts';
import { writeTinyWhisper } from '../../speech/fixtures/tiny-whisper.ts';
import { createSpeech, nativeBuilds, type Speech } from '../../speech/speech.ts';
import { findEngines } from './engines.ts';
import { whyNoVoice } from './fixtures/flite.ts';
import {
  appFolder,
  lastSpoken,
  lastState,
  listen,
  long,
  makeId,
  openVoiceIn,
  patience,
  say,
} from './fixtures/open-voice.ts';
import type { Machine } from './implementation.ts';
import type { VoiceService } from './service.ts';
import { phonemeFolder } from './speaking/neural-speakers.ts';
import { samplesOf } from './speaking/wav.ts';

const noModels = whyNoVoice ?? (nativeBuilds().whisper && nativeBuilds().sherpa ? undefined : 'no native builds');

let folder: string;
let voice: VoiceService | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heron-voice-'));
});
afterEach(() => {
  voice?.close();
  voice = undefined;
  rmSync(folder, { recursive: true, force: true });
});

/** As `openVoiceIn`; it is closed when the test is over. */
function open(change: Partial<VoiceSettings> = {}, find?: typeof findEngines, speech?: Speech) {
  const opened = openVoiceIn(folder, change, { ...(find ? { find } : {}), ...(speech ? { speech } : {}) });
  ({ voice } = opened);
  return opened;
}

function readRequest(runId: string, capability: PermissionRequest['need']['capability']): PermissionRequest {
  return {
    ...{ id: makeId('req'), runId, taskIds: ['pack'], actions: ['create'], workerId: 'archive' },
    ...{ workerName: 'Archive', need: { capability, target: '/home/me/notes' }, reason: 'to pack it', createdAt: 1 },
  };
}

describe.skipIf(whyNoVoice !== undefined)(`with real engines${whyNoVoice ? ` (${whyNoVoice})` : ''}`, long, () => {
  test('the wake phrase and a command in one breath are a sentence of the conversation, and each stage tells its time [MM-01] [MM-03]', async () => {
    const opened = open();
    const sessionId = await listen(opened);
    await say(opened, sessionId, 'hey heron, zip the folder notes', { paceMs: 60 });
    await expect.poll(() => opened.done, patience).toEqual(['send zip the folder notes']);
    expect(opened.ofType('voice.stateChanged').map(({ payload }) => payload.state)).toEqual(['hearing', 'thinking']);
    const ended = opened.ofType('voice.stageEnded').map(({ payload }) => payload.stage);
    expect(ended).toEqual(expect.arrayContaining(['wake', 'listen', 'transcribe', 'understand']));
    expect(opened.ofType('voice.stagePartial').map(({ payload }) => payload.text)).toContainEqual(
      expect.stringMatching(/^zip/),
    );
    await expect.poll(() => opened.ofType('voice.commanded').length, patience).toBe(1);
    const [commanded] = opened.ofType('voice.commanded');
    expect(commanded?.payload).toMatchObject({ text: 'zip the folder notes', outcome: 'sent' });
    const stages = Object.keys(commanded?.payload.latenciesMs ?? {}).toSorted();
    expect(stages.join(' ')).toBe('listen transcribe understand wake');
  });

  test('after the wake phrase alone a bare command is heard, a name by its real one, and without it nothing is [MM-03]', async () => {
    const opened = open();
    const sessionId = await listen(opened);
    await say(opened, sessionId, 'zip the folder notes', { speaker: 'rms' });
    expect(opened.ofType('voice.stateChanged')).toEqual([]);
    await say(opened, sessionId, 'hey heron', { speaker: 'rms' });
    await expect.poll(() => opened.ofType('voice.stateChanged').at(-1)?.payload.state, patience).toBe('ready');
    await say(opened, sessionId, 'delete the file tax report', { speaker: 'rms' });
    await expect.poll(() => opened.done, patience).toEqual(['send delete the file "Tax Report.pdf"']);
  });

  test('reminders and timers are heard with their times, which are said in words [MM-01] [MM-08]', async () => {
    const opened = open();
    const sessionId = await listen(opened);
    await say(opened, sessionId, 'hey heron, remind me in ten minutes', { speaker: 'rms' });
    await expect.poll(() => opened.done, patience).toEqual(['send remind me in 10 minutes']);
    await say(opened, sessionId, 'hey heron, wake me at half past seven');
    await expect.poll(() => opened.done.at(-1), patience).toBe('send wake me at half past seven');
  });

  test('a question about files is read out and answered by a yes, once; one about a program is not [MM-04]', async () => {
    const opened = open();
    const sessionId = await listen(opened);
    const { pending, runId, ofType, log, done } = opened;
    pending.push(readRequest(runId, 'files.read'));
    await say(opened, sessionId, 'hey heron, zip the folder notes');
    await expect.poll(() => ofType('voice.soundReady').at(-1)?.payload.text, patience).toBe('Is that all right?');
    const sounds = ofType('voice.soundReady').map(({ payload }) => payload.sound);
    const lengths = sounds.map((sound) => samplesOf(opened.voice.session(sessionId).sound(sound)).samples.length);
    expect(lengths.every((length) => length > 8000)).toBe(true);
    await say(opened, sessionId, 'allow once');
    await expect.poll(() => lastSpoken(opened), patience).toContain('Say it again');
    expect(done).toEqual(['send zip the folder notes']);
    const again = ofType('voice.soundReady').slice(sounds.length);
    for (const { payload } of again) opened.voice.session(sessionId).sound(payload.sound);
    await expect.poll(() => (opened.voice.session(sessionId).quiet(false), lastState(opened)), patience).toBe('asking');
    await say(opened, sessionId, 'allow once');
    await expect.poll(() => done.at(-1), patience).toBe('answer once');
    pending.push(readRequest(runId, 'shell'));
    log.emit({ type: 'permission.requested', payload: { request: pending[0]! }, scope: { runId } });
    await expect.poll(() => lastState(opened), patience).toBe('speaking');
    opened.voice.session(sessionId).quiet(true);
    await say(opened, sessionId, 'allow once');
    await expect.poll(() => ofType('voice.spoken').at(-1)?.payload.text, patience).toContain('on the screen');
    opened.voice.session(sessionId).quiet(true);
    await say(opened, sessionId, 'no');
    await expect.poll(() => done.at(-1), patience).toBe('answer deny');
  });

  test('stop ends what is said and what runs, and undo that takes the last run back, without a planner [MM-04]', async () => {
    const opened = open();
    const sessionId = await listen(opened);
    await say(opened, sessionId, 'hey heron, zip the folder notes');
    await expect.poll(() => opened.done.length, patience).toBe(1);
    await say(opened, sessionId, 'hey heron, stop');
    await expect.poll(() => lastSpoken(opened), patience).toBe('Stopped: “Zip notes”.');
    expect(opened.done.at(-1)).toBe('stop');
    opened.voice.session(sessionId).quiet(true);
    await say(opened, sessionId, 'hey heron, stop');
    await expect.poll(() => lastSpoken(opened), patience).toBe('Nothing is under way.');
    opened.voice.session(sessionId).quiet(true);
    await say(opened, sessionId, 'hey heron, undo that');
    await expect.poll(() => lastSpoken(opened), patience).toBe('Undone: “Zip notes”.');
    const outcomes = opened.ofType('voice.commanded').map(({ payload }) => payload.outcome);
    expect(outcomes).toEqual(['sent', 'cancelled', 'stopped', 'undone']);
  });

  test('a recogniser that is killed is started again, and says so where it was listening', async () => {
    const opened = open();
    const sessionId = await listen(opened);
    const before = childrenWith(join(folder, 'voice'));
    expect(before).toHaveLength(1);
    process.kill(before[0]!, 'SIGKILL');
    await expect
      .poll(() => childrenWith(join(folder, 'voice')).filter((pid) => pid !== before[0]), patience)
      .toHaveLength(1);
    await expect
      .poll(async () => {
        if (opened.done.length === 0) await say(opened, sessionId, 'hey heron, what time is it');
        return opened.done.length;
      }, patience)
      .toBeGreaterThan(0);
    expect(opened.done[0]).toBe('send what time is it');
  });

  test('a held button needs no wake phrase, and while it is up nothing is heard [MM-01]', async () => {
    const opened = open({ trigger: 'hold' });
    const sessionId = await listen(opened);
    await say(opened, sessionId, 'hey heron, what time is it');
    expect(opened.ofType('voice.stageStarted')).toEqual([]);
    opened.voice.session(sessionId).talk(true);
    expect(lastState(opened)).toBe('ready');
    await say(opened, sessionId, 'what time is it', { speaker: 'awb' });
    opened.voice.session(sessionId).talk(false);
    await expect.poll(() => opened.done, patience).toEqual(['send what time is it']);
  });

  test('a wake phrase is checked against the dictionary, and status tells what can be named [MM-02]', async () => {
    const opened = open();
    expect(await opened.voice.checkPhrase('hey heron')).toMatchObject({ unknown: [], isShort: false });
    expect(await opened.voice.checkPhrase('hey xzqy')).toMatchObject({ unknown: ['xzqy'] });
    expect(await opened.voice.checkPhrase('a bee')).toMatchObject({ isShort: true });
    const status = await opened.voice.status();
    expect(status.names).toEqual(['notes', 'Tax Report.pdf']);
    expect(status.lacking).toEqual([]);
    expect(status.sentences).toBeGreaterThan(50);
    opened.settings.wakePhrase = 'hey xzqy';
    await expect(opened.voice.open({})).rejects.toThrow('xzqy');
  });
});

describe.skipIf(noModels !== undefined)(`with models${noModels ? ` (${noModels})` : ''}`, long, () => {
  const sentence = 'Write a poem about the sea';
  let speech: Speech;
  beforeEach(() => {
    const place = mkdirSync(join(folder, 'models'), { recursive: true })!;
    writeTinyWhisper(join(place, 'ggml-tiny.en.bin'), sentence);
    writeTinyVoice(place);
    const found = (...names: string[]) =>
      names.map((name) => ({ name, bytes: statSync(join(place, name)).size, sha256: hashOf(join(place, name)) }));
    speech = createSpeech({
      ...{ nodeBinary: process.execPath, appFolder, logger: silentLogger, target: () => expect.unreachable() },
      ready: async () => [
        { id: 'tiny-en', name: 'Tiny', kind: 'speech', folder: place, found: found('ggml-tiny.en.bin') },
        { id: 'tiny-voice', name: 'Tone', kind: 'voice', folder: place, found: found('tiny.onnx', 'tiny.onnx.json') },
      ],
    });
  });
  afterEach(() => speech.close());

  test('what is in no closed set is written down after the wake phrase and sent; the closed set goes by itself as before [MM-01]', async () => {
    const opened = open({}, undefined, speech);
    const sessionId = await listen(opened);
    await say(opened, sessionId, 'hey heron, my brother lives in a house by the river', { paceMs: 20 });
    await expect.poll(() => opened.done, patience).toEqual([`send ${sentence}`]);
    expect(opened.ofType('voice.stagePartial').at(-1)?.payload.text).toBe(sentence);
    await say(opened, sessionId, 'hey heron, what time is it', { speaker: 'rms', paceMs: 20 });
    await expect.poll(() => opened.done.at(-1), patience).toBe('send what time is it');
    const { transcribers, engines } = await opened.voice.status();
    expect(transcribers).toEqual([{ id: 'tiny-en', name: 'Tiny', engine: 'whisper.cpp' }]);
    expect(engines.find(({ name }) => name === 'whisper.cpp')).toMatchObject({ state: 'ready' });
  });

  test('without a closed set the talk button is enough, a model that was damaged meanwhile says so, and a yes needs the screen', async () => {
    const nothing = (machine: Machine) => findEngines({ ...machine, environment: {} });
    const opened = open(
      { trigger: 'toggle' },
      async (machine) => ({ ...(await nothing(machine)), hearer: undefined }),
      speech,
    );
    const sessionId = await listen(opened);
    const { settings, ofType } = opened;
    opened.voice.session(sessionId).talk(true);
    await say(opened, sessionId, 'my brother lives by the river');
    await expect.poll(() => opened.done, patience).toEqual([`send ${sentence}`]);
    writeFileSync(join(folder, 'models', 'ggml-tiny.en.bin'), 'damaged');
    await say(opened, sessionId, 'my brother lives by the river');
    await expect
      .poll(() => ofType('voice.stageFailed').at(-1)?.payload.error.message, patience)
      .toMatch(/download it again/);
    settings.trigger = 'wake';
    await expect(opened.voice.open({})).rejects.toThrow('Nothing on this machine hears the wake phrase');
  });

  test.skipIf(phonemeFolder() === undefined)('a downloaded voice speaks, at another pitch and pace', async () => {
    const opened = open({ voice: 'tiny-voice' }, undefined, speech);
    const plain = samplesOf(await opened.voice.sample('Hello there.'));
    expect([plain.rate, plain.samples.length > 3200]).toEqual([16_000, true]);
    Object.assign(opened.settings, { pitch: 1.25, voice: 'slt' });
    expect(samplesOf(await opened.voice.sample('Hello there.')).rate).toBe(20_000);
  });
});

test('while the privacy switch is off nobody is listened to [MM-03]', async () => {
  const { voice: service } = open({ isOn: false });
  await expect(service.open({})).rejects.toThrow('The privacy switch is off');
});

test('a missing engine is an error that says what to install', async () => {
  const nothing = async () => findEngines({ environment: { PATH: '/nowhere' }, appFolder: '/nowhere' });
  const { voice: service } = open({}, async () => ({ ...(await nothing()), hearer: undefined, speakers: [] }));
  await expect(service.open({})).rejects.toThrow('sudo apt install python3-pocketsphinx pocketsphinx-en-us');
  await expect(service.sample('Hello.')).rejects.toThrow('sudo apt install flite');
});

test('a recogniser that cannot start is an error after a few tries', async () => {
  const dictionary = join(folder, 'words.dict');
  writeFileSync(dictionary, 'hey HH EY\nheron HH EH R AH N\nthe DH AH\n');
  const hearer = { command: process.execPath, args: ['-e', 'process.exit(3)'], model: '/nowhere', dictionary };
  const { voice: service } = open({}, async () => ({ hearer, speakers: [], models: [], all: [] }));
  await expect(service.open({})).rejects.toThrow('The speech recogniser cannot be started: code 3');
}, 60_000);

function hashOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

/** Processes that were told of a file below the folder. */
function childrenWith(place: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => commandOf(pid).includes(place))
    .map(Number);
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
