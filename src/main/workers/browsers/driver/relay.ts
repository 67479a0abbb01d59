import { connect, createServer } from 'node:net';

/**
 * A browser knows proxies by host and port alone, the engine opens no port: connections to this one, in the browser's own room,
 * are handed to the engine's socket as they are. Gives the port.
 */
export function startRelay(socket: string): Promise<number> {
  const server = createServer((inner) => {
    const outer = connect(socket);
    const end = (): void => {
      inner.destroy();
      outer.destroy();
    };
    inner.on('error', end).on('close', end);
    outer.on('error', end).on('close', end);
    inner.pipe(outer).pipe(inner);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
}
