import type { McpServer } from '../../../contract/mcp.ts';
import type { ModelProvider } from '../../../contract/models.ts';
import { providers as known } from '../../../contract/model-providers.ts';
import type { CheckedSignIn, SignInReport, SignInStanding } from '../../../contract/sign-ins.ts';
import type { Clock } from '../../base/clock.ts';
import { toFailure } from '../../base/errors.ts';

export type SignInParts = {
  clock: Clock;
  providers: () => readonly ModelProvider[];
  /** Errors: `provider` with the `status` it answered with, `network`. */
  ask: (providerId: string, accountId: string) => Promise<unknown>;
  servers: () => readonly McpServer[];
};

export type SignInService = { check(): Promise<SignInReport> };

const soonMs = 86_400_000;

/** Whether what Heron was given still lets it in: keys of models, and sign-ins at MCP servers. */
export function createSignInService(parts: SignInParts): SignInService {
  return {
    check: async () => {
      const asked = parts
        .providers()
        .flatMap((provider) => provider.accounts.map((account) => checkAccount(parts, provider, account)));
      const checked = [
        ...(await Promise.all(asked)),
        ...parts.servers().flatMap((one) => checkServer(parts.clock(), one)),
      ];
      return reportOf(checked);
    },
  };
}

async function checkAccount(
  { ask }: SignInParts,
  { id, kind, accounts }: ModelProvider,
  account: ModelProvider['accounts'][number],
): Promise<CheckedSignIn> {
  const name = accounts.length > 1 ? `${id}, ${account.id}` : id;
  const said = (standing: SignInStanding, message: string): CheckedSignIn => ({
    kind: 'model',
    name,
    standing,
    message,
  });
  if (!account.hasKey && !known[kind].isLocal) return said('missing', 'There is no key');
  try {
    await ask(id, account.id);
    return said('ok', account.hasKey ? 'Its key is known there' : 'It wants no key');
  } catch (error) {
    const { message, details } = toFailure(error);
    const isRefused = details?.['status'] === 401 || details?.['status'] === 403;
    return said(isRefused ? 'missing' : 'unknown', message);
  }
}

function checkServer(now: number, { name, signIn, signInEnds: endsAt, state }: McpServer): CheckedSignIn[] {
  if (signIn === undefined || state === 'off') return [];
  const said = (standing: SignInStanding, message: string): CheckedSignIn[] => [
    { kind: 'mcp', name, standing, message, ...(endsAt === undefined ? {} : { endsAt }) },
  ];
  if (signIn === 'needed' || signIn === 'waiting') return said('missing', 'Nobody is signed in');
  if (signIn === 'none' || endsAt === undefined)
    return said('ok', signIn === 'none' ? 'Nobody has to sign in' : 'Signed in');
  if (endsAt <= now) return said('missing', 'The sign-in has ended');
  return endsAt - now < soonMs ? said('expiring', 'The sign-in ends within a day') : said('ok', 'Signed in');
}

const worst: readonly SignInStanding[] = ['missing', 'expiring', 'unknown', 'ok'];
const codes: Record<SignInStanding, number> = { ok: 0, unknown: 0, missing: 1, expiring: 2 };

export function reportOf(signIns: readonly CheckedSignIn[]): SignInReport {
  const standing = worst.find((each) => signIns.some((one) => one.standing === each)) ?? 'ok';
  const code = codes[standing];
  const wrong = signIns.filter((one) => one.standing !== 'ok');
  const lines = wrong.map(({ name, message }) => `${name}: ${message}`);
  const text = lines.length === 0 ? 'Every key and sign-in lets Heron in' : lines.join('\n');
  return { standing, code, text, signIns: [...signIns] };
}
