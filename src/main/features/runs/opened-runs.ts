import type { OpenedFrom } from '../../../contract/bundles.ts';
import { HeronError } from '../../base/errors.ts';

/** What is known of runs that were opened from bundles. They are looked at, replayed and forked, and never executed. */
export type OpenedRuns = {
  /** undefined: it is one of Heron's own. */
  from(runId: string): OpenedFrom | undefined;
  /** What the run is called where it was made. */
  recordedAs(runId: string): string | undefined;
  /** What is kept here of another run that the opened one had lists from, by its name there. */
  linkedRun(runId: string, other: string): string;
};

/** Calls that an opened run cannot be asked: they would change it, or go on with it. */
const notOfOpened = ['cancel', 'resolve', 'answer', 'missing', 'previewUndo', 'undo', 'pin'] as const;

type Call = (runId: string, ...rest: never[]) => Promise<unknown>;

/** The service, without what an opened run cannot do. Errors: `conflict`. */
export function guarded<Service extends Record<(typeof notOfOpened)[number], Call>>(
  runs: Service,
  opened: OpenedRuns | undefined,
): Service {
  if (!opened) return runs;
  const only =
    (call: Call): Call =>
    async (runId, ...rest) => {
      if (!opened.from(runId)) return call(runId, ...rest);
      const message = 'The run was opened from a file: it can be looked at, replayed and forked, and nothing else';
      throw new HeronError('conflict', message);
    };
  return { ...runs, ...Object.fromEntries(notOfOpened.map((name) => [name, only(runs[name])])) };
}
