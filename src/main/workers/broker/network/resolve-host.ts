import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { isPublicAddress } from './address-rules.ts';
import { networkError } from './network-error.ts';

export type Address = { address: string; family: number };
export type LookUp = (host: string) => Promise<Address[]>;

export const systemLookUp: LookUp = (host) => lookup(host, { all: true });

/** The host of an address as grants name it: lower-case ASCII, without port, brackets or a closing dot. */
export function hostOf(url: URL): string {
  const host = url.hostname.toLowerCase().replace(/\.$/, '');
  return host.startsWith('[') ? host.slice(1, -1) : host;
}

/**
 * The addresses to connect to: asked for once, so that what was judged is what is used. A name may lead to this
 * machine or its network only if it says so itself: `localhost`. A literal address is what was granted. Empty if the
 * name leads nowhere else.
 */
export async function resolveHost(host: string, lookUp: LookUp, signal: AbortSignal): Promise<Address[]> {
  const family = isIP(host);
  if (family !== 0) return [{ address: host, family }];
  let addresses: Address[];
  try {
    addresses = await untilAborted(lookUp(host), signal);
  } catch (error) {
    signal.throwIfAborted();
    throw networkError(error, host);
  }
  const isLocal = host === 'localhost' || host.endsWith('.localhost');
  return addresses.filter(({ address }) => (isLocal ? isLoopback(address) : isPublicAddress(address)));
}

/** A look-up cannot be stopped; nobody need wait for it, though. */
function untilAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.');
}
