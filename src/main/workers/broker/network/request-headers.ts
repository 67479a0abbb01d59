import { HeronError } from '../../../base/errors.ts';

/** Set by the broker, or between it and the next machine only (RFC 9110, 7.6.1): with them a worker could speak as another host. */
const notForWorkers = new Set([
  'host',
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'via',
]);

/** Lower-case names. Errors: `invalid-input`, naming the header. */
export function checkHeaders(headers: Record<string, string>): Map<string, string> {
  const checked = new Map<string, string>();
  for (const [name, value] of Object.entries(headers)) {
    const key = name.toLowerCase();
    if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(key)) {
      throw new HeronError('invalid-input', `${JSON.stringify(name)} is no name for a header`);
    }
    if (notForWorkers.has(key)) throw new HeronError('invalid-input', `The header ${key} is set by Heron alone`);
    if (checked.has(key)) throw new HeronError('invalid-input', `The header ${key} is given twice`);
    if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
      throw new HeronError('invalid-input', `The header ${key} has characters that a header cannot carry`);
    }
    checked.set(key, value);
  }
  return checked;
}
