import type { z } from 'zod';
import type { ForeignKind } from '../../../contract/imports.ts';
import { HeronError } from '../../base/errors.ts';

/** Errors: `invalid-input`. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new HeronError('invalid-input', `The file is not JSON: ${(error as Error).message}`);
  }
}

/** With each of its issues, at most twenty. */
export function refusedFile(error: z.ZodError, what: string): HeronError {
  const issues = error.issues.slice(0, 20).map(({ path, message }) => ({ path: path.join('.'), message }));
  const list = issues.map(({ path, message }) => `${path}: ${message}`).join('\n');
  return new HeronError('invalid-input', `The file holds no ${what}:\n${list}`, { issues });
}

/** Whose file it is: Node-RED writes a list of nodes that have ids and types, or one beside other things; n8n one with `nodes`. */
export function kindOfText(text: string): ForeignKind {
  const value = jsonIn(text);
  if (isObject(value) && Array.isArray(value['flows'])) return 'node-red';
  return Array.isArray(value) && value.some((one) => isObject(one) && 'id' in one && 'type' in one)
    ? 'node-red'
    : 'n8n';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
