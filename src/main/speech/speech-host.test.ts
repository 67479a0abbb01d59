import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { silentLogger } from '../base/silent-logger.ts';
import { samplesOf } from '../features/voice/speaking/wav.ts';
import { spoken, whyNoVoice } from '../features/voice/fixtures/flite.ts';
import { writeTinyWhisper } from './fixtures/tiny-whisper.ts';
import { fliteModule } from './flite-module.ts';
import { createSpeech } from './speech.ts';
import { createSpeechHost, type SpeechHost, speechScript } from './speech-host.ts';
import { sileroModel } from './silero-model.ts';
import type { StreamFiles } from './wire.ts';

/** npm installs the native parts of this machine's system, where there are some. */
function whyNot(...packages: string[]): string | undefined {
  const { resolve } = createRequire(import.meta.url);
  const lacking = packages.find((name) => {
    try {
      return resolve(name) === '';
    } catch {
      return true;
    }
  });
  return lacking === undefined ? undefined : `${lacking} is not there`;
}
const system = `${process.platform}-${process.arch}`;
const noWhisper = whyNot(`@fugood/node-whisper-${system}`);
const noSherpa = whyNot(`sherpa-onnx-${system.replace('win32', 'win')}`);
const reason = (why: string | undefined): string => (why === undefined ? '' : ` (skipped: ${why})`);

const sentence = 'take a screenshot';
const signal = AbortSignal.timeout(300_000);
const second = new Int16Array(16_000).map((_, at) => Math.sin(at / 9) * 2000);
let folder: string;
let host: SpeechHost;
let model: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'heron-speech-'));
  model = join(folder, 'tiny.bin');
  writeTinyWhisper(model, sentence);
  host = createSpeechHost({ nodeBinary: process.execPath, script: speechScript(''), logger: silentLogger });
});
afterAll(() => {
  host.close();
  rmSync(folder, { recursive: true, force: true });
});

const transcribing = (path: string, file: { bytes?: number; sha256?: string } = {}) => ({
  ...{ kind: 'transcribe' as const, files: [{ path, ...file }], signal },
  question: { model: path, audio: second, language: 'en', threads: 1 },
});

describe.skipIf(noWhisper !== undefined)(`whisper.cpp in a process of its own${reason(noWhisper)}`, () => {
  test('a model of the right hash writes down what it hears, piece by piece, and a stopped question ends at once [MM-01]', async () => {
    const sha256 = createHash('sha256').update(readFileSync(model)).digest('hex');
    const parts: string[] = [];
    const onPart = ({ text }: { text: string }) => void parts.push(text);
    const { pieces } = await host.ask({ ...transcribing(model, { sha256 }), onPart });
    expect(pieces.map(({ text }) => text).join(' ')).toBe(sentence);
    expect(pieces[0]?.from).toBe(0);
    expect(parts.join(' ')).toBe(sentence);
    const stop = new AbortController();
    const asked = await host.open({ ...transcribing(model), signal: stop.signal });
    stop.abort();
    await expect(asked.answer).rejects.toMatchObject({ code: 'cancelled' });
    const again = await host.ask(transcribing(model));
    expect(again.pieces.map(({ text }) => text).join(' ')).toBe(sentence);
  });

  test('a process that is killed is an error, and the next question starts another', async () => {
    await host.ask(transcribing(model));
    const pid = host.pid('transcribe')!;
    const long = { ...transcribing(model).question, audio: new Int16Array(16_000 * 120).fill(9) };
    const asked = await host.open({ ...transcribing(model), question: long });
    process.kill(pid, 'SIGKILL');
    await expect(asked.answer).rejects.toMatchObject({ code: 'worker-crashed' });
    expect((await host.ask(transcribing(model))).pieces).not.toEqual([]);
    expect(host.pid('transcribe')).not.toBe(pid);
  });

  test('a sentence is written down while a recording is, in a process of its own', async () => {
    const speech = createSpeech({
      ...{ nodeBinary: process.execPath, appFolder: '', logger: silentLogger, ready: async () => [] },
      target: () => expect.unreachable(),
    });
    const stop = new AbortController();
    try {
      const recording = { ...transcribing(model).question, audio: new Int16Array(16_000 * 3600) };
      let isWritten = false;
      const asked = await speech.recordings.open({ ...transcribing(model), question: recording, signal: stop.signal });
      asked.answer.then(() => (isWritten = true)).catch(() => undefined);
      const { pieces } = await speech.host.ask(transcribing(model));
      expect(pieces.map(({ text }) => text).join(' ')).toBe(sentence);
      expect(isWritten).toBe(false);
      expect(speech.recordings.pid('transcribe')).not.toBe(speech.host.pid('transcribe'));
    } finally {
      stop.abort();
      speech.close();
    }
  });

  test('a model that is missing, cut off, another than was downloaded, or none at all is an error with the fix', async () => {
    const missing = join(folder, 'missing.bin');
    await expect(host.ask(transcribing(missing))).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('download it again'),
    });
    const cut = join(folder, 'cut.bin');
    copyFileSync(model, cut);
    truncateSync(cut, 200_000);
    await expect(host.ask(transcribing(cut, { bytes: 3_700_000 }))).rejects.toThrow(
      'has 200000 bytes instead of 3700000',
    );
    await expect(host.ask(transcribing(cut))).rejects.toMatchObject({ code: 'provider' });
    await expect(host.ask(transcribing(cut, { sha256: '0'.repeat(64) }))).rejects.toThrow('its hash is another one');
    const other = join(folder, 'other.bin');
    writeFileSync(other, 'no model');
    await expect(host.ask(transcribing(other))).rejects.toMatchObject({ code: 'provider' });
  });
});

describe.skipIf(noSherpa !== undefined)(`sherpa-onnx in a process of its own${reason(noSherpa)}`, () => {
  const silero = sileroModel('');
  const finding = (path: string, audio: Int16Array = second) => ({
    ...{ kind: 'findSpeech' as const, files: [{ path }], signal, question: { model: path, audio } },
  });

  test.skipIf(whyNoVoice !== undefined)(
    `speech is told from the noise of a room${reason(whyNoVoice)} [MM-01]`,
    async () => {
      const said = spoken('please write a letter to my brother');
      const found = await host.ask(finding(silero, said));
      expect(found.length).toBeGreaterThan(0);
      // It is said after seven tenths of a second, and ends as long before the end.
      expect(found[0]!.from).toBeGreaterThan(0.4);
      expect(found[0]!.from).toBeLessThan(1.1);
      expect(found.at(-1)!.to).toBeLessThan(said.length / 16_000 - 0.2);
      const noise = new Int16Array(32_000).map(() => (Math.random() * 2 - 1) * 400);
      expect(await host.ask(finding(silero, noise))).toEqual([]);
    },
  );

  test('a process that is held stays although nobody asks, and goes when the last lets it go', async () => {
    const open = () =>
      createSpeechHost({
        ...{ nodeBinary: process.execPath, script: speechScript(''), logger: silentLogger },
        idleMs: 1,
      });
    const [held, free] = [open(), open()];
    const path = sileroModel('');
    const question = {
      kind: 'findSpeech' as const,
      files: [{ path }],
      signal,
      question: { model: path, audio: second },
    };
    try {
      const letGo = [held.hold('findSpeech'), held.hold('findSpeech')];
      await held.ask(question);
      const pid = held.pid('findSpeech');
      await free.ask(question);
      await expect.poll(() => free.pid('findSpeech'), { timeout: 30_000 }).toBeUndefined();
      letGo[0]!();
      letGo[0]!();
      expect(pid).toBeDefined();
      expect((await held.ask(question), held.pid('findSpeech'))).toBe(pid);
      letGo[1]!();
      await expect.poll(() => held.pid('findSpeech'), { timeout: 30_000 }).toBeUndefined();
    } finally {
      held.close();
      free.close();
    }
  });

  test('a damaged file ends its process once, with the fix, is not tried again, and a right one in its place is', async () => {
    const file = join(folder, 'silero.onnx');
    copyFileSync(silero, file);
    truncateSync(file, 90_000);
    await expect(host.ask(finding(file))).rejects.toThrow(/ended \(SIGABRT\).*download it again/);
    await expect(host.ask(finding(file))).rejects.toThrow('it is not loaded again');
    copyFileSync(silero, file);
    expect(await host.ask(finding(file))).toEqual([]);
    writeFileSync(file, '');
    await expect(host.ask(finding(file))).rejects.toThrow('silero.onnx is empty');
    await expect(host.ask(finding(join(folder, 'none.onnx')))).rejects.toMatchObject({ code: 'not-found' });
  });

  test.each(['missing', 'damaged'])(
    'words, phrases and voices with files that are %s are errors, and everything else goes on',
    async (how) => {
      const place = join(folder, how);
      mkdirSync(place);
      const file = (name: string) => join(place, name);
      const files: StreamFiles = {
        ...{ encoder: file('encoder.onnx'), decoder: file('decoder.onnx'), joiner: file('joiner.onnx') },
        tokens: file('tokens.txt'),
      };
      if (how === 'damaged') for (const path of Object.values(files)) writeFileSync(path, 'no model at all');
      const paths = Object.values(files).map((path) => ({ path }));
      const code = how === 'missing' ? 'not-found' : expect.stringMatching('worker-crashed|provider');
      const asks = [
        { kind: 'listen' as const, files: paths, signal, question: { files, threads: 1 } },
        {
          kind: 'spot' as const,
          files: paths,
          signal,
          question: { files, phrases: '▁HE Y @hey', threshold: 0.2, threads: 1 },
        },
      ];
      for (const ask of asks) await expect(host.ask(ask)).rejects.toMatchObject({ code });
      const voice = { model: files.encoder, tokens: files.tokens };
      const speaking = { files: voice, text: 'Hello.', speaker: 0, rate: 1, threads: 1 };
      const files2 = [{ path: voice.model }, { path: voice.tokens }];
      await expect(host.ask({ kind: 'speak', files: files2, signal, question: speaking })).rejects.toMatchObject({
        code,
      });
      expect(await host.ask(finding(silero))).toEqual([]);
    },
  );
});

describe('flite as WebAssembly, on every system', () => {
  const module = fliteModule('');
  const read = async (text: string, voice = 'slt', rate = 1) => {
    const question = { module, text, voice, rate };
    const { wav } = await host.ask({ kind: 'readOut', files: [{ path: module }], signal, question });
    const { samples, rate: hertz } = samplesOf(Buffer.from(wav));
    return {
      seconds: samples.length / hertz,
      loudest: samples.reduce((most, each) => Math.max(most, Math.abs(each)), 0),
    };
  };

  test('it says a sentence in each of its voices, slower when asked, and writes nothing anywhere [MM-02]', async () => {
    for (const voice of ['slt', 'rms', 'awb', 'kal16']) {
      const { seconds, loudest } = await read('Packed one file into notes dot zip.', voice);
      expect(seconds).toBeGreaterThan(1);
      expect(seconds).toBeLessThan(4);
      expect(loudest).toBeGreaterThan(3000);
    }
    const [usual, slow] = [await read('It is ten past three.'), await read('It is ten past three.', 'slt', 0.5)];
    expect(slow.seconds).toBeGreaterThan(usual.seconds * 1.6);
  });

  test('what is no such file is an error that says which', async () => {
    const path = join(folder, 'no-flite.wasm');
    writeFileSync(path, 'no module at all');
    const question = { module: path, text: 'Hello.', voice: 'slt', rate: 1 };
    const asked = host.ask({ kind: 'readOut', files: [{ path }], signal, question });
    await expect(asked).rejects.toMatchObject({ code: 'provider', message: expect.stringContaining('no-flite.wasm') });
    expect((await read('It goes on.')).seconds).toBeGreaterThan(0.4);
  });
});
