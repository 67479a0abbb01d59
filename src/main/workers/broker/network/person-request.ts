import type { IncomingMessage } from 'node:http';
import { HeronError } from '../../../base/errors.ts';
import type { HostCircuits } from '../../circuits/host-circuits.ts';
import type { RefusalOf } from '../access.ts';
import { isPublicAddress } from './address-rules.ts';
import { isClosedPort } from './closed-ports.ts';
import { followRedirects, parseUrl } from './follow-redirects.ts';
import { hostOf, type LookUp, resolveHost } from './resolve-host.ts';
import { type HttpRequest, sendRequest } from './send-request.ts';

/** Fetches an address that a person named. The body is unread. Errors: `invalid-input`, `network`, `permission-denied`. */
export type PersonRequest = (
  address: string,
  headers: ReadonlyMap<string, string>,
  signal: AbortSignal,
) => Promise<IncomingMessage>;

export type PersonRequestParts = {
  lookUp: LookUp;
  hosts: Pick<HostCircuits, 'around'>;
  refusalOf: RefusalOf;
  /** For the audit log: each host that is asked, and by which rule it was or was not. */
  note: (line: { target: string; decision: 'allowed' | 'denied'; rule: string }) => void;
};

/** As many as a store of files with mirrors sends one through. */
const mostRedirects = 8;

/**
 * The way out for what a person asked for without a worker. The rules are those of workers; the yes is the person's, for
 * the address they named and where it leads: to no other place inside this machine or its network, and from https to no http.
 */
export function createPersonRequest({ lookUp, hosts, refusalOf, note }: PersonRequestParts): PersonRequest {
  function refuse(target: string, rule: string, message: string): never {
    note({ target, decision: 'denied', rule });
    throw new HeronError('permission-denied', message, { target, rule });
  }

  async function send(first: URL, request: HttpRequest, signal: AbortSignal): Promise<IncomingMessage> {
    const { url } = request;
    const target = hostOf(url);
    const refusal = refusalOf({ capability: 'net', target, detail: `GET ${url.href}` });
    if (refusal) refuse(target, refusal.rule, refusal.message);
    if (isClosedPort(url)) refuse(target, 'closed port', `Port ${url.port} of ${target} is not for the web`);
    if (first.protocol === 'https:' && url.protocol === 'http:') {
      refuse(
        target,
        'no longer https',
        `${hostOf(first)} leads to ${target} without https; nothing is fetched from there`,
      );
    }
    const addresses = await resolveHost(target, lookUp, signal);
    const isElsewhere = target !== hostOf(first) && addresses.some(({ address }) => !isPublicAddress(address));
    if (addresses.length === 0 || isElsewhere) {
      refuse(
        target,
        'private address',
        `${target} leads into this machine or its network; such a place must be named by its address`,
      );
    }
    note({ target, decision: 'allowed', rule: 'the person' });
    return hosts.around(url.host, signal, () => sendRequest(request, addresses, signal));
  }

  return async (address, headers, signal) => {
    const url = parseUrl(address);
    const request: HttpRequest = { url, method: 'GET', headers: new Map(headers), body: undefined };
    const { response } = await followRedirects(request, mostRedirects, (hop) => send(url, hop, signal));
    // Nobody may be reading when the connection breaks; the reading will tell.
    response.on('error', () => undefined);
    return response;
  };
}
