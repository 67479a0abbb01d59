import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { silentLogger } from '../../base/silent-logger.ts';
import { flite } from '../../features/voice/speaking/speakers.ts';
import { spoken, whyNoVoice } from '../../features/voice/fixtures/flite.ts';
import { writeTinyWhisper } from '../../speech/fixtures/tiny-whisper.ts';
import { readWav } from '../../speech/read-wav.ts';
import { createSpeech, nativeBuilds } from '../../speech/speech.ts';
import { localTranscribers } from '../../speech/transcribers.ts';
import { wavOf } from '../../speech/wav-file.ts';
import { startFakeBroker } from './fake-broker.ts';
import type { SpeechForWorkers } from './speech-for-workers.ts';

const why = whyNoVoice ?? (nativeBuilds().whisper ? undefined : 'whisper.cpp has no build for this system');

/** The real broker with real engines: whisper with a tiny model, and flite. */
function start() {
  const speech: Partial<SpeechForWorkers> = {};
  const broker = startFakeBroker({
    speech: { transcribe: (request) => speech.transcribe!(request), speak: (request) => speech.speak!(request) },
  });
  const model = join(broker.dataFolder, 'tiny.bin');
  writeTinyWhisper(model, 'so far so good');
  const folder = broker.dataFolder;
  const ready = { id: 'tiny', name: 'Tiny', kind: 'speech', folder, found: [] };
  const engines = createSpeech({
    ...{ nodeBinary: process.execPath, appFolder: '', logger: silentLogger, target: () => expect.unreachable() },
    ready: async () => [ready],
  });
  onTestFinished(async () => {
    engines.close();
    await broker.end();
  });
  Object.assign(speech, {
    async transcribe({ recording, language, signal, onShare }) {
      const files = [{ path: model }];
      const [whisper] = localTranscribers(engines.host, [{ id: 'tiny', name: 'Tiny', files, use: 'whisper', model }]);
      return whisper!.transcribe({ audio: await readWav(recording), language, signal, onSecond: onShare });
    },
    speak: ({ text, voice, rate, signal }) =>
      flite.speak({ text, voice: voice || 'slt', rate, folder, environment: process.env, signal }),
  } satisfies SpeechForWorkers);
  return broker;
}

type Session = ReturnType<ReturnType<typeof start>['open']>;

/** As a worker asks: until all of it is written down. */
async function whole(session: Session, path: string) {
  const { handle } = await session.ask('speech.transcribe', { path, language: 'en' });
  const shares: number[] = [];
  for (;;) {
    const { share, said } = await session.ask('speech.written', { handle });
    shares.push(share);
    if (said) return { said, shares };
  }
}

describe.skipIf(why !== undefined)(`speech for workers${why ? ` (${why})` : ''}`, () => {
  test('a recording a worker may read is written down, another one is refused, and no recording is told [W-24]', async () => {
    const broker = start();
    const path = join(broker.folder, 'note.wav');
    writeFileSync(path, wavOf(spoken('good morning'), 16_000));
    const session = broker.open();
    const { said, shares } = await whole(session, path);
    expect(said.text).toBe('so far so good');
    expect(said.pieces[0]).toMatchObject({ text: 'so far so good', from: 0 });
    expect(shares.length).toBeGreaterThan(1);
    expect(shares.at(-1)).toBe(1);
    const hidden = join(broker.outside, 'note.wav');
    writeFileSync(hidden, wavOf(new Int16Array(1600), 16_000));
    await expect(session.ask('speech.transcribe', { path: hidden, language: '' })).rejects.toMatchObject({
      code: expect.stringContaining('permission'),
    });
    const other = join(broker.folder, 'note.mp3');
    writeFileSync(other, 'ID3');
    await expect(whole(session, other)).rejects.toThrow('It is no WAV file');
  });

  test('a long text comes back in pieces, as one WAV [W-24]', async () => {
    const session = start().open();
    const text = 'This is a sentence that takes a while to be said, and then some more. '.repeat(4);
    const { handle, size } = await session.ask('speech.speak', { text, voice: '', rate: 1, pitch: 1 });
    expect(size).toBeGreaterThan(262_144);
    const first = await session.ask('speech.read', { handle, start: 0 });
    expect(first).toMatchObject({ done: false });
    const rest = await session.ask('speech.read', { handle, start: 262_144 });
    expect(Buffer.from(first.bytes!).toString('latin1', 0, 4)).toBe('RIFF');
    expect(first.bytes!.length + rest.bytes!.length).toBe(Math.min(size, 524_288));
    await session.ask('speech.close', { handle });
    await expect(session.ask('speech.read', { handle, start: 0 })).rejects.toMatchObject({ code: 'not-found' });
  });
});
