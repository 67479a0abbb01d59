import { RPCLink } from '@orpc/client/websocket';
import { type Channel, EngineGone, EntryRefused, type Loss, type OpenChannel } from './channel.ts';

/** What a server closes its sockets with when it ends (RFC 6455, 7.4.1). */
const goingAway = 1001;
/** Said by what stands between the page and an engine that is not there. */
const nobodyBehind = new Set([502, 503, 504]);

type SocketOptions = {
  url: string;
  /** Asked when no socket opens: why, as `Connection` tells them apart, or undefined when that cannot be known. */
  askWhy?: () => Promise<Error | undefined>;
};

/** Opens a WebSocket to an engine that is reached over the network, as from a browser. */
export function socketChannel({ url, askWhy }: SocketOptions): OpenChannel {
  return async (signal) => {
    const channel = await openSocket(url, signal);
    if (channel) return channel;
    const why = signal.aborted ? undefined : await askWhy?.();
    throw why ?? new Error(`No answer from ${url}`);
  };
}

function openSocket(url: string, signal: AbortSignal): Promise<Channel | undefined> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url);
    socket.binaryType = 'arraybuffer';
    const close = (): void => socket.close();
    signal.addEventListener('abort', close, { once: true });
    const closed = new Promise<Loss>((settle) => {
      socket.addEventListener('close', ({ code }) => {
        signal.removeEventListener('abort', close);
        settle(code === goingAway ? 'farewell' : 'cut');
        resolve(undefined);
      });
    });
    socket.addEventListener('open', () => resolve({ link: new RPCLink({ websocket: socket }), closed, close }));
  });
}

/**
 * A socket that does not open says nothing to the page; the same address over HTTP says why. `isHere`: it is one of this
 * machine, where nothing but the engine's end keeps everybody from answering.
 */
export async function whyNoSocket(address: string, isHere: boolean): Promise<Error | undefined> {
  try {
    const response = await fetch(address, { cache: 'no-store' });
    if (nobodyBehind.has(response.status)) return new EngineGone();
    if (response.status !== 401 && response.status !== 403) return undefined;
    const body: unknown = await response.json();
    const message: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'message') : undefined;
    return new EntryRefused(typeof message === 'string' ? message : 'Heron does not let this page in.');
  } catch {
    return isHere ? new EngineGone() : undefined;
  }
}

/** Whether a page's host is this machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}
