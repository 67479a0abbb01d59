import type { AuditDecision, AuditEntry, AuditIntegrity } from '../../../contract/permissions.ts';
import { exitCode } from '../exit-code.ts';
import { tableLines, timeText } from '../table.ts';
import { type CommandParts, withEngine } from './command.ts';

export type SearchOptions = {
  worker?: string;
  run?: string;
  decision?: AuditDecision;
  since?: number;
  until?: number;
  limit: number;
  json?: boolean;
};

/** `heron audit verify`: 1 when a line is not as it was written. */
export function verifyAudit({ terminal, openEngine }: CommandParts, options: { json?: boolean }): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const integrity = await client.permissions.verifyAudit({});
    terminal.out(options.json ? JSON.stringify(integrity) : integrityText(integrity));
    return integrity.state === 'unbroken' ? exitCode.completed : exitCode.failed;
  });
}

function integrityText({ lines, since, olderThanChain, pruned, problem }: AuditIntegrity): string {
  if (problem) return `The audit log is broken: ${problem.message} (${counted(lines)} before it right)`;
  const facts = [
    since === undefined ? 'no lines' : `${counted(lines)} since ${timeText(since)}`,
    ...(pruned > 0 ? [`${counted(pruned)} before that pruned`] : []),
    ...(olderThanChain > 0 ? [`${olderThanChain} are older than the chain and held by one hash`] : []),
  ];
  return `The audit log is unbroken: ${facts.join(', ')}`;
}

/** `heron audit search [text]`: newest first. */
export function searchAudit(
  { terminal, openEngine }: CommandParts,
  query: string | undefined,
  { worker, run, decision, since, until, limit, json }: SearchOptions,
): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const entries = await client.permissions.audit({
      ...(query ? { query } : {}),
      ...(worker === undefined ? {} : { workerId: worker }),
      ...(run === undefined ? {} : { runId: run }),
      ...(decision === undefined ? {} : { decision }),
      ...(since === undefined ? {} : { since }),
      ...(until === undefined ? {} : { until }),
      limit,
    });
    if (entries.length === 0 && !json) terminal.err('Nothing in the audit log is like that.');
    for (const line of json ? [JSON.stringify(entries)] : tableLines(entries.map(rowOf))) terminal.out(line);
    return exitCode.completed;
  });
}

function rowOf({ seq, at, workerId, operation, target, decision, rule }: AuditEntry): string[] {
  return [String(seq), timeText(at), decision, workerId, operation, target, rule];
}

/** `heron audit prune --before <date>` */
export function pruneAudit({ terminal, openEngine }: CommandParts, before: number): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const { removed } = await client.permissions.pruneAudit({ before });
    terminal.err(removed === 0 ? `There is nothing before ${timeText(before)}` : `${counted(removed)} removed`);
    return exitCode.completed;
  });
}

function counted(lines: number): string {
  return lines === 1 ? '1 line' : `${lines} lines`;
}
