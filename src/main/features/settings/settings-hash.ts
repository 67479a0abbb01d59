import { createHash } from 'node:crypto';
import type { Settings } from '../../../contract/settings.ts';

/** The same for equal settings, in whatever order their fields stand. */
export function settingsHash(settings: Settings): string {
  const text = JSON.stringify(settings, (_key, value: unknown) => inOrder(value));
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
