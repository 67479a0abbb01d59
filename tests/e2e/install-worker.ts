import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type Changes = {
  tier?: 'isolate' | 'node';
  permissions?: object[];
  input?: object;
  streaming?: boolean;
  cost?: object;
};

/** Puts a worker with one action, `go`, into the data folder; `say <id>` means it. */
export function installWorker(
  dataFolder: string,
  id: string,
  code: string,
  { tier = 'isolate', permissions = [], input = {}, streaming = false, cost }: Changes = {},
): void {
  const folder = join(dataFolder, 'workers', id);
  mkdirSync(folder, { recursive: true });
  const text = (properties: object): object => ({ type: 'object', properties, additionalProperties: false });
  const manifest = {
    id,
    version: '1.0.0',
    engines: { heron: '*' },
    name: id,
    description: 'A worker from outside.',
    tier,
    entry: 'index.js',
    permissions,
    limits: { memoryMb: 64, cpuMs: 20_000, wallMs: 5_000 },
    actions: {
      go: {
        title: 'Go',
        description: 'Does what it does.',
        input: text(input),
        output: text({ said: { type: 'string' } }),
        risk: 'read',
        class: 'cpu',
        repeatable: true,
        streaming,
        ...(cost ? { cost } : {}),
        phrases: [`say ${id}`],
        says: '{{ output.said }}',
      },
    },
  };
  writeFileSync(
    join(folder, 'index.js'),
    `import { block, defineWorker } from 'heron/worker-kit';\nexport default defineWorker({ actions: { ${code} } });\n`,
  );
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
}
