import { HeronError } from '../../base/errors.ts';
import type { ModelTarget } from '../model-target.ts';
import { nameOf } from '../model-target.ts';
import { providerError } from '../provider-error.ts';
import { serverFetch } from '../server-fetch.ts';

/** A server may have to load the model first. */
const limitMs = 60_000;

export type HostedTranscript = {
  text: string;
  pieces: { text: string; from: number; to: number }[];
  language?: string;
};

/**
 * Has a recording written down by a server that speaks OpenAI's protocol (`/audio/transcriptions`). `wav` is a whole file; times
 * are seconds. Errors: `provider`, `network`, `timeout`, `cancelled`.
 */
export async function transcribeHosted(
  target: ModelTarget,
  { wav, language, signal }: { wav: Buffer; language: string; signal: AbortSignal },
): Promise<HostedTranscript> {
  const given = language === '' ? {} : { language };
  return asked(target, signal, async () => {
    const { transcribe } = await import('ai');
    const model = (await providerOf(target)).transcription(target.model);
    const options = { providerOptions: { openai: given }, maxRetries: 1, abortSignal: signal };
    const { text, segments, language: found } = await transcribe({ model, audio: wav, ...options });
    const pieces = segments.map(({ text: piece, startSecond, endSecond }) => ({
      ...{ text: piece.trim(), from: startSecond, to: endSecond },
    }));
    return { text: text.trim(), pieces, ...(found === undefined ? {} : { language: found }) };
  });
}

/** Has a text read out by such a server (`/audio/speech`); a whole WAV. Errors: as of `transcribeHosted`. */
export async function speakHosted(
  target: ModelTarget,
  { text, voice, rate, signal }: { text: string; voice: string; rate: number; signal: AbortSignal },
): Promise<Buffer> {
  return asked(target, signal, async () => {
    const { generateSpeech } = await import('ai');
    const model = (await providerOf(target)).speech(target.model);
    const { audio } = await generateSpeech({
      ...{ model, text, voice, speed: rate, outputFormat: 'wav', maxRetries: 1, abortSignal: signal },
    });
    return Buffer.from(audio.uint8Array);
  });
}

async function providerOf(target: ModelTarget) {
  if (target.kind === 'local' || target.kind === 'anthropic') {
    throw new HeronError('unsupported', `${nameOf(target)}: this kind of server has no address for sound`);
  }
  const { createOpenAI } = await import('@ai-sdk/openai');
  const { baseUrl, apiKey } = target;
  return createOpenAI({
    baseURL: baseUrl,
    apiKey: apiKey ?? '',
    fetch: wholeBodies(serverFetch(target, { firstByteMs: limitMs, wholeMs: limitMs })),
  });
}

/** A form that is sent piece by piece and given up in the middle rejects where nobody can catch it: it is sent as one piece. */
function wholeBodies(send: typeof fetch): typeof fetch {
  return async (input, init) => {
    const body = init?.body;
    if (body === undefined || body === null || typeof body === 'string') return send(input, init);
    const whole = new Response(body);
    const headers = new Headers(init?.headers);
    const type = whole.headers.get('content-type');
    if (type) headers.set('content-type', type);
    return send(input, { ...init, headers, body: await whole.arrayBuffer() });
  };
}

async function asked<Answer>(target: ModelTarget, signal: AbortSignal, ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (signal.aborted) throw new HeronError('cancelled', 'Nobody wants the answer any more');
    // Nothing was said: the library takes that for no answer.
    if (error instanceof Error && error.name === 'AI_NoTranscriptGeneratedError') {
      return { text: '', pieces: [] } as Answer;
    }
    throw providerError(error, target);
  }
}
