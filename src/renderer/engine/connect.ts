import { type Connection, createConnection } from './connection.ts';
import { createEventBuffer, type EventBuffer, nextFrame } from './event-buffer.ts';
import { failureOf } from './failure.ts';
import { followEvents } from './follow-events.ts';
import { portChannel } from './port-channel.ts';
import { isLoopback, socketChannel, whyNoSocket } from './socket-channel.ts';

export type Engine = Connection & {
  /** The one stream of events, gathered frame by frame. Returns what ends the subscription. */
  subscribe: EventBuffer['subscribe'];
};

/**
 * In the app the preload script hands in a port; anywhere else the page's own server is the engine. `onRefused` hears
 * why there will be no more events, should the engine refuse to send any.
 */
export function connect(onRefused: (message: string) => void): Engine {
  const isApp = navigator.userAgent.includes(' Electron/');
  const isOwn = (event: MessageEvent): boolean => event.source === window && event.origin === location.origin;
  const connection = createConnection({
    open: isApp
      ? portChannel(window, isOwn)
      : socketChannel({
          url: socketAddress(location),
          askWhy: () => whyNoSocket('/rpc', isLoopback(location.hostname)),
        }),
  });
  const buffer = createEventBuffer(nextFrame, () => performance.now());
  const following = new AbortController();
  const { client, whenOnline } = connection;
  followEvents({
    client,
    whenOnline,
    onEvent: buffer.add,
    onOtherLog: () => location.reload(),
    signal: following.signal,
  }).catch((error: unknown) => {
    if (!following.signal.aborted) onRefused(failureOf(error).message);
  });
  window.addEventListener('online', connection.retryNow);
  return {
    ...connection,
    subscribe: buffer.subscribe,
    close: () => {
      following.abort();
      window.removeEventListener('online', connection.retryNow);
      connection.close();
    },
  };
}

function socketAddress({ protocol, host }: Location): string {
  return `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/rpc`;
}
