import type { McpValue } from '../../../contract/mcp.ts';
import { HeronError } from '../../base/errors.ts';
import type { UseSecret } from '../broker/secrets/use-secret.ts';

/**
 * Values with secrets in the places of their names; `host` is where they are sent, absent for a program. Errors: `not-found`,
 * `conflict` while the vault is shut, `permission-denied` for a secret that is kept for other hosts.
 */
export async function givenValues(
  values: Record<string, McpValue>,
  { secrets, host }: { secrets: UseSecret; host?: URL },
): Promise<Record<string, string>> {
  const given: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) {
    given[name] = typeof value === 'string' ? value : await readSecret(value.secret, secrets, host);
  }
  return given;
}

async function readSecret(name: string, secrets: UseSecret, host: URL | undefined): Promise<string> {
  const refusal = secrets.refusal(name);
  if (refusal) throw refusal;
  const kept = secrets.read(name);
  if (!kept) throw new HeronError('not-found', `The secret ${name} has not been entered`);
  if (host && kept.hosts.length > 0 && !kept.hosts.includes(host.host) && !kept.hosts.includes(host.hostname)) {
    const message = `The secret ${name} is kept for ${kept.hosts.join(', ')}, not for ${host.host}`;
    throw new HeronError('permission-denied', message, { secret: name, host: host.host });
  }
  await secrets.note(name, host ? [host.host] : []);
  return kept.value;
}
