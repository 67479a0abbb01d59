import { type Notice, noticeOf } from '../../../contract/notices.ts';
import type { Engine } from '../../engine/connect.ts';
import type { Runs } from '../runs/store.ts';

interface OutsideParts {
  engine: Pick<Engine, 'subscribe'>;
  runs: Pick<Runs, 'state'>;
  isLookedAt: () => boolean;
  show: (notice: Notice, id: string) => void;
}

/** Tells who looks elsewhere what the app tells outside of its windows: questions, failures, the ends of what was asked for. */
export function tellOutside({ engine, runs, isLookedAt, show }: OutsideParts): void {
  /** Nobody waits for these, so only their failure is told. */
  const byItself = new Set<string>();
  engine.subscribe((events) => {
    for (const event of events) {
      const { runId = '' } = event.scope;
      if (event.type === 'run.created' && event.payload.trigger) byItself.add(runId);
      const isExpected = event.type === 'run.completed' && byItself.delete(runId);
      // A call that rings in the window brings its own notice.
      if (isExpected || event.type === 'call.rang' || isLookedAt()) continue;
      const notice = noticeOf(event, (id) => runs.state.getState().summaries[id]?.title);
      // Windows that are open side by side tell the same: the system shows what has the same name once.
      if (notice) show(notice, event.id);
    }
  });
}
