import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What is measured beside Heron, at exactly these versions. They are never dependencies of the project. */
export const peerPackages = {
  'node-red': { 'node-red': '5.0.7' },
  n8n: { 'n8n-core': '2.41.0', 'n8n-workflow': '2.41.0', 'n8n-nodes-base': '2.41.0' },
} as const;
export type PeerName = keyof typeof peerPackages;

export type InstalledPeer = { folder: string } | { reason: string };

/** Installs a peer into a temporary folder, or finds it there from an earlier run; a failed install is a reason, not an error. */
export async function installPeer(name: PeerName): Promise<InstalledPeer> {
  const dependencies = peerPackages[name];
  const version = createHash('sha256').update(JSON.stringify(dependencies)).digest('hex').slice(0, 12);
  const folder = join(tmpdir(), `heron-bench-${name}-${version}`);
  const mark = join(folder, 'installed');
  if (existsSync(mark)) return { folder };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
  try {
    await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: folder,
      timeout: 15 * 60_000,
      maxBuffer: 1 << 24,
    });
    writeFileSync(mark, version);
    return { folder };
  } catch (error) {
    return { reason: `npm install failed: ${telltaleLine((error as { stderr?: string }).stderr) ?? String(error)}` };
  }
}

function telltaleLine(text: string | undefined): string | undefined {
  const lines = text?.split('\n').filter((line) => line.startsWith('npm error ') && !line.includes('log of this run'));
  return (lines?.find((line) => !line.startsWith('npm error code ')) ?? lines?.[0])
    ?.replace(/^npm error (notarget )?/, '')
    .replace(/https?:\/\/\S+/g, 'the registry')
    .slice(0, 160);
}
