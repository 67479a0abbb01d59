import type { OpenedFrom } from '../../../contract/bundles.ts';
import { HeronError } from '../../base/errors.ts';
import type { RunService } from './service.ts';

/** What is known of runs that were opened from bundles. They are looked at, replayed and forked, and never executed. */
export type OpenedRuns = {
  /** undefined: it is one of Heron's own. */
  from(runId: string): OpenedFrom | undefined;
  /** What the run is called where it was made. */
  recordedAs(runId: string): string | undefined;
  /** What is kept here of another run that the opened one had lists from, by its name there. */
  linkedRun(runId: string, other: string): string;
};

/** The service, without what an opened run cannot do. Errors: `conflict`. */
export function guarded(runs: RunService, opened: OpenedRuns | undefined): RunService {
  if (!opened) return runs;

  function own(runId: string): void {
    if (!opened?.from(runId)) return;
    const message = 'The run was opened from a file: it can be looked at, replayed and forked, and nothing else';
    throw new HeronError('conflict', message);
  }

  const only =
    <Rest extends unknown[], Result>(call: (runId: string, ...rest: Rest) => Promise<Result>) =>
    async (runId: string, ...rest: Rest): Promise<Result> => {
      own(runId);
      return call(runId, ...rest);
    };
  return {
    ...runs,
    cancel: only(runs.cancel),
    resolve: only(runs.resolve),
    answer: only(runs.answer),
    missing: only(runs.missing),
    previewUndo: only(runs.previewUndo),
    undo: only(runs.undo),
    pin: only(runs.pin),
  };
}
