import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import { BlobId } from '../../../contract/ids.ts';
import type { ObjectSchema } from '../../../contract/json.ts';
import { readDuration } from '../../../contract/time/spoken-durations.ts';
import { isSpokenTime } from '../../../contract/time/spoken-time.ts';
import { once } from '../../base/once.ts';
import type { SchemaIssue } from './schema-issue.ts';

/** Says what is wrong with a value. */
export type SchemaCheck = (value: unknown) => SchemaIssue[];

const strictly = { strict: true, strictTypes: true, strictTuples: true, ownProperties: true, logger: false } as const;
/** They know no schema of schemas. */
const unchecking = { meta: false, validateSchema: false } as const;
const longestPath = 4096;

const formats = {
  /** A file or folder; the planner makes it absolute. */
  path: (text: string): boolean => text !== '' && text.length <= longestPath && !text.includes('\0'),
  /** A blob of the run; which there are is checked when it is read. */
  blob: (text: string): boolean => BlobId.safeParse(text).success,
  uri: (text: string): boolean => URL.canParse(text),
  'time-words': isSpokenTime,
  'duration-words': (text: string): boolean => readDuration(text) !== undefined,
  'sum-words': (text: string): boolean => /\d/.test(text),
};

const formatWords: Record<string, string> = {
  path: 'must be a path',
  blob: 'must be the id of a blob',
  uri: 'must be a web address',
  'time-words': 'must be a time, like “in 10 minutes” or “tomorrow at half past seven”',
  'duration-words': 'must be how long, like “5 minutes” or “an hour and a half”',
  'sum-words': 'must be a sum, like “12 times 17” or “15% of 80”',
};

/** Schemas are compiled at each start: making better code for them costs more than it saves. */
const code = { optimize: false } as const;

/**
 * Made when they are first needed. To compile the schema of schemas takes longer than the engine's loop may stand still, so one alone
 * does, when somebody else's schema is first read.
 */
const forSchemas = once(() => new Ajv2020({ ...strictly, formats, code }));
const forInput = once(
  () => new Ajv2020({ ...strictly, ...unchecking, formats, code, allErrors: true, useDefaults: true }),
);
const forOutput = once(() => new Ajv2020({ ...strictly, ...unchecking, formats, code }));

/** `isChecked`: it was before it was shipped, and is taken for a schema unread. */
type Reading = { isChecked: boolean };
const unread: Reading = { isChecked: false };

/** The check names every fault, and fills in defaults: it changes the value it is given. */
export function compileInputSchema(schema: ObjectSchema, reading: Reading = unread): SchemaCheck | SchemaIssue[] {
  return compile(forInput(), schema, reading);
}

/** The check stops at the first fault. */
export function compileOutputSchema(schema: ObjectSchema, reading: Reading = unread): SchemaCheck | SchemaIssue[] {
  return compile(forOutput(), schema, reading);
}

function compile(ajv: Ajv2020, schema: ObjectSchema, { isChecked }: Reading): SchemaCheck | SchemaIssue[] {
  try {
    const reader = isChecked ? undefined : forSchemas();
    if (reader && reader.validateSchema(schema) !== true) return (reader.errors ?? []).slice(0, 1).map(toIssue);
    const validate = ajv.compile(schema);
    return (value) => (validate(value) ? [] : (validate.errors ?? []).map(toIssue));
  } catch (error) {
    return [{ path: '', message: error instanceof Error ? error.message : String(error) }];
  } finally {
    ajv.removeSchema(schema); // else the schemas of every version ever loaded would stay
  }
}

function toIssue(error: ErrorObject): SchemaIssue {
  const place = error.instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const { params } = error as { params: Record<string, unknown> };
  switch (error.keyword) {
    case 'required':
      return { path: [...place, params['missingProperty']].join('.'), message: 'is missing' };
    case 'additionalProperties':
      return { path: [...place, params['additionalProperty']].join('.'), message: 'is not a known field' };
    case 'enum': {
      const allowed = params['allowedValues'] as unknown[];
      return {
        path: place.join('.'),
        message: `must be one of ${allowed.map((value) => JSON.stringify(value)).join(', ')}`,
      };
    }
    case 'format':
      return {
        path: place.join('.'),
        message: formatWords[String(params['format'])] ?? 'is not of its format',
      };
    default:
      return { path: place.join('.'), message: sizeWords(error.keyword, params) ?? error.message ?? 'is not valid' };
  }
}

/** What the library says for programmers: "must NOT have fewer than 1 characters". */
function sizeWords(keyword: string, { limit }: Record<string, unknown>): string | undefined {
  const least = limit === 1 ? 'is empty' : undefined;
  const [characters, entries] =
    limit === 1 ? ['1 character', '1 entry'] : [`${String(limit)} characters`, `${String(limit)} entries`];
  switch (keyword) {
    case 'minLength':
      return least ?? `must have at least ${characters}`;
    case 'maxLength':
      return `must have at most ${characters}`;
    case 'minItems':
      return least ?? `must have at least ${entries}`;
    case 'maxItems':
      return `must have at most ${entries}`;
    case 'minimum':
      return `must be at least ${String(limit)}`;
    case 'maximum':
      return `must be at most ${String(limit)}`;
    default:
      return undefined;
  }
}
