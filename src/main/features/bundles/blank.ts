import type { FileChange } from '../../../contract/undo.ts';
import type { BundleEvent } from './lines.ts';

/** Replaces texts by as many x; what a program reads, and nobody writes freely, stays. */
export type Blanker = ReturnType<typeof createBlanker>;

/** Fields of events, plans and permissions whose texts are words of Heron's own, ids or places. */
const wordsOfHeron = new Set([
  ...['id', 'runId', 'taskId', 'taskIds', 'workerId', 'requestId', 'grantId', 'action', 'actions', 'after', 'as'],
  ...['status', 'type', 'code', 'by', 'for', 'limit', 'case', 'decision', 'source', 'through', 'because', 'resource'],
  ...['response', 'keptFrom', 'whenMissing', 'onTimeout', 'onDue', 'onExceeded', 'onFailure', 'onError', 'notOn'],
  ...['since', 'join', 'count', 'class', 'capability', 'capabilities', 'match', 'others', 'scope', 'givenBy'],
  ...['repeated', 'version', 'from', 'run', 'task', 'found', 'tools'],
]);
/** Fields in which anything may stand, so nothing in them is a word of Heron's. */
const anybodysFields = new Set(['input', 'output', 'value', 'is', 'items', 'details', 'names', 'sources', 'answer']);
/** Fields that hold JSONata without braces. */
const expressions = new Set(['when', 'where', 'until', 'while']);

export function createBlanker() {
  let count = 0;

  function blank(text: string): string {
    if (text !== '') count += 1;
    return 'x'.repeat(text.length);
  }

  function all(value: unknown): unknown {
    if (typeof value === 'string') return value.includes('{{') ? template(value) : blank(value);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(all);
    return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, all(field)]));
  }

  /** What is worked out stays, and the words between and in it go. */
  function template(text: string): string {
    return text
      .split(/(\{\{[\s\S]*?\}\})/)
      .map((piece) => (piece.startsWith('{{') ? expression(piece) : blank(piece)))
      .join('');
  }

  function expression(text: string): string {
    return text
      .replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, (literal) => `"${blank(literal.slice(1, -1))}"`)
      .replace(/\/\*[\s\S]*?\*\//g, '');
  }

  function known(value: unknown, key: string): unknown {
    if (typeof value === 'string') {
      if (wordsOfHeron.has(key)) return value;
      return expressions.has(key) ? expression(value) : all(value);
    }
    if (typeof value !== 'object' || value === null) return value;
    if (anybodysFields.has(key)) return all(value);
    if (Array.isArray(value)) return value.map((item) => known(item, key));
    return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, known(field, name)]));
  }

  return {
    count: () => count,
    /** `own`: how keys begin that Heron made itself. */
    event: (event: BundleEvent, own: string): BundleEvent => {
      const payload = known(event.payload, '') as Record<string, unknown>;
      const { idempotencyKey } = event.payload;
      const isOwn = typeof idempotencyKey === 'string' && idempotencyKey.startsWith(own);
      return { ...event, payload: isOwn ? { ...payload, idempotencyKey } : payload };
    },
    change: ({ path, movedTo, diff, ...change }: FileChange): FileChange => ({
      ...change,
      path: blank(path),
      ...(movedTo === undefined ? {} : { movedTo: blank(movedTo) }),
      ...(diff === undefined
        ? {}
        : { diff: diff.replaceAll(/^([+\- ])(.+)$/gm, (_, mark: string, rest: string) => mark + blank(rest)) }),
    }),
  };
}
