import type { Json } from '../../../contract/json.ts';
import { looksOfSecrets, namesOfSecrets } from '../../base/secret-looks.ts';

const hidden = '[redacted]';
/** A copy without what is, by its name or its look, a secret. */
export function redact(value: Json): Json {
  if (typeof value === 'string') return value.replaceAll(looksOfSecrets, hidden);
  if (Array.isArray(value)) return value.map(redact);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [
      name,
      namesOfSecrets.test(name) && part !== null ? hidden : redact(part),
    ]),
  );
}
