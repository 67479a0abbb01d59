import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';

/** A chain of certificates may stand before the key. */
const readBytes = 256 * 1024;
const begins = /-----BEGIN ([A-Z0-9]+ )*PRIVATE KEY-----/;

/** What files of this kind are called that everybody may see. */
const publicName =
  /^(.*[-_.])?(certs?|certificates?|chain|fullchain|ca|cacerts?|roots?|bundle|pub|public|csr|dhparams?)\d*\.pem$/;

/** Whether a `.pem` has a private key in it: by what it holds, or, where it is not there yet or cannot be read, by its name. */
export function mayHoldPrivateKey(path: string): boolean {
  const name = basename(path).normalize('NFKC').toLowerCase();
  if (!name.endsWith('.pem')) return false;
  return holdsPrivateKey(path) ?? !publicName.test(name);
}

/** Undefined of what is not there, and of what is longer than what is looked at. */
function holdsPrivateKey(path: string): boolean | undefined {
  let file: number | undefined;
  try {
    // A pipe of that name keeps nobody waiting.
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stats = fstatSync(file);
    if (!stats.isFile()) return false;
    const bytes = Buffer.alloc(readBytes);
    if (begins.test(bytes.toString('latin1', 0, readSync(file, bytes, 0, readBytes, 0)))) return true;
    return stats.size > readBytes ? undefined : false;
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
