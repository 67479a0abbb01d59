import type { z } from 'zod';
import type { SchemaIssue } from './schema-issue.ts';

/** zod's findings, one a field, each with what was expected. */
export function manifestIssues(error: z.ZodError): SchemaIssue[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.map(String).join('.');
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ path: path === '' ? key : `${path}.${key}`, message: 'is not a known field' }));
    }
    if (issue.code === 'invalid_key') return [{ path, message: issue.issues[0]?.message ?? issue.message }];
    return [{ path, message: plainMessage(issue.message) }];
  });
}

function plainMessage(message: string): string {
  const plain = message.replace(/^Invalid (input|option|string|key): /, '');
  const missing = /^(expected .+), received undefined$/.exec(plain);
  if (missing) return `is missing, ${missing[1]}`;
  return plain.startsWith('expected one of ') ? plain.replaceAll('|', ', ') : plain;
}
