import type { Span } from '../../../contract/traces.ts';

/** A span and how deep it lies inside others. */
export type SpanRow = { span: Span; depth: number };

/** Each span below what it is inside of, in the order they came; one whose parent is not among them stands outside of all. */
export function spanRows(spans: readonly Span[]): SpanRow[] {
  const ids = new Set(spans.map(({ id }) => id));
  const inside = Map.groupBy(spans, ({ parentId }) => (parentId !== undefined && ids.has(parentId) ? parentId : ''));
  const rows: SpanRow[] = [];
  const left = [...(inside.get('') ?? [])].toReversed().map((span) => ({ span, depth: 0 }));
  for (let next = left.pop(); next; next = left.pop()) {
    const { span, depth } = next;
    rows.push(next);
    for (const child of (inside.get(span.id) ?? []).toReversed()) left.push({ span: child, depth: depth + 1 });
  }
  return rows;
}

/** What of the whole time a span took, in hundredths of it. */
export function shareOf({ startedAt, endedAt }: Span, from: number, to: number): { start: number; length: number } {
  const whole = Math.max(1, to - from);
  const part = (ms: number): number => Math.min(100, Math.max(0, (100 * ms) / whole));
  return { start: part(startedAt - from), length: part((endedAt ?? to) - startedAt) };
}
