import { fail, type WorkerContext } from 'heron/worker-kit';
import type { GitOptions } from './closed-git.ts';
import type { Repository } from './repository.ts';

export type SignIn = { credential?: string; user: string };

/** The header that signs in at the place of an address; git sends it nowhere else, and reads it in no argument. */
export async function headerFor(
  url: string,
  { credential, user }: SignIn,
  context: WorkerContext,
): Promise<Pick<GitOptions, 'header'>> {
  if (credential === undefined) return {};
  const [origin] = /^https?:\/\/[^/@?#]+(?=[/?#]|$)/i.exec(url) ?? [];
  if (origin === undefined) {
    return fail('invalid-input', `A token signs in over https; ${url} is no such address`, { field: 'credential' });
  }
  const handle = await context.secrets.handle(credential);
  const value = `Authorization: Basic ${base64(`${user}:${handle}`)}`;
  return { header: { place: `${origin.toLowerCase()}/`, value } };
}

/** The address of a remote, or what was given in its place. */
export function addressOf({ settings }: Repository, remote: string, isPush: boolean): string {
  const valueOf = (name: string): string | undefined =>
    settings.findLast(({ key }) => key === `remote.${remote}.${name}`)?.value;
  const url = (isPush ? valueOf('pushurl') : undefined) ?? valueOf('url');
  return url ?? fail('not-found', `The repository has no remote ${remote}`, { field: 'remote' });
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Of printable ASCII, which the manifest sees to. */
function base64(text: string): string {
  let encoded = '';
  for (let at = 0; at < text.length; at += 3) {
    const [b, c] = [text.at(at + 1)?.charCodeAt(0), text.at(at + 2)?.charCodeAt(0)];
    const bits = (text.charCodeAt(at) << 16) | ((b ?? 0) << 8) | (c ?? 0);
    encoded += digits.charAt(bits >> 18) + digits.charAt((bits >> 12) & 63);
    encoded +=
      (b === undefined ? '=' : digits.charAt((bits >> 6) & 63)) + (c === undefined ? '=' : digits.charAt(bits & 63));
  }
  return encoded;
}
