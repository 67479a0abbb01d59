import type { PruneLimits, PrunePreview, PruneReport } from '../../../contract/history.ts';
import { counted, sizeText } from '../amounts.ts';
import { exitCode } from '../exit-code.ts';
import { timeText } from '../table.ts';
import { type CommandParts, withEngine } from './command.ts';

export type PruneOptions = {
  dryRun?: boolean;
  olderThan?: number;
  largerThan?: number;
  compact?: boolean;
  json?: boolean;
};

/** `heron prune`: removes old history by the policy, or by an age and a size; `--dry-run` only says what would go. */
export function pruneHistory({ terminal, openEngine }: CommandParts, options: PruneOptions): Promise<number> {
  const { dryRun, olderThan, largerThan, compact, json } = options;
  const limits: PruneLimits = {
    ...(olderThan === undefined ? {} : { olderThanMs: olderThan }),
    ...(largerThan === undefined ? {} : { largerThanBytes: largerThan }),
  };
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const report = dryRun ? await client.history.preview(limits) : await client.history.prune(limits);
    for (const line of json ? [JSON.stringify(report)] : reportLines(report, dryRun === true)) terminal.out(line);
    if (!compact || dryRun) return exitCode.completed;
    const { givenBack } = await client.history.compact({});
    if (!json) terminal.out(`The database was written anew: ${sizeText(givenBack)} given back`);
    return exitCode.completed;
  });
}

function reportLines(report: PrunePreview | PruneReport, isDryRun: boolean): string[] {
  const { runs, events, blobs, engineEvents, undoFolders, auditLines, bytes, through, kept } = report;
  const parts = [
    ...(runs > 0 ? [`${counted(runs, 'run')} with ${counted(events, 'event')} and ${counted(blobs, 'blob')}`] : []),
    ...(engineEvents > 0 ? [`${counted(engineEvents, 'event')} of no run`] : []),
    ...(undoFolders > 0 ? [`what undoing ${counted(undoFolders, 'run')} would need`] : []),
    ...(auditLines > 0 ? [counted(auditLines, 'line') + ' of the audit log'] : []),
  ];
  const verb = isDryRun ? 'Would remove' : 'Removed';
  const first =
    parts.length === 0 ? 'There is nothing to remove' : `${verb} ${parts.join(', ')}: about ${sizeText(bytes)}`;
  return [
    first,
    ...(through === undefined || runs === 0 ? [] : [`The newest of these runs ended ${timeText(through)}`]),
    ...keptLine(kept),
    ...('givenBack' in report && runs > 0 ? [`${sizeText(report.givenBack)} given back to the disk`] : []),
    ...('isCut' in report && report.isCut ? ['It was interrupted; the rest goes the next time'] : []),
  ];
}

function keptLine({ unfinished, pinned, origins }: PrunePreview['kept']): string[] {
  const reasons = [
    ...(unfinished > 0 ? [`${unfinished} not finished`] : []),
    ...(pinned > 0 ? [`${pinned} pinned`] : []),
    ...(origins > 0 ? [`${origins} that others were forked from`] : []),
  ];
  return reasons.length === 0 ? [] : [`Stays although it is old: ${reasons.join(', ')}`];
}
