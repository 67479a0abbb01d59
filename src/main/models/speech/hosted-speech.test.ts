import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { wavOf } from '../../speech/wav-file.ts';
import type { ModelTarget } from '../model-target.ts';
import { speakHosted, transcribeHosted } from './hosted-speech.ts';

type Seen = { url: string; key: string | undefined; body: Buffer };
type Reply = { status?: number; body: string | Buffer; type?: string };

let server: Server;
let seen: Seen[];
let reply: Reply;

beforeEach(async () => {
  seen = [];
  server = createServer((asked, response) => {
    void buffer(asked).then((body) => {
      seen.push({ url: asked.url ?? '', key: asked.headers.authorization, body });
      response.writeHead(reply.status ?? 200, { 'content-type': reply.type ?? 'application/json' }).end(reply.body);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

function target(model: string): ModelTarget {
  const { port } = server.address() as AddressInfo;
  return {
    ...{ providerId: 'near', kind: 'openai', baseUrl: `http://127.0.0.1:${port}/v1`, options: {} },
    ...{ account: 'main', apiKey: 'sk-near', model, record: { tools: true, vision: false, temperature: true } },
  };
}

const { signal } = new AbortController();
const wav = wavOf(new Int16Array(1600).fill(7), 16_000);

describe('a server that speaks OpenAI’s protocol', () => {
  test('is sent the recording, and its text and times come back [MM-01]', async () => {
    const segment = {
      id: 0,
      seek: 0,
      tokens: [],
      temperature: 0,
      avg_logprob: 0,
      compression_ratio: 1,
      no_speech_prob: 0,
    };
    const segments = [{ ...segment, start: 0, end: 1.5, text: ' Zip the folder notes.' }];
    const body = { text: 'Zip the folder notes.', language: 'english', duration: 1.5, segments };
    reply = { body: JSON.stringify(body) };
    const said = await transcribeHosted(target('whisper-1'), { wav, language: 'en', signal });
    expect(said.text).toBe('Zip the folder notes.');
    expect(said.pieces).toEqual([{ text: 'Zip the folder notes.', from: 0, to: 1.5 }]);
    const [asked] = seen;
    expect(asked).toMatchObject({ url: '/v1/audio/transcriptions', key: 'Bearer sk-near' });
    expect(asked!.body.includes(wav)).toBe(true);
    expect(asked!.body.toString('latin1')).toMatch(/name="model"\s+whisper-1/);
    expect(asked!.body.toString('latin1')).toMatch(/name="language"\s+en/);
  });

  test('hears nothing where nobody spoke', async () => {
    reply = { body: JSON.stringify({ text: '' }) };
    expect((await transcribeHosted(target('whisper-1'), { wav, language: '', signal })).text).toBe('');
  });

  test('reads a sentence out [MM-02]', async () => {
    reply = { body: wav, type: 'audio/wav' };
    const spoken = await speakHosted(target('tts-1'), { text: 'Good day.', voice: 'alloy', rate: 1.5, signal });
    expect(spoken.equals(wav)).toBe(true);
    expect(seen[0]!.url).toBe('/v1/audio/speech');
    expect(JSON.parse(seen[0]!.body.toString())).toMatchObject({
      ...{ model: 'tts-1', input: 'Good day.', voice: 'alloy', speed: 1.5, response_format: 'wav' },
    });
  });

  test('that refuses, is no such server or is not there is an error that names it', async () => {
    reply = { status: 401, body: JSON.stringify({ error: { message: 'no such key sk-near' } }) };
    const asked = transcribeHosted(target('whisper-1'), { wav, language: '', signal });
    await expect(asked).rejects.toMatchObject({ code: 'provider', message: expect.stringContaining('check the key') });
    await expect(asked).rejects.not.toThrow('sk-near');
    const other: ModelTarget = { ...target('claude'), kind: 'anthropic' };
    await expect(speakHosted(other, { text: 'Hi.', voice: 'alloy', rate: 1, signal })).rejects.toMatchObject({
      code: 'unsupported',
    });
    const gone: ModelTarget = { ...target('tts-1'), baseUrl: 'http://127.0.0.1:9/v1' };
    await expect(speakHosted(gone, { text: 'Hi.', voice: 'alloy', rate: 1, signal })).rejects.toMatchObject({
      code: 'network',
    });
    const stop = AbortSignal.abort();
    await expect(transcribeHosted(target('whisper-1'), { wav, language: '', signal: stop })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });
});
