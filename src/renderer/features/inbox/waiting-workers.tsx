import { useId } from 'react';
import type { Worker } from '../../../contract/workers.ts';
import { navigate } from '../../app/use-route.ts';
import { Button } from '../../ui/button.tsx';
import { t } from '../../../words/words.ts';
import { nameOf } from '../workers/store.ts';
import { useUndecidedWorkers } from '../workers/use-undecided-workers.ts';
import { AddedList } from '../workers/worker-review.tsx';
import { WorkerStateDot } from '../workers/worker-state-dot.tsx';

/** Workers that nothing can use before a person has looked at them. Nothing while there is none. */
export function WaitingWorkers() {
  const waiting = useUndecidedWorkers();
  const id = useId();
  if (waiting.length === 0) return null;
  return (
    <section aria-labelledby={id} className="space-y-2.5">
      <h2 id={id} className="text-sm font-semibold">
        {t('Workers that wait for your approval')}
      </h2>
      <ul className="divide-y rounded-lg border bg-raised shadow-raised">
        {waiting.map((worker) => (
          <WaitingWorker key={worker.id} worker={worker} />
        ))}
      </ul>
    </section>
  );
}

function WaitingWorker({ worker }: { worker: Worker }) {
  const { id, state, trust, adds = [] } = worker;
  return (
    <li className="flex flex-wrap items-start gap-x-3 gap-y-1 px-4 py-3">
      <div className="min-w-0 flex-1 basis-48">
        <h3 className="text-sm font-medium wrap-anywhere">{nameOf(worker)}</h3>
        <WorkerStateDot state={state} trust={trust} />
        {adds.length > 0 && <AddedList adds={adds} />}
        <p className="text-xs text-muted">{t('Until then no plan can use it.')}</p>
      </div>
      <Button size="sm" onClick={() => navigate({ screen: 'workers', workerId: id })}>
        {t('Look at it…')}
      </Button>
    </li>
  );
}
