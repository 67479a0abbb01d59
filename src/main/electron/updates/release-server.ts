import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Fetch } from './find-update.ts';
import type { UpdateFile } from './release-list.ts';
import type { ReleasePlace } from './release-place.ts';

/** For tests: a real server of releases and their key. Its names are of a place that is not there; the bytes come from here. */
export type ReleaseServer = {
  place: ReleasePlace;
  fetch: Fetch;
  /** What was asked of it, by path. */
  asked: string[];
  /** What it has, by path. */
  files: Map<string, Buffer>;
  /** Signs a list whose one file has this content. */
  publish(version: string, content: Buffer): void;
  close(): Promise<void>;
};

export const releasedName = 'heron-linux-x64.AppImage';

export async function startReleaseServer(): Promise<ReleaseServer> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const files = new Map<string, Buffer>();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const body = files.get(request.url ?? '');
    response.writeHead(body ? 200 : 404).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    place: {
      url: 'https://releases.example/heron',
      publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    },
    fetch: (address, options) => fetch(`http://127.0.0.1:${port}${new URL(address).pathname}`, options),
    asked,
    files,
    publish(version, content) {
      const sha512 = createHash('sha512').update(content).digest('hex');
      const file: UpdateFile = { name: releasedName, bytes: content.length, sha512 };
      const list = Buffer.from(JSON.stringify({ version, files: { 'linux-x64': file } }));
      files.set('/heron/release.json', list);
      files.set('/heron/release.json.sig', Buffer.from(sign(undefined, list, privateKey).toString('base64')));
      files.set(`/heron/${releasedName}`, content);
    },
    async close() {
      server.close();
      await once(server, 'close');
    },
  };
}
