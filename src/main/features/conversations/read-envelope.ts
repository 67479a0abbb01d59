import { ConversationEnvelope } from '../../../contract/conversation-envelope.ts';
import { HeronError } from '../../base/errors.ts';

type Loose = Record<string, unknown>;

const newest = 2;

/** Each makes of an envelope of one version the next. The first had neither a format nor a version. */
const steps: Record<number, (envelope: Loose) => Loose> = {
  1: ({ conversation, messages }) => ({ format: 'heron-conversation', version: 2, conversation, messages }),
};

/** A conversation from a file, of this version or an older one. Errors: `invalid-input`, with the path of what is wrong. */
export function readEnvelope(text: string): ConversationEnvelope {
  let envelope = parsed(text);
  for (let version = versionOf(envelope); version < newest; version = versionOf(envelope)) {
    const step = steps[version];
    if (!step) throw refused(`there is no version ${version}`);
    envelope = step(envelope);
  }
  const read = ConversationEnvelope.safeParse(envelope);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw refused(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
}

function parsed(text: string): Loose {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refused('it is no JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw refused('it is no object');
  return value as Loose;
}

function versionOf({ format, version }: Loose): number {
  if (format === undefined && version === undefined) return 1;
  if (format !== 'heron-conversation') throw refused('format: expected heron-conversation');
  if (!Number.isInteger(version)) throw refused('version: expected a whole number');
  if (Number(version) > newest)
    throw refused(
      `version: it is of version ${String(version)}, and this Heron reads up to ${newest}; use a newer one`,
    );
  return Number(version);
}

function refused(why: string): HeronError {
  return new HeronError('invalid-input', `That is no conversation of Heron: ${why}`);
}
