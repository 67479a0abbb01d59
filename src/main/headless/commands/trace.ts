import { failureClassNames } from '../../../contract/failure-classes.ts';
import type { Span, Trace } from '../../../contract/traces.ts';
import { exitCode } from '../exit-code.ts';
import { sayWhereNamesAre } from '../find-run.ts';
import { printable, printableLine } from '../../base/printable.ts';
import { tableLines } from '../table.ts';
import { type CommandParts, withEngine } from './command.ts';

export type TraceOptions = { limit: number; json?: boolean };

/** `heron trace <run>`: what a run spent its time on, as a tree of spans, or as OTLP for a collector. */
export function showTrace(
  { terminal, openEngine, version }: CommandParts & { version: string },
  runId: string,
  { limit, json }: TraceOptions,
): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const absence = `There is no run ${runId}; heron runs lists them`;
    const trace = await client.traces.get({ runId, limit }).catch(sayWhereNamesAre(absence));
    if (json) {
      const { heronResource, otlpJson } = await import('../../tracing/otlp-spans.ts');
      terminal.out(otlpJson(trace.spans, heronResource(version)));
    } else for (const line of traceLines(trace)) terminal.out(line);
    if (trace.isCut) terminal.err(`There is more; --limit ${limit * 10} shows up to so many spans`);
    return exitCode.completed;
  });
}

export function traceLines({ title, traceId, runId, spans }: Trace): string[] {
  const begun = Math.min(...spans.map(({ startedAt }) => startedAt));
  const rows = treeOf(spans).flatMap(({ span, stem, below }) => [
    [stem + nameOf(span), `+${durationText(span.startedAt - begun)}`, lengthOf(span), endOf(span)],
    ...span.moments.map(({ at, name, attributes }) => [
      `${below}· ${name}`,
      `+${durationText(at - begun)}`,
      '',
      Object.values(attributes ?? {}).join(', '),
    ]),
  ]);
  return [`${printable(title)}  ${runId}`, `trace ${traceId}`, ...tableLines(rows)];
}

type Branch = { span: Span; stem: string; below: string };

/** Spans come parents first; each gets the lines that lead to it. */
function treeOf(spans: Span[]): Branch[] {
  const ids = new Set(spans.map(({ id }) => id));
  const inside = Map.groupBy(spans, ({ parentId }) => (parentId !== undefined && ids.has(parentId) ? parentId : ''));
  const branches: Branch[] = [];
  const draw = (span: Span, lead: string, isLast: boolean, isRoot: boolean): void => {
    const below = isRoot ? '' : `${lead}${isLast ? '   ' : '│  '}`;
    const own = inside.get(span.id) ?? [];
    const moments = own.length > 0 ? '│  ' : '   ';
    branches.push({ span, stem: isRoot ? '' : `${lead}${isLast ? '└─ ' : '├─ '}`, below: below + moments });
    for (const [index, child] of own.entries()) draw(child, below, index === own.length - 1, false);
  };
  for (const root of inside.get('') ?? []) draw(root, '', true, true);
  return branches;
}

function nameOf({ kind, name }: Span): string {
  return kind === 'message' || kind === 'attempt' || kind === 'plan' ? name : `${kind} ${printableLine(name)}`;
}

function lengthOf({ startedAt, endedAt }: Span): string {
  return endedAt === undefined ? '' : durationText(endedAt - startedAt);
}

function endOf({ outcome, failure }: Span): string {
  if (outcome === 'ok') return '';
  return failure ? `${outcome}: ${failure.code} (${failureClassNames[failure.class]})` : outcome;
}

function durationText(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(2)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}
