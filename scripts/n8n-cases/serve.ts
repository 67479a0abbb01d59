import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Serves a text on the loopback until it is closed. */
export async function serve(text: string): Promise<{ url: string; close(): void }> {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'application/xml; charset=utf-8').end(text);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/feed`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Parameters with the address in the place of `$FEED`. */
export function withAddress(parameters: object, url: string | undefined): object {
  if (url === undefined) return parameters;
  return JSON.parse(JSON.stringify(parameters).replaceAll('$FEED', url)) as object;
}
