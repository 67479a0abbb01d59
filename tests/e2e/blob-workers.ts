import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const blob = { type: 'string', format: 'blob' };
const text = { type: 'string' };
const number = { type: 'integer' };

const object = (properties: Record<string, object>): object => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});

type BlobWorker = {
  tier: 'isolate' | 'node';
  input: Record<string, object>;
  output: Record<string, object>;
  permissions?: object[];
  needs?: object[];
  streaming?: boolean;
  /** The action `go`, in JavaScript. */
  code: string;
};

/** Workers that make, read, steal and disguise bytes. */
export const blobWorkers: Record<string, BlobWorker> = {
  shutter: {
    tier: 'node',
    input: { megabytes: number },
    output: { picture: blob, bytes: number, sha256: text },
    code: `async ({ megabytes }, { blobs }) => {
      const writer = await blobs.create({ mediaType: 'image/png', name: 'spring.png' });
      const chunk = new Uint8Array(1024 * 1024);
      for (let count = 0; count < megabytes; count += 1) await writer.write(chunk.fill(count % 251));
      const { blob, bytes, sha256 } = await writer.finish();
      return { picture: blob, bytes, sha256 };
    }`,
  },
  darkroom: {
    tier: 'isolate',
    input: { picture: blob },
    output: { negative: blob, sum: number },
    code: `async ({ picture }, { blobs }) => {
      const { mediaType, name } = await blobs.status(picture);
      const writer = await blobs.create({ mediaType, name: 'negative of ' + name });
      let sum = 0;
      for await (const chunk of blobs.read(picture)) {
        sum += chunk.reduce((total, byte) => total + byte, 0);
        await writer.write(chunk.map((byte) => 255 - byte));
      }
      return { negative: (await writer.finish()).blob, sum };
    }`,
  },
  thief: {
    tier: 'isolate',
    input: { prefix: text, rest: text },
    output: { bytes: number },
    code: `async ({ prefix, rest }, { blobs }) => ({ bytes: (await blobs.status(prefix + rest)).bytes })`,
  },
  forger: {
    tier: 'isolate',
    input: { prefix: text, rest: text },
    output: { picture: text },
    code: `({ prefix, rest }) => ({ picture: prefix + rest })`,
  },
  encoder: {
    tier: 'node',
    input: {},
    output: { picture: text },
    code: `() => ({ picture: 'data:image/png;base64,' + Buffer.from(Array.from({ length: 90_000 }, (_, at) => at * 7 % 256)).toString('base64') })`,
  },
  sipper: {
    tier: 'node',
    input: { url: { type: 'string', format: 'uri' }, pauseMs: number },
    output: { bytes: number },
    permissions: [{ capability: 'net', reason: 'To drink.' }],
    needs: [{ capability: 'net', target: '{{ $hostOf(url) }}' }],
    code: `async ({ url, pauseMs }, context) => {
      let bytes = 0;
      const { body } = await context.net.fetch(url);
      for await (const chunk of body) {
        bytes += chunk.byteLength;
        if (bytes === chunk.byteLength) context.progress({ output: { bytes } });
        if (bytes < 2 * 1024 * 1024) await context.sleep(pauseMs);
      }
      return { bytes };
    }`,
    streaming: true,
  },
};

/** Gives their ids. */
export function installBlobWorkers(dataFolder: string): string[] {
  for (const [id, worker] of Object.entries(blobWorkers)) {
    const { tier, input, output, permissions = [], needs = [], streaming = false, code } = worker;
    const folder = join(dataFolder, 'workers', id);
    mkdirSync(folder, { recursive: true });
    const action = {
      title: id,
      description: 'Does what its name says.',
      input: object(input),
      output: object(output),
      ...{ risk: 'read', class: 'cpu', repeatable: true, says: 'Done.', needs, streaming },
    };
    const manifest = {
      id,
      version: '1.0.0',
      engines: { heron: '*' },
      name: id,
      description: 'A worker from outside.',
      ...{ tier, permissions, entry: 'index.js', actions: { go: action } },
      limits: { memoryMb: 96, cpuMs: 600_000, wallMs: 120_000 },
    };
    writeFileSync(
      join(folder, 'index.js'),
      `import { defineWorker } from 'heron/worker-kit';\nexport default defineWorker({ actions: { go: ${code} } });\n`,
    );
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  }
  return Object.keys(blobWorkers);
}
