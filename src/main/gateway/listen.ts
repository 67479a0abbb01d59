import { lstat, unlink } from 'node:fs/promises';
import type { Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { HeronError, systemCode } from '../base/errors.ts';

const loopbackHosts = ['127.0.0.1', '::1'];

/**
 * Listens on a Unix socket only this user may open, or on a named pipe. A socket left by a process that ended badly is
 * replaced. Errors: `conflict` when somebody answers there, `storage` when the path cannot be used.
 */
export async function listenOnSocket(server: Server, path: string): Promise<void> {
  if (path.startsWith('\\\\')) {
    await listening(server, () => server.listen(path), path);
    return;
  }
  await removeStale(path);
  await listening(server, () => listenPrivately(server, path), path);
}

/** The file is made before listen() returns; the mask keeps others out from its first moment. */
function listenPrivately(server: Server, path: string): void {
  const mask = process.umask(0o177);
  try {
    server.listen(path);
  } finally {
    process.umask(mask);
  }
}

/** Listens on a loopback address and gives the port; 0 takes a free one. Errors: `unsupported`, `conflict`, `storage`. */
export async function listenOnPort(server: Server, host: string, port: number): Promise<number> {
  if (!loopbackHosts.includes(host)) {
    throw new HeronError('unsupported', `Heron listens on this machine only (127.0.0.1), not on ${host}`, { host });
  }
  await listening(server, () => server.listen(port, host), `port ${port}`);
  return (server.address() as AddressInfo).port;
}

/** Whether a program accepts connections there. */
export function isAnswering(path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', (error) => {
      const code = systemCode(error);
      if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ECONNREFUSED') resolve(false);
      // The queue of those who wait to be accepted is full: slow, but there.
      else if (code === 'EAGAIN') resolve(true);
      else reject(new HeronError('storage', `The socket ${path} cannot be used (${code})`, { path }, { cause: error }));
    });
  });
}

async function removeStale(path: string): Promise<void> {
  const status = await lstat(path).catch(() => undefined);
  if (!status) return;
  if (!status.isSocket()) throw new HeronError('conflict', `${path} is in the way: it is not a socket`, { path });
  if (await isAnswering(path)) throw new HeronError('conflict', `Another Heron answers on ${path}`, { path });
  await unlink(path).catch((error: unknown) => {
    throw new HeronError('storage', `The old socket ${path} cannot be removed`, { path }, { cause: error });
  });
}

function listening(server: Server, begin: () => void, place: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      const isTaken = systemCode(error) === 'EADDRINUSE';
      const message = isTaken
        ? `Another program uses ${place}; end it, or let Heron take another`
        : `Heron cannot listen on ${place}: ${error.message}`;
      reject(new HeronError(isTaken ? 'conflict' : 'storage', message, { place }, { cause: error }));
    });
    server.once('listening', resolve);
    begin();
  });
}
