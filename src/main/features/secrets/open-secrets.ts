import type { Manifest } from '../../../contract/manifest.ts';
import type { Health } from '../../../contract/health.ts';
import type { Clock } from '../../base/clock.ts';
import type { Database } from '../../base/database.ts';
import { toFailure } from '../../base/errors.ts';
import type { EventLog } from '../../base/event-log.ts';
import type { Logger } from '../../base/logger.ts';
import type { DataPaths } from '../../base/paths.ts';
import type { Scrubber } from '../../base/scrubber.ts';
import type { EngineHost } from '../../host.ts';
import { oldKeyFile } from './old-key-file.ts';
import { createSecrets, type SecretService } from './service.ts';
import { secretStore } from './store.ts';
import { createLocks } from './vault/locks.ts';
import { findSecretTool } from './vault/secret-service-lock.ts';
import { openVault } from './vault/vault.ts';

export type OpenSecretsParts = {
  host: EngineHost;
  paths: DataPaths;
  database: Database;
  events: EventLog;
  logger: Logger;
  clock: Clock;
  scrubber: Scrubber;
  manifests: () => Manifest[];
};

/** The vault of this data folder with the best lock this machine has. */
export async function openSecrets(parts: OpenSecretsParts): Promise<SecretService> {
  const { host, paths, database, events, clock, scrubber, manifests } = parts;
  const logger = parts.logger.from('secrets');
  const locks = createLocks({
    vault: paths.vault,
    keychain: host.keychain,
    secretTool: await findSecretTool(host.environment),
    passphrase: host.environment['HERON_VAULT_PASSPHRASE'] || undefined,
  });
  const vault = await openVault({ file: paths.vault, locks, scrubber });
  const { state, message } = vault.status();
  if (state !== 'open') logger.warn(message);
  const secrets = createSecrets({
    vault,
    store: secretStore(database),
    events,
    clock,
    manifests,
    oldKeys: oldKeyFile(paths.oldKeys),
  });
  // What is wrong with an old file must not keep Heron shut.
  await secrets.adoptOldKeys().catch((error: unknown) => logger.error(toFailure(error).message));
  return secrets;
}

export function vaultHealth(
  secrets: Pick<SecretService, 'vault' | 'list'>,
): Omit<Health['components'][number], 'name'> {
  const { state, protection, message } = secrets.vault();
  if (state === 'unreachable') return { state: 'failed', message };
  const isWeak = protection === 'key-file' && secrets.list().some(({ filled }) => filled);
  return { state: state === 'locked' || isWeak ? 'degraded' : 'ok', message };
}
