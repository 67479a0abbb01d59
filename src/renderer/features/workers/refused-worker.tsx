import { useCallback, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { AnyEvent } from '../../../contract/events.ts';
import type { WorkerReview } from '../../../contract/installs.ts';
import type { Worker } from '../../../contract/workers.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { type Query, useQuery } from '../../engine/use-query.ts';
import { Button } from '../../ui/button.tsx';
import { InlineCode } from '../../ui/inline-code.tsx';
import { Notice } from '../../ui/notice.tsx';
import { t } from '../../../words/words.ts';
import { woven } from '../../words/woven.ts';
import { ApproveDialog } from './approve-worker.tsx';
import { nameOf } from './store.ts';
import { AddedList, FileChanges } from './worker-review.tsx';

/** Says why a worker may not run, what a yes would mean, and takes a yes or a no. */
export function RefusedWorker({ worker }: { worker: Worker }) {
  return worker.trust === 'denied' ? <KeptOff worker={worker} /> : <Undecided worker={worker} />;
}

function Undecided({ worker }: { worker: Worker }) {
  const { engine } = useHeron();
  const { id } = worker;
  const [shown, setShown] = useState<WorkerReview>();
  const denied = useDenied(worker);
  const { data: review, failure } = useReview(id);
  // As its files are now, which may have changed since the notice came up.
  const look = useAction(t('Could not look at {{worker}}', { worker: nameOf(worker) }), async () => {
    setShown(await engine.client.installs.inspect({ workerId: id }));
  });
  const isChanged = worker.trust === 'changed';
  return (
    <>
      <Notice tone="warning" title={isChanged ? t('Changed since you approved it') : t('Waits for your approval')}>
        <p className="text-xs">{whyRefused(worker)}</p>
        {isChanged && <Change worker={worker} review={review} />}
        {failure && <p className="mt-1 text-xs">{failure.message}</p>}
        <div className="mt-2 flex flex-wrap gap-2">
          <Button size="sm" isLoading={look.isBusy} onClick={() => void look.run()}>
            {t('Approve…')}
          </Button>
          <Button size="sm" variant="ghost" isLoading={denied.isBusy} onClick={() => denied.run(true)}>
            {t('Keep it off')}
          </Button>
        </div>
      </Notice>
      {shown && <ApproveDialog worker={worker} review={shown} onClose={() => setShown(undefined)} />}
    </>
  );
}

/** Read again each time its folder was. */
function useReview(workerId: string): Pick<Query<WorkerReview>, 'data' | 'failure'> {
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.installs.inspect({ workerId }), [engine, workerId]);
  const query = useQuery(engine.state, load);
  const { reload } = query;
  useEffect(() => {
    const isAboutIt = ({ type, scope }: AnyEvent): boolean => type === 'worker.failed' && scope.workerId === workerId;
    return engine.subscribe((events) => void (events.some(isAboutIt) && void reload()));
  }, [engine, workerId, reload]);
  return query;
}

function whyRefused({ trust, provenance }: Worker): string {
  if (trust === 'unapproved') {
    return t('Somebody put this folder among the workers. It is not used before you have looked at it.');
  }
  if (provenance?.isWatched) {
    return t('You approved its later changes, but this one asks for more than you saw, so it is not used.');
  }
  return t('Its files are not those you said yes to, so it is not used.');
}

/** What it would be allowed besides stands first: that is what a yes is about. */
function Change({ worker: { adds }, review }: { worker: Worker; review: WorkerReview | undefined }) {
  const replaced = review?.replaces;
  const added = adds ?? replaced?.adds ?? [];
  return (
    <div className="mt-2 space-y-2 text-xs">
      {added.length > 0 ? (
        <div>
          <p className="font-medium">{t('It would add:')}</p>
          <AddedList adds={added} />
        </div>
      ) : (
        <p>{t('It asks for nothing besides.')}</p>
      )}
      {replaced && review.hash !== replaced.hash && (
        <div>
          <p className="font-medium">{t('Files that are others now')}</p>
          <FileChanges files={replaced.files} />
          <p className="mt-1 break-all text-muted">
            {woven(t('SHA-256 {{before}} → {{after}}'), {
              before: <InlineCode>{`${replaced.hash.slice(0, 12)}…`}</InlineCode>,
              after: <InlineCode>{`${review.hash.slice(0, 12)}…`}</InlineCode>,
            })}
          </p>
        </div>
      )}
    </div>
  );
}

function KeptOff({ worker }: { worker: Worker }) {
  const { settings } = useHeron();
  const deny = useStore(settings.state).settings?.workerRules.deny ?? [];
  const change = useDenied(worker);
  return (
    <Notice
      title={t('Kept off')}
      action={
        deny.includes(worker.id) && (
          <Button size="sm" isLoading={change.isBusy} onClick={() => change.run(false)}>
            {t('Do not keep it off')}
          </Button>
        )
      }
    >
      <p className="text-xs">{worker.error?.message}</p>
    </Notice>
  );
}

/** A rule by its id: what holds for the window holds for the command line. */
function useDenied(worker: Worker): { isBusy: boolean; run: (isDenied: boolean) => void } {
  const { engine, settings, workers } = useHeron();
  const failed = t('Could not change what keeps {{worker}} off', { worker: nameOf(worker) });
  const { isBusy, run } = useAction(failed, async (isDenied: boolean) => {
    const { workerRules } = await engine.client.settings.get({});
    const others = workerRules.deny.filter((pattern) => pattern !== worker.id);
    await settings.update({ workerRules: { ...workerRules, deny: isDenied ? [...others, worker.id] : others } });
    await workers.read();
  });
  return { isBusy, run: (isDenied) => void run(isDenied) };
}
