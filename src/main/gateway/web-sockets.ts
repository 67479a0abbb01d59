import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Surface } from '../../contract/surfaces.ts';
import type { RpcServer } from './rpc-server.ts';
import { createSender, type SenderLimits } from './socket-sender.ts';

export type WebSocketOptions = SenderLimits & {
  /** A message longer than this closes the connection. */
  maxMessageBytes: number;
  /** A connection that has not answered one ping when the next is due is cut. */
  pingMs: number;
};

export const webSocketDefaults: WebSocketOptions = {
  bufferedBytes: 1024 * 1024,
  waitingMessages: 1000,
  maxMessageBytes: 16 * 1024 * 1024,
  pingMs: 20_000,
};

export type WebSockets = ReturnType<typeof createWebSockets>;

/** The WebSocket transport. Whoever reaches `upgrade` has been let in. */
export function createWebSockets(rpc: RpcServer, options: WebSocketOptions = webSocketDefaults) {
  const server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false, // loopback: compressing costs more than sending
    maxPayload: options.maxMessageBytes,
  });
  const idleListeners = new Set<() => void>();

  function serve(socket: WebSocket, surface: Surface): void {
    const sender = createSender(socket, options, () => socket.terminate());
    const peer = rpc.connect((message) => sender.send(message), surface);
    const stopPinging = keepAlive(socket, options.pingMs);
    socket.on('message', (data) => peer.receive(Array.isArray(data) ? Buffer.concat(data) : data));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      stopPinging();
      sender.close();
      peer.close();
      if (server.clients.size === 0) for (const listener of idleListeners) listener();
    });
  }

  return {
    upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, surface: Surface): void {
      server.handleUpgrade(request, socket, head, (opened) => serve(opened, surface));
    },
    /** Resolves when nobody is connected. */
    idle(): Promise<void> {
      if (server.clients.size === 0) return Promise.resolve();
      return new Promise((resolve) => {
        const listener = (): void => {
          idleListeners.delete(listener);
          resolve();
        };
        idleListeners.add(listener);
      });
    },
    count: () => server.clients.size,
    /** Tells everybody that the engine goes, and cuts who has not gone a second later. */
    close(): void {
      for (const socket of server.clients) {
        socket.close(1001, 'Heron ends');
        setTimeout(() => socket.terminate(), 1000).unref();
      }
      server.close();
    },
  };
}

function keepAlive(socket: WebSocket, pingMs: number): () => void {
  let hasAnswered = true;
  socket.on('pong', () => {
    hasAnswered = true;
  });
  const timer = setInterval(() => {
    if (!hasAnswered) return socket.terminate();
    hasAnswered = false;
    socket.ping();
  }, pingMs);
  timer.unref();
  return () => clearInterval(timer);
}
