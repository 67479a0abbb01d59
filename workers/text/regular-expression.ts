import { fail } from 'heron/worker-kit';

/** Errors: `invalid-input` naming `field`, with what the language says is wrong with the pattern. */
export function compileRegex(source: string, flags: string, field: string): RegExp {
  try {
    return new RegExp(source, flags);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail('invalid-input', `${source} is not a regular expression: ${reason}`, { field });
  }
}

export function escapeRegex(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}
