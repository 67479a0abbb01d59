import { RPCLink } from '@orpc/client/message-port';
import type { Channel, Loss, OpenChannel } from './channel.ts';

/** What the preload script posts to its own window, with the port. */
export const portMessage = 'heron:port';

/**
 * Takes the message ports the preload script hands in. Listening starts at once, because the first may come before
 * anybody asks; a later one replaces an earlier one whose engine is gone.
 */
export function portChannel(source: EventTarget, isOwn: (event: MessageEvent) => boolean): OpenChannel {
  let waiting: MessagePort | undefined;
  let taker: ((port: MessagePort) => void) | undefined;
  let current: MessagePort | undefined;

  source.addEventListener('message', (event) => {
    if (!(event instanceof MessageEvent) || event.data !== portMessage || !isOwn(event)) return;
    const [port] = event.ports;
    if (!port) return;
    if (current) end(current);
    if (taker) taker(port);
    else waiting = port;
  });

  function adopt(port: MessagePort): Channel {
    current = port;
    const closed = new Promise<Loss>((resolve) => port.addEventListener('close', () => resolve('cut')));
    const link = new RPCLink({ port });
    port.start();
    return { link, closed, close: () => end(port) };
  }

  /** A port tells only its other side that it was closed; calls under way here must hear it too. */
  function end(port: MessagePort): void {
    port.close();
    port.dispatchEvent(new Event('close'));
  }

  return (signal) =>
    new Promise<Channel>((resolve, reject) => {
      if (waiting) {
        resolve(adopt(waiting));
        waiting = undefined;
        return;
      }
      taker = (port) => {
        taker = undefined;
        resolve(adopt(port));
      };
      signal.addEventListener('abort', () => {
        taker = undefined;
        reject(new Error('Stopped waiting for the engine'));
      });
    });
}
