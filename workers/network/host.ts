import { fail } from 'heron/worker-kit';

/** A name or an address, and nothing a program could take for an option. Errors: `invalid-input`. */
export function hostIn(host: string, field = 'host'): string {
  const isName = /^(?!-)[\p{L}\p{N}_-]{1,63}(?:\.(?!-)[\p{L}\p{N}_-]{1,63})*\.?$/u.test(host);
  const isAddress = /^[\da-f:.]{2,45}(?:%\w+)?$/i.test(host) && host.includes(':');
  return isName || isAddress ? host : fail('invalid-input', `${host} is no host`, { field });
}
