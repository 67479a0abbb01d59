import type { RunSummary } from '../../../contract/runs.ts';
import type { UndoPreview, UndoReport } from '../../../contract/undo.ts';
import { isStop } from './asides.ts';

/** What somebody says about a run, rather than for a new one. */
export type RunWord = 'undo' | 'stop';

const undoing =
  /^\s*(?:please[\s,]+)?undo(?:\s+(?:that|it|this|everything|(?:the|my)\s+last\s+(?:run|step|thing|change|changes)|what\s+you\s+(?:just\s+)?did))?(?:[\s,]+please)?\s*[.!]*\s*$/i;

export function readRunWord(text: string): RunWord | undefined {
  if (undoing.test(text)) return 'undo';
  return isStop(text) ? 'stop' : undefined;
}

export type UndoableRuns = {
  /** Of a conversation, the newest first. */
  list(conversationId: string): RunSummary[];
  /** Errors: `conflict` while it goes on. */
  previewUndo(runId: string): Promise<UndoPreview>;
  undo(runId: string): Promise<UndoReport>;
};

/** Puts back what the last run of the conversation changed, and says what became of it. */
export async function undoLast(runs: UndoableRuns, conversationId: string): Promise<string> {
  for (const run of runs.list(conversationId)) {
    if (run.undone) continue;
    if (run.endedAt === undefined) return `“${run.title}” is not over yet. Stop it first, then it can be undone.`;
    const { restorable, conflicts, compensations = [], processes = [], lasting } = await runs.previewUndo(run.id);
    const [last] = lasting;
    if (restorable.length + conflicts.length + compensations.length + processes.length > 0)
      return reportOf(run.title, await runs.undo(run.id));
    // What came before it is not what is meant.
    if (last) return `“${run.title}” cannot be undone: ${last.title} is done for good.`;
  }
  return 'There is nothing to undo: nothing was changed in this conversation.';
}

function reportOf(title: string, { restored, conflicts, compensated = [], uncompensated = [] }: UndoReport): string {
  const back = restored.length + compensated.length;
  const left = [
    ...conflicts.map(({ path, reason }) => `- \`${path}\`: ${reason}`),
    ...uncompensated.map(({ taskId, reason }) => `- ${taskId}: ${reason}`),
  ];
  const done = `Undone: “${title}”.${back === 0 ? '' : ` ${back} ${back === 1 ? 'change was' : 'changes were'} taken back.`}`;
  return left.length === 0 ? done : `${done}\n\nLeft as it is:\n\n${left.join('\n')}`;
}
