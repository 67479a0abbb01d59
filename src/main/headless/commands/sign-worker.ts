import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { replaceFile } from '../../base/replace-file.ts';
import { contentOf, signatureFile } from '../../workers/installing/content-hash.ts';
import { signHash } from '../../workers/installing/signature.ts';
import { readManifest } from '../../workers/registry/read-manifest.ts';
import type { CommandContext } from '../command-context.ts';
import { exitCode } from '../exit-code.ts';
import { UsageError } from '../usage-error.ts';

/** `heron worker sign <folder> --key <file>` */
export async function signWorker(
  { terminal, app }: CommandContext,
  name: string,
  options: { key: string },
): Promise<number> {
  const folder = resolve(terminal.cwd, name);
  const key = await readKey(resolve(terminal.cwd, options.key));
  const { id, version } = await readManifest(folder, app.version);
  const { hash } = await contentOf(folder);
  replaceFile(join(folder, signatureFile), signHash(hash, key));
  terminal.out(`${id} ${version} is signed, sha256 ${hash}`);
  return exitCode.completed;
}

async function readKey(file: string): Promise<KeyObject> {
  try {
    const key = createPrivateKey(await readFile(file));
    if (key.asymmetricKeyType !== 'ed25519') throw new UsageError(`${file} is no Ed25519 key`);
    return key;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${file} is no private key (${error instanceof Error ? error.message : String(error)})`);
  }
}
