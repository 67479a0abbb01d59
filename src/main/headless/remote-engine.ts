import { lstat } from 'node:fs/promises';
import { connect } from 'node:net';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { WebSocket } from 'ws';
import { HeronError } from '../base/errors.ts';
import type { EngineClient } from '../gateway/engine-router.ts';

/** An engine in another process, reached over its socket. */
export type RemoteEngine = {
  /** The calls, over a new connection where the last was lost. Errors: `network` when nobody answers, `permission-denied`. */
  client(): Promise<EngineClient>;
  close(): void;
};

const handshakeMs = 5000;

type Connection = { client: EngineClient; socket: WebSocket };

/** Connects anew whenever a client is asked for and the last connection is gone. */
export function createRemoteEngine(socketPath: string): RemoteEngine {
  let connection: Promise<Connection> | undefined;

  function begin(): Promise<Connection> {
    const opening = openConnection(socketPath);
    const forget = (): void => {
      if (connection === opening) connection = undefined;
    };
    opening.then(({ socket }) => socket.once('close', forget), forget);
    return opening;
  }

  return {
    client: async () => (await (connection ??= begin())).client,
    close() {
      connection?.then(({ socket }) => socket.close()).catch(() => {});
    },
  };
}

async function openConnection(path: string): Promise<Connection> {
  await refuseForeignSocket(path);
  const socket = new WebSocket('ws://heron/rpc', {
    createConnection: () => connect(path),
    perMessageDeflate: false,
    handshakeTimeout: handshakeMs,
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', (error) =>
      reject(new HeronError('network', `No Heron answers on ${path}`, { path }, { cause: error })),
    );
  });
  // A connection that breaks tells its calls by closing; the error itself adds nothing.
  socket.on('error', () => socket.terminate());
  return { socket, client: createORPCClient(new RPCLink({ websocket: socket })) };
}

/** In a folder that everybody may write to, somebody else could have put a socket in the engine's place. */
async function refuseForeignSocket(path: string): Promise<void> {
  if (process.getuid === undefined) return; // a named pipe
  const status = await lstat(path).catch(() => undefined);
  if (status && status.uid !== process.getuid()) {
    throw new HeronError('permission-denied', `The socket ${path} belongs to another user`, { path });
  }
}
