import { Pause, Play } from 'lucide-react';
import { useCallback, useState } from 'react';
import type { Trigger, TriggerCall } from '../../../contract/triggers.ts';
import { useHeron } from '../../app/heron-context.ts';
import { keepChange, putChange } from '../../engine/keep-change.ts';
import { useAction } from '../../engine/use-action.ts';
import { useQuery } from '../../engine/use-query.ts';
import { AlertDialog } from '../../ui/alert-dialog.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { Notice } from '../../ui/notice.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { exactTimeText } from '../../ui/time-text.ts';
import type { NewAddress } from './new-address.tsx';
import { readWebhook } from './read-webhook.ts';
import { plural, t } from '../../../words/words.ts';

interface WebhookRowProps {
  trigger: Trigger;
  onMade: (made: NewAddress) => void;
}

export function WebhookRow({ trigger, onMade }: WebhookRowProps) {
  const { title, perMinute, lastCall, problem, isPaused, rotatedAt } = trigger;
  return (
    <li aria-label={title} className="space-y-1 px-4 py-3">
      <div className="flex flex-wrap items-start gap-3">
        <div className="min-w-0 flex-1 basis-48">
          <p className="flex flex-wrap items-center gap-2">
            <span className="font-mono text-sm break-all">{title}</span>
            {isPaused && <Badge>{t('Paused')}</Badge>}
          </p>
          <p className="text-xs text-muted">
            {lastCall ? (
              <>
                {t('Last called')} <RelativeTime at={lastCall.at} />
                {t(', answered {{status}}', { status: lastCall.status })}
              </>
            ) : (
              t('Not called yet')
            )}
            {plural(perMinute, { one: '; at most 1 run a minute', other: '; at most {{count}} runs a minute' })}
          </p>
          <p className="text-xs text-muted">
            {t('Its address was made')} <RelativeTime at={rotatedAt} /> {t('and shown once; a new one can be copied')}
          </p>
        </div>
        <PauseButton trigger={trigger} />
        <NewAddressButton trigger={trigger} onMade={onMade} />
        {!trigger.of && <RemoveButton trigger={trigger} />}
      </div>
      {problem && <Notice tone="warning">{problem}</Notice>}
      {lastCall && (
        <Disclosure title={<span className="text-xs text-muted">{t('Last calls')}</span>}>
          <Calls key={lastCall.at} triggerId={trigger.id} />
        </Disclosure>
      )}
    </li>
  );
}

function PauseButton({ trigger: { id, title, isPaused, hash } }: Pick<WebhookRowProps, 'trigger'>) {
  const { engine } = useHeron();
  const turn = useCallback(async () => {
    await keepChange<{ isPaused: boolean }>({
      title: isPaused
        ? t('The webhook of {{title}} is resumed', { title })
        : t('The webhook of {{title}} is paused', { title }),
      ...{ before: { isPaused }, after: { isPaused: !isPaused }, hash },
      read: readWebhook(engine, id, (now) => ({ isPaused: now.isPaused })),
      write: ({ isPaused: wanted }, { hash: baseHash }) =>
        engine.client.triggers[wanted ? 'pause' : 'resume']({ triggerId: id, baseHash }),
    });
  }, [engine, id, title, isPaused, hash]);
  const action = useAction(isPaused ? t('Could not resume the webhook') : t('Could not pause the webhook'), turn);
  const verb = isPaused ? t('Resume') : t('Pause');
  return (
    <Button
      size="sm"
      icon={isPaused ? Play : Pause}
      aria-label={
        isPaused ? t('Resume the webhook of {{title}}', { title }) : t('Pause the webhook of {{title}}', { title })
      }
      isLoading={action.isBusy}
      onClick={() => void action.run()}
    >
      {verb}
    </Button>
  );
}

function NewAddressButton({ trigger: { id, title, rotatedAt, hash }, onMade }: WebhookRowProps) {
  const { engine } = useHeron();
  const [isAsking, setIsAsking] = useState(false);
  const renew = useCallback(async () => {
    await putChange<Record<string, string>>({
      title,
      before: { [t('Address')]: exactTimeText(rotatedAt) },
      after: { [t('Address')]: t('a new one') },
      hash,
      read: readWebhook(engine, id, (now) => ({ [t('Address')]: exactTimeText(now.rotatedAt) })),
      write: async (_, { hash: baseHash }) => {
        const { url } = await engine.client.triggers.rotate({ triggerId: id, baseHash });
        onMade({ title, url });
      },
    });
  }, [engine, id, title, rotatedAt, hash, onMade]);
  const rotate = useAction(t('Could not make a new address'), renew);
  return (
    <>
      <Button size="sm" aria-label={t('New address for {{title}}', { title })} onClick={() => setIsAsking(true)}>
        {t('New address')}
      </Button>
      <AlertDialog
        isOpen={isAsking}
        onOpenChange={setIsAsking}
        title={t('A new address for {{title}}?', { title })}
        text={t('The old one is void at once: who calls it must be given the new one.')}
        confirmLabel={t('Make a new address')}
        onConfirm={async () => {
          await rotate.run();
        }}
      />
    </>
  );
}

function RemoveButton({ trigger: { id, title, hash } }: Pick<WebhookRowProps, 'trigger'>) {
  const { engine } = useHeron();
  const [isAsking, setIsAsking] = useState(false);
  const drop = useCallback(async () => {
    await engine.client.triggers.remove({ triggerId: id, baseHash: hash });
  }, [engine, id, hash]);
  const remove = useAction(t('Could not remove the webhook'), drop);
  return (
    <>
      <Button size="sm" aria-label={t('Remove the webhook of {{title}}', { title })} onClick={() => setIsAsking(true)}>
        {t('Remove')}
      </Button>
      <AlertDialog
        isOpen={isAsking}
        onOpenChange={setIsAsking}
        title={t('Remove the webhook of {{title}}?', { title })}
        text={t('Its address is void at once. Runs it started go on.')}
        confirmLabel={t('Remove')}
        onConfirm={async () => {
          await remove.run();
        }}
      />
    </>
  );
}

const shown = 10;

function Calls({ triggerId }: { triggerId: string }) {
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.triggers.calls({ triggerId, limit: shown }), [engine, triggerId]);
  const { data, failure } = useQuery(engine.state, load);
  if (failure) return <p className="text-xs text-danger">{failure.message}</p>;
  if (!data) return <Skeleton lines={2} label={t('Loading the calls')} />;
  return (
    <ul className="space-y-1 text-xs">
      {data.map((call, index) => (
        <Call key={`${call.at} ${data.length - index}`} call={call} />
      ))}
    </ul>
  );
}

function Call({ call: { at, status, runId, message } }: { call: TriggerCall }) {
  return (
    <li className="flex gap-2">
      <span className="w-24 shrink-0 text-muted">
        <RelativeTime at={at} />
      </span>
      <span className={status >= 400 ? 'shrink-0 text-danger tabular-nums' : 'shrink-0 tabular-nums'}>{status}</span>
      <span className="min-w-0 break-words">{runId === undefined ? message : t('Started {{runId}}', { runId })}</span>
    </li>
  );
}
