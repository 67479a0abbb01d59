import type { IncomingMessage } from 'node:http';
import type { BrokerCall } from './broker-call.ts';
import type { HandleKind } from './handles.ts';
import { networkError } from './network/network-error.ts';

/** An answer in HTTP that is being read; `host` is who gave it, in messages. */
type Answer = { host: string; response: IncomingMessage; chunks: AsyncIterator<Uint8Array>; rest: Uint8Array };

export const answer: HandleKind<Answer> = {
  label: 'answer',
  async close({ response }) {
    response.destroy();
  },
};

type Given = { response: IncomingMessage; host: string; url: string };

/** Puts an answer on record and opens it, without any secret in it. `url` is of `http`, `https`, or `unix:` with a path. */
export async function openAnswer(call: BrokerCall, ask: () => Promise<Given>) {
  let url = '';
  const { handle, thing } = await call.handles.open(answer, async () => {
    const given = await ask();
    const { response, host } = given;
    url = given.url;
    // A connection may break before anybody reads; the reading will tell.
    response.on('error', () => undefined);
    await call.noteAnswer({ host, url }).catch((error: unknown) => {
      response.destroy();
      throw error;
    });
    const chunks = call.secrets.scrubBody(response)[Symbol.asyncIterator]();
    return { host, response, chunks, rest: nothing };
  });
  const { response } = thing;
  return { handle, status: response.statusCode ?? 0, url, headers: headersOf(response, call.secrets.hide) };
}

const chunkBytes = 256 * 1024;

/** The next bytes; undefined at the end. */
export async function readAnswer(source: Answer, signal: AbortSignal): Promise<Uint8Array | undefined> {
  const bytes = source.rest.byteLength > 0 ? source.rest : await nextChunk(source, signal);
  if (!bytes) return undefined;
  source.rest = bytes.subarray(chunkBytes);
  return bytes.subarray(0, chunkBytes);
}

const nothing = new Uint8Array();

async function nextChunk({ chunks, host }: Answer, signal: AbortSignal): Promise<Uint8Array | undefined> {
  try {
    const step = await chunks.next();
    return step.done ? undefined : step.value;
  } catch (error) {
    signal.throwIfAborted();
    throw networkError(error, host);
  }
}

function headersOf(response: IncomingMessage, hide: (text: string) => string): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.headers)) {
    if (value !== undefined) headers[name] = hide(Array.isArray(value) ? value.join(', ') : value);
  }
  return headers;
}
