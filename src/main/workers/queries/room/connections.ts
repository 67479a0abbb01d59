import { Socket } from 'node:net';
import { roomFiles } from '../wire.ts';

/** The room's ways to the server: both are handed to it open, and the engine speaks to the server at their other ends. */
export type Connections = {
  first(): Socket;
  /** Asks the engine for a connection first. */
  second(): Socket;
  /** How to call off at the server what runs on the first connection, once there is one. */
  callOff: (() => Promise<void>) | undefined;
};

export function openConnections(ask: () => void): Connections {
  let first: Socket | undefined;
  return {
    first: () => (first ??= quiet(new Socket({ fd: roomFiles.connection }))),
    second: () => {
      ask();
      return quiet(new Socket({ fd: roomFiles.second }));
    },
    callOff: undefined,
  };
}

/** What ends a connection is told by what waits for it. */
function quiet(socket: Socket): Socket {
  return socket.on('error', () => undefined);
}
