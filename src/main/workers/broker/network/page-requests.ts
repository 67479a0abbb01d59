import { HeronError } from '../../../base/errors.ts';
import type { JudgeRequest } from '../../browsers/egress.ts';
import type { BrokerCall } from '../broker-call.ts';
import { isClosedPort } from './closed-ports.ts';
import { type Address, hostOf, resolveHost } from './resolve-host.ts';

export type Requests = {
  judge: JudgeRequest;
  /** Hosts that nothing was let through to, sorted. */
  refused(): string[];
  /** Why not, where it was a rule or a person that said no; undefined where nobody has named the host. */
  whyRefused(host: string): Error | undefined;
};

const mostRefused = 50;

/**
 * Judges what a page asks for during one call: hosts that the session was opened for, each by the policy, to addresses outside of
 * this machine and its network unless it is those that were named. Nobody is asked about other hosts: pages want many.
 */
export function judgeRequests(call: BrokerCall, hosts: ReadonlySet<string>): Requests {
  const answers = new Map<string, Promise<Address[]>>();
  const refused = new Set<string>();
  const reasons = new Map<string, Error>();

  async function addressesOf(url: URL, host: string): Promise<Address[]> {
    const need = { capability: 'net', target: host, detail: `Page of ${url.origin}` } as const;
    await call.access.allow('browser.request', need);
    const addresses = await resolveHost(host, call.lookUp, call.signal);
    if (addresses.length > 0) return addresses;
    const message = `${host} leads into this machine or its network; such a place must be allowed by its address`;
    return call.access.refuse('browser.request', need, { rule: 'private address', message });
  }

  async function judge(url: URL): Promise<Address[]> {
    const host = hostOf(url);
    if (!hosts.has(host)) throw new HeronError('permission-denied', `${host} was not named`);
    if (isClosedPort(url)) {
      const message = `Port ${url.port} is not for the web; no page may use it`;
      call.access.refuse('browser.request', { capability: 'net', target: host }, { rule: 'closed port', message });
    }
    const known = answers.get(host) ?? addressesOf(url, host);
    answers.set(host, known);
    return known;
  }

  return {
    judge: async (url) => {
      const host = hostOf(url);
      try {
        return await judge(url);
      } catch (error) {
        if (refused.size < mostRefused) refused.add(host);
        if (hosts.has(host) && error instanceof Error) reasons.set(host, error);
        throw error;
      }
    },
    refused: () => [...refused].toSorted(),
    whyRefused: (host) => reasons.get(host),
  };
}
