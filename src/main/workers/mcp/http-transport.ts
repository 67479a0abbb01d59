import type { AuthProvider, Transport } from '@modelcontextprotocol/client';
import { HeronError } from '../../base/errors.ts';

const mostBytes = 32 * 1024 * 1024;

export type AddressParts = {
  url: URL;
  headers: Record<string, string>;
  /** Absent where the headers say who asks. */
  signIn?: { authProvider: AuthProvider; noteRefusal: (answer: Response) => Promise<void> };
};

/**
 * A server at an address. It is not followed elsewhere, since the headers may hold secrets, and an answer that never ends is
 * cut off.
 */
export async function httpTransport({ url, headers, signIn }: AddressParts): Promise<Transport> {
  const { StreamableHTTPClientTransport } = await import('@modelcontextprotocol/client');
  return new StreamableHTTPClientTransport(url, {
    requestInit: { headers },
    ...(signIn ? { authProvider: signIn.authProvider } : {}),
    async fetch(target, init) {
      const answer = await fetchHere(target, init);
      if (answer.status === 401 || answer.status === 403) await signIn?.noteRefusal(answer);
      return limited(answer);
    },
  });
}

async function fetchHere(target: string | URL, init: RequestInit | undefined): Promise<Response> {
  const answer = await fetch(target, { ...init, redirect: 'manual' });
  if (answer.status < 300 || answer.status >= 400) return answer;
  await answer.body?.cancel();
  const place = answer.headers.get('location') ?? 'nowhere';
  throw new HeronError('network', `${new URL(target).host} sends on to ${place}, where Heron does not follow`);
}

/** Of a stream of events each one counts anew, so that it can go on for days. */
function limited(answer: Response): Response {
  if (!answer.body) return answer;
  const isStream = answer.headers.get('content-type')?.startsWith('text/event-stream') ?? false;
  let bytes = 0;
  const counting = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      if (isStream && endsEvent(chunk)) bytes = 0;
      if (bytes > mostBytes) {
        throw new HeronError('limit-exceeded', `The server sent more than ${mostBytes / 1024 / 1024} MB at once`);
      }
      controller.enqueue(chunk);
    },
  });
  const { status, statusText } = answer;
  return new Response(answer.body.pipeThrough(counting), { status, statusText, headers: answer.headers });
}

function endsEvent(chunk: Uint8Array): boolean {
  return chunk.at(-1) === 10 && (chunk.at(-2) === 10 || chunk.at(-2) === 13);
}
