import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { silentLogger } from '../../base/silent-logger.ts';
import type { ModelTarget } from '../../models/model-target.ts';
import { createSpeech, nativeBuilds, type Speech } from '../../speech/speech.ts';
import { whyNoVoice } from './fixtures/flite.ts';
import { appFolder, listen, long, openVoiceIn, patience, say } from './fixtures/open-voice.ts';
import type { VoiceService } from './service.ts';
import { samplesOf } from './speaking/wav.ts';

const why = whyNoVoice ?? (nativeBuilds().sherpa ? undefined : 'no native build');
let folder: string;
let server: Server;
let asked: { url: string; body: Buffer }[];
let speech: Speech;
let voice: VoiceService | undefined;

/** A server of OpenAI's protocol: it hears the same in everything, and reads out with flite. */
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'heron-servers-'));
  asked = [];
  server = createServer((request, response) => {
    void buffer(request).then((body) => {
      asked.push({ url: request.url ?? '', body });
      if (request.url?.endsWith('/audio/transcriptions')) {
        response
          .setHeader('content-type', 'application/json')
          .end(JSON.stringify({ text: 'Write a poem about the sea.' }));
        return;
      }
      const file = join(folder, 'said.wav');
      execFileSync('flite', [
        '-voice',
        'awb',
        '-t',
        (JSON.parse(body.toString()) as { input: string }).input,
        '-o',
        file,
      ]);
      response.setHeader('content-type', 'audio/wav').end(readFileSync(file));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  speech = createSpeech({
    ...{ nodeBinary: process.execPath, appFolder, logger: silentLogger, ready: async () => [], target },
  });
});
afterEach(async () => {
  voice?.close();
  speech.close();
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
  rmSync(folder, { recursive: true, force: true });
});

function target(name: string): ModelTarget {
  const { port } = server.address() as AddressInfo;
  return {
    ...{ providerId: 'near', kind: 'openai', baseUrl: `http://127.0.0.1:${port}/v1`, options: {}, account: 'main' },
    ...{ apiKey: 'sk-near', model: name.slice(name.indexOf('/') + 1) },
    record: { tools: true, vision: false, temperature: true },
  };
}

describe.skipIf(why !== undefined)(`a session with a server’s models${why ? ` (${why})` : ''}`, long, () => {
  test('what is said after the wake phrase is written down there, nothing else is sent, and the answer is read out by it [MM-01] [MM-02]', async () => {
    const change = { transcriber: 'near/whisper-1', hostedVoice: 'near/tts-1', voice: 'near/tts-1/alloy' };
    const opened = openVoiceIn(folder, change, { speech });
    ({ voice } = opened);
    const sessionId = await listen(opened);
    await say(opened, sessionId, 'my brother lives in a house by the river');
    await say(opened, sessionId, 'hey heron, what time is it', { speaker: 'rms' });
    await expect.poll(() => opened.done, patience).toEqual(['send what time is it']);
    expect(asked).toEqual([]);
    await say(opened, sessionId, 'hey heron, my brother lives in a house by the river', { paceMs: 5 });
    await expect.poll(() => opened.done.at(-1), patience).toBe('send Write a poem about the sea');
    opened.voice.session(sessionId).tell('The sea is wide.');
    await expect.poll(() => opened.ofType('voice.soundReady').length, patience).toBe(1);
    const sound = samplesOf(opened.voice.session(sessionId).sound(0));
    expect(sound.samples.length / sound.rate).toBeGreaterThan(0.5);
    expect(asked.map(({ url }) => url)).toEqual(['/v1/audio/transcriptions', '/v1/audio/speech']);
    expect(JSON.parse(asked[1]!.body.toString())).toMatchObject({
      model: 'tts-1',
      voice: 'alloy',
      input: 'The sea is wide.',
    });
    const { engines } = await opened.voice.status();
    const speaking = engines.filter(({ stages }) => stages.includes('speak')).map(({ name, state }) => [name, state]);
    expect(speaking).toEqual(
      expect.arrayContaining([
        ['sherpa-onnx, voices', 'missing'],
        ['near/tts-1', 'ready'],
      ]),
    );
  });

  test('a voice that was taken away is told once, and another one reads; an action that names one hears which there are [W-24]', async () => {
    const opened = openVoiceIn(folder, { voice: 'near/gone' }, { speech });
    ({ voice } = opened);
    const sessionId = await listen(opened);
    for (const text of ['The sea is wide.', 'It is deep.']) opened.voice.session(sessionId).tell(text);
    await expect.poll(() => opened.ofType('voice.spoken').length, patience).toBe(2);
    const told = opened.ofType('voice.stageFailed').map(({ payload }) => payload.error.message);
    expect(told).toEqual([expect.stringMatching(/^The voice near\/gone is not there any more: slt reads instead/)]);
    const request = { text: 'Hello.', rate: 1, pitch: 1, signal: new AbortController().signal };
    await expect(opened.voice.speak({ ...request, voice: 'nobody' })).rejects.toMatchObject({
      code: 'invalid-input',
      message: expect.stringMatching(/^voice: there is no voice nobody on this machine; there are slt, rms/),
    });
    expect((await opened.voice.speak({ ...request, voice: 'rms' })).length).toBeGreaterThan(1000);
  });
});
