import {
  type Share,
  type ShareKind,
  shareKinds,
  type ShareLimit,
  type ShareSettings,
} from '../../../contract/spending.ts';
import { HeronError } from '../../base/errors.ts';
import type { ModelCandidate, ModelRequest } from '../model-client.ts';

/** The agent, the channel and the folder of a request, as far as it has them. */
export type Shares = { [Kind in ShareKind]?: string | undefined };

/** What a request does not say itself. */
export type SharesOf = (scope: ModelRequest['scope']) => Shares & { isBackground?: boolean };

export function shareList(shares: Shares): Share[] {
  return shareKinds.flatMap((kind) => {
    const name = shares[kind];
    return name === undefined ? [] : [{ kind, name }];
  });
}

/** The limits that a request goes by. */
export function limitsFor(limits: readonly ShareLimit[], shares: Shares): ShareLimit[] {
  return limits.filter(({ kind, name }) => shares[kind] === name);
}

/** Those that may be asked in a folder, or outside of all. Errors: `unsupported` when nobody is left. */
export function allowedIn(
  folder: string | undefined,
  candidates: readonly ModelCandidate[],
  { accounts }: Pick<ShareSettings, 'accounts'>,
): readonly ModelCandidate[] {
  if (accounts.length === 0) return candidates;
  const own = new Set(accounts.flatMap((each) => (each.folder === folder ? each.accounts : [])));
  const reserved = new Set(accounts.flatMap((each) => (each.isReserved ? each.accounts : [])));
  const allowed = candidates.filter((one) => (own.size > 0 ? own.has(nameOf(one)) : !reserved.has(nameOf(one))));
  if (allowed.length > 0) return allowed;
  const names = [...new Set(candidates.map(nameOf))].join(', ');
  const text =
    own.size > 0
      ? `The folder ${folder} uses the accounts ${[...own].join(', ')} alone, and only ${names} could be asked for this`
      : `${names} could be asked for this, and each is kept for a folder`;
  throw new HeronError('unsupported', `${text}; Settings, Spending says which accounts folders have`, { folder });
}

/** `provider/account` */
function nameOf({ model, account }: ModelCandidate): string {
  return `${model.slice(0, model.indexOf('/'))}/${account}`;
}
