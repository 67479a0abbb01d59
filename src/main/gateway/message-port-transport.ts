import type { RpcMessage, RpcServer } from './rpc-server.ts';

/** What a port of the web, of worker threads and of Electron's main process have in common. */
type Port = { postMessage(message: unknown): void; start?(): void };

type WebPort = Port & {
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(type: 'close', listener: () => void): void;
};

/** Electron's MessagePortMain. */
type MainPort = Port & {
  on(type: 'message', listener: (event: { data: unknown }) => void): unknown;
  on(type: 'close', listener: () => void): unknown;
};

export type ServedPort = WebPort | MainPort;

/** Answers the calls that come through one message port, until it closes. */
export function serveMessagePort(rpc: RpcServer, port: ServedPort): void {
  const peer = rpc.connect((message) => port.postMessage(message), 'window');
  const receive = (event: { data: unknown }): void => {
    if (isMessage(event.data)) peer.receive(event.data);
  };
  if ('addEventListener' in port) {
    port.addEventListener('message', receive);
    port.addEventListener('close', () => peer.close());
  } else {
    port.on('message', receive);
    port.on('close', () => peer.close());
  }
  port.start?.();
}

function isMessage(data: unknown): data is RpcMessage {
  return typeof data === 'string' || data instanceof Uint8Array || data instanceof ArrayBuffer;
}
