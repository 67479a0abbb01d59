import { fail } from 'heron/worker-kit';
import { listIn } from './service.ts';

/** `x-…` fields are the author's own. */
export function isKnown(field: string, names: ReadonlySet<string>): boolean {
  return names.has(field) || field.startsWith('x-');
}

export function refuse(place: string, why: string): never {
  return fail('invalid-input', `${place} ${why}`, { path: place });
}

/** A text, number or switch as it is written. Errors: `invalid-input` for what has parts. */
export function wordIn(value: unknown, place: string): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  return refuse(place, 'is no text');
}

export function wordsIn(value: unknown, place: string): string[] {
  return listIn(value).map((each, index) => wordIn(each, `${place}.${index}`));
}
