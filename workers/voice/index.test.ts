import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FakeContext, fakeContext } from 'heron/worker-kit/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import worker from './index.ts';

const { actions } = worker;

/** With the defaults that Heron fills in. */
const transcribe = (input: { path: string; destination?: string; language?: string }, context: FakeContext) =>
  actions.transcribe({ overwrite: false, ...input }, context);
type Spoken = Partial<Parameters<typeof actions.speak>[0]> & { destination: string };
const speak = (input: Spoken, context: FakeContext) =>
  actions.speak({ overwrite: false, rate: 1, pitch: 1, ...input }, context);

let folder: string;
const at = (name: string): string => join(folder, name);
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-voice-worker-')));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const pieces = [
  { text: 'Good morning.', from: 0, to: 1.25 },
  { text: 'Salt & pepper <please>.', from: 3599.9, to: 3661.5 },
];
const said = { text: 'Good morning. Salt & pepper <please>.', language: 'en', pieces };
const languages: string[] = [];

/** Who speaks is flite, for real; what is heard is given. */
const allowed = () =>
  fakeContext({
    allow: { read: [folder], write: [folder] },
    speech: {
      transcribe: async (wav, language, onShare) => {
        languages.push(`${language} ${wav.length}`);
        onShare(0.25);
        onShare(1);
        return said;
      },
      speak: async (text, { rate = 1 } = {}) => {
        const file = at('spoken.wav');
        execFileSync('flite', ['--setf', `duration_stretch=${1 / rate}`, '-t', text, '-o', file]);
        return readFileSync(file);
      },
    },
  });
const hasFlite = (() => {
  try {
    return execFileSync('flite', ['-lv']).length > 0;
  } catch {
    return false;
  }
})();

describe('transcribe', () => {
  beforeEach(() => writeFileSync(at('note.wav'), 'RIFF'));

  test('gives what was said with its times, in the language that was named [W-24]', async () => {
    const context = allowed();
    expect(await transcribe({ path: at('note.wav'), language: 'en' }, context)).toEqual(said);
    expect(context.reports).toEqual([{ percent: 25 }, { percent: 100 }]);
    expect(languages.at(-1)).toBe('en 4');
  });

  test('writes subtitles of both kinds, and plain text, and no file twice [W-24]', async () => {
    const write = (name: string) => transcribe({ path: at('note.wav'), destination: at(name) }, allowed());
    expect((await write('note.srt')).path).toBe(at('note.srt'));
    expect(readFileSync(at('note.srt'), 'utf8')).toBe(
      '1\n00:00:00,000 --> 00:00:01,250\nGood morning.\n\n2\n00:59:59,900 --> 01:01:01,500\nSalt & pepper <please>.\n',
    );
    await write('note.vtt');
    expect(readFileSync(at('note.vtt'), 'utf8')).toBe(
      'WEBVTT\n\n00:00:00.000 --> 00:00:01.250\nGood morning.\n\n00:59:59.900 --> 01:01:01.500\nSalt &amp; pepper &lt;please>.\n',
    );
    await write('note.txt');
    expect(readFileSync(at('note.txt'), 'utf8')).toBe(`${said.text}\n`);
    await expect(write('note.txt')).rejects.toMatchObject({ code: 'already-exists' });
  });

  test('of a file it may not read, or where nothing writes speech down, is an error', async () => {
    const refused = transcribe({ path: at('note.wav') }, fakeContext());
    await expect(refused).rejects.toMatchObject({ code: 'permission-denied' });
    const bare = fakeContext({ allow: { read: [folder] } });
    await expect(transcribe({ path: at('note.wav') }, bare)).rejects.toMatchObject({ code: 'unsupported' });
  });
});

describe.skipIf(!hasFlite)(`speak${hasFlite ? '' : ' (skipped: flite is not there)'}`, () => {
  test('reads a text of many sentences into one WAV that can be played [W-24]', async () => {
    const text = 'One sentence, and another one after it. '.repeat(15);
    const context = allowed();
    const { path, seconds, bytes } = await speak({ text, destination: at('said.wav') }, context);
    const wav = readFileSync(path);
    expect(wav.length).toBe(bytes);
    expect(wav.readUInt32LE(4)).toBe(bytes - 8);
    expect(seconds).toBeGreaterThan(20);
    expect(context.reports.length).toBeGreaterThan(1);
    const quicker = await speak({ text, rate: 2, destination: at('said.wav'), overwrite: true }, allowed());
    expect(quicker.seconds).toBeLessThan(seconds * 0.7);
  });

  test('reads a file, and refuses both or neither, and what has no words', async () => {
    writeFileSync(at('letter.txt'), 'Dear brother.');
    expect((await speak({ path: at('letter.txt'), destination: at('letter.wav') }, allowed())).seconds).toBeGreaterThan(
      0.4,
    );
    for (const input of [{}, { text: 'a', path: at('letter.txt') }, { text: ' … ' }]) {
      const asked = speak({ ...input, destination: at('none.wav') }, allowed());
      await expect(asked).rejects.toMatchObject({ code: 'invalid-input' });
    }
  });
});
