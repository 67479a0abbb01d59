import type { PermissionNeed } from '../../../../contract/permission-need.ts';
import type { HeronError } from '../../../base/errors.ts';
import type { Scrubber } from '../../../base/scrubber.ts';
import type { RuleRefusal } from '../access.ts';

/** The vault, as far as the broker goes. */
export type UseSecret = {
  /** Why no worker can use it now; undefined if one can. */
  refusal(name: string): HeronError | undefined;
  /** The value, and the only hosts it is kept for; none yet means those of the first manifest that uses it. */
  read(name: string): { value: string; hosts: readonly string[] } | undefined;
  /** It is about to be sent to one of these hosts. */
  note(name: string, hosts: readonly string[]): Promise<void>;
};

/** Recognises the values of secrets in what workers say. */
export type KnownSecrets = Pick<Scrubber, 'find' | 'text'>;

/** A path, host or program named for a secret would carry it out, into a folder or to a name server. */
export function secretInTarget({ capability, target }: PermissionNeed, known: KnownSecrets): RuleRefusal | undefined {
  const secret = capability === 'secrets' ? undefined : known.find(target);
  if (secret === undefined) return undefined;
  return { rule: 'secret in a name', message: `The value of the secret ${secret} cannot be part of a name` };
}
