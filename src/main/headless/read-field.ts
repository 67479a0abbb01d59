import type { Json } from '../../contract/json.ts';
import { UsageError } from './usage-error.ts';

/** `field=value`, the value as JSON or a text. */
export function readField(text: string): [string, Json] {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError(`${text}: expected field=value`);
  const value = text.slice(at + 1);
  try {
    return [text.slice(0, at), JSON.parse(value) as Json];
  } catch {
    return [text.slice(0, at), value];
  }
}
