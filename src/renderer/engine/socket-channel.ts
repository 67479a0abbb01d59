import { RPCLink } from '@orpc/client/websocket';
import { type Channel, EntryRefused, type OpenChannel } from './channel.ts';

type SocketOptions = {
  url: string;
  /** Asked when no socket opens: why the engine refuses this page, or undefined when it just does not answer. */
  askRefusal?: () => Promise<string | undefined>;
};

/** Opens a WebSocket to an engine that is reached over the network, as from a browser. */
export function socketChannel({ url, askRefusal }: SocketOptions): OpenChannel {
  return async (signal) => {
    const channel = await openSocket(url, signal);
    if (channel) return channel;
    const refusal = signal.aborted ? undefined : await askRefusal?.();
    throw refusal === undefined ? new Error(`No answer from ${url}`) : new EntryRefused(refusal);
  };
}

function openSocket(url: string, signal: AbortSignal): Promise<Channel | undefined> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url);
    socket.binaryType = 'arraybuffer';
    const close = (): void => socket.close();
    signal.addEventListener('abort', close, { once: true });
    const closed = new Promise<void>((settle) => {
      socket.addEventListener('close', () => {
        signal.removeEventListener('abort', close);
        settle();
        resolve(undefined);
      });
    });
    socket.addEventListener('open', () => resolve({ link: new RPCLink({ websocket: socket }), closed, close }));
  });
}

/** A socket that is refused says nothing to the page; the same address over HTTP says why. */
export async function refusalOf(address: string): Promise<string | undefined> {
  try {
    const response = await fetch(address, { cache: 'no-store' });
    if (response.status !== 401 && response.status !== 403) return undefined;
    const body: unknown = await response.json();
    const message: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'message') : undefined;
    return typeof message === 'string' ? message : 'Heron does not let this page in.';
  } catch {
    return undefined;
  }
}
