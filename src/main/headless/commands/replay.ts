import type { ReplayReport, TracedEvent } from '../../../contract/forks.ts';
import { HeronError } from '../../base/errors.ts';
import type { EngineClient } from '../../gateway/engine-router.ts';
import { exitCode } from '../exit-code.ts';
import { findRun } from '../find-run.ts';
import { printableLine } from '../../base/printable.ts';
import { createProgressLine } from '../progress-line.ts';
import type { Terminal } from '../terminal.ts';
import { type CommandParts, withEngine } from './command.ts';

/** `heron replay <run>`: executes a run once more from its log, and says whether it is the same. */
export function replayRun(
  { terminal, openEngine }: CommandParts,
  runId: string,
  options: { json?: boolean },
): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    await findRun(client, runId);
    const report = await followReplay(terminal, client, runId);
    if (options.json) terminal.out(JSON.stringify(report));
    else print(terminal, report);
    return report.identical ? exitCode.completed : exitCode.failed;
  });
}

/** Ctrl-C ends it. */
async function followReplay(terminal: Terminal, client: EngineClient, runId: string): Promise<ReplayReport> {
  const pieces = await client.runs.followReplay({ runId });
  const showProgress = createProgressLine(terminal, 'Replaying');
  const endListening = terminal.onInterrupt(() => void pieces.return?.(undefined));
  try {
    for await (const { events, total, report } of pieces) {
      if (report) return report;
      showProgress(events, total);
    }
  } finally {
    endListening();
  }
  throw new HeronError('cancelled', 'The replay was ended before its end');
}

function print(terminal: Terminal, { events, difference, notes }: ReplayReport): void {
  if (!difference) terminal.out(`identical: ${events} events`);
  else {
    terminal.out(`different at event ${difference.number}`);
    terminal.out(`  recorded  ${line(difference.recorded, 'nothing more')}`);
    terminal.out(`  replayed  ${line(difference.replayed, 'nothing that could come here')}`);
  }
  for (const note of notes) terminal.err(note);
}

function line(event: TracedEvent | undefined, absence: string): string {
  if (!event) return absence;
  const { type, taskId, payload } = event;
  return printableLine([type, taskId, JSON.stringify(payload)].filter((part) => part !== undefined).join('  '));
}
