import { HeronError } from '../../../base/errors.ts';

const patienceMs = 30_000;

/**
 * For where a server says one signs in: over https, or on this machine where the server itself is. It carries no header of the
 * connection, and is not followed elsewhere.
 */
export function signInFetch(serverUrl: string) {
  return async (target: string | URL, init?: RequestInit): Promise<Response> => {
    const url = new URL(target);
    refusePlain(url, serverUrl);
    const patience = AbortSignal.timeout(patienceMs);
    const signal = init?.signal ? AbortSignal.any([init.signal, patience]) : patience;
    const answer = await fetch(url, { ...init, signal, redirect: 'manual' });
    if (answer.status < 300 || answer.status >= 400) return answer;
    await answer.body?.cancel();
    throw new HeronError('network', `${url.host} sends the sign-in on to another place, where Heron does not follow`);
  };
}

/** Errors: `permission-denied`. */
export function refusePlain(url: URL, serverUrl: string): void {
  if (url.protocol === 'https:') return;
  const isHere = url.protocol === 'http:' && isThisMachine(url) && isThisMachine(new URL(serverUrl));
  if (!isHere) throw new HeronError('permission-denied', `A sign-in over ${url.protocol}//${url.host} is not safe`);
}

function isThisMachine({ hostname }: URL): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}
