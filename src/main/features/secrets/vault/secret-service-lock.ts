import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { HeronError } from '../../../base/errors.ts';
import type { RecordOf, VaultLock } from './lock.ts';

/** A keyring that is locked asks its person; what asks nobody answers at once. */
const answersWithinMs = 60_000;
const probedWithinMs = 3000;

type Answer = { code: number; output: string; complaint: string };
export type SecretTool = (args: string[], input?: string, timeLimitMs?: number) => Promise<Answer>;

/** The vault's key in the Secret Service (GNOME Keyring, KWallet), by way of libsecret's `secret-tool`. */
export function secretServiceLock(tool: SecretTool): VaultLock {
  const attributes = (item: string): string[] => ['application', 'heron', 'item', item];
  return {
    by: 'secret-service',
    async close(key) {
      const item = randomBytes(8).toString('hex');
      const answer = await tool(
        ['store', '--label=Heron: the key of the vault', ...attributes(item)],
        key.toString('base64'),
      );
      if (answer.code !== 0) throw failed('does not keep the key of the vault', answer);
      return { by: 'secret-service', item };
    },
    async open({ item }: RecordOf<'secret-service'>) {
      const answer = await tool(['lookup', ...attributes(item)]);
      if (answer.code !== 0 || answer.output === '') throw failed('does not give the key of the vault', answer);
      return Buffer.from(answer.output.trim(), 'base64');
    },
    async discard({ item }: RecordOf<'secret-service'>) {
      await tool(['clear', ...attributes(item)]);
    },
  };
}

/** The tool, if it is installed and reaches a service; nothing is written to find out. */
export async function findSecretTool(environment: NodeJS.ProcessEnv): Promise<SecretTool | undefined> {
  if (process.platform !== 'linux' || !environment['DBUS_SESSION_BUS_ADDRESS']) return undefined;
  const program = (environment['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => isAbsolute(folder))
    .map((folder) => join(folder, 'secret-tool'))
    .find(isExecutable);
  if (!program) return undefined;
  const tool = createTool(program, environment);
  // Not found is silent; a service that cannot be reached is complained about.
  const probe = await tool(['lookup', 'application', 'heron', 'item', 'none'], undefined, probedWithinMs);
  return probe.complaint === '' ? tool : undefined;
}

function createTool(program: string, environment: NodeJS.ProcessEnv): SecretTool {
  return (args, input, timeLimitMs = answersWithinMs) =>
    new Promise((resolve) => {
      const options = { env: environment, timeout: timeLimitMs, encoding: 'utf8' } as const;
      const child = execFile(program, args, options, (error, output, complaint) => {
        const code = error ? (typeof error.code === 'number' ? error.code : -1) : 0;
        resolve({ code, output, complaint: code === -1 ? `${complaint}${error?.message ?? ''}` : complaint });
      });
      child.stdin?.on('error', () => undefined); // it ended before it had read
      child.stdin?.end(input ?? '');
    });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function failed(what: string, { complaint }: Answer): HeronError {
  const because = complaint.trim() === '' ? '' : ` (${complaint.trim()})`;
  return new HeronError('storage', `The Secret Service ${what}${because}; is the keyring unlocked?`);
}
