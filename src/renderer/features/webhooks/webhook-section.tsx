import { Plus, Webhook } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { AddWebhook } from './add-webhook.tsx';
import { type NewAddress, NewAddressNotice } from './new-address.tsx';
import { useWebhooks } from './use-webhooks.ts';
import { WebhookRow } from './webhook-row.tsx';
import { t } from '../../../words/words.ts';

/** Addresses that start runs of templates: made, paused, given a new address, removed; who called them last. `isBeside`: another list has the screen’s empty state. */
export function WebhookSection({ isBeside = false }: { isBeside?: boolean }) {
  const { data, failure, reload } = useWebhooks();
  const [isAdding, setIsAdding] = useState(false);
  const [made, setMade] = useState<NewAddress>();
  const add = (
    <Button icon={Plus} onClick={() => setIsAdding(true)}>
      {t('Add a webhook')}
    </Button>
  );
  return (
    <>
      <section aria-labelledby="webhooks-title" className="space-y-3">
        <header className="flex flex-wrap items-end gap-3">
          <div className="min-w-0 flex-1 basis-72 sm:basis-56">
            <h2 id="webhooks-title" className="text-sm font-semibold">
              {t('Webhooks')}
            </h2>
            <p className="text-xs text-muted">
              {t(
                'Whoever calls such an address starts a run of a template, with what is sent as its input. Nobody is there then: such a run may do what was allowed before, and nothing else.',
              )}
            </p>
          </div>
          {data && (data.length > 0 || isBeside) && add}
        </header>
        {made && <NewAddressNotice made={made} onClose={() => setMade(undefined)} />}
        {data === undefined && failure && (
          <ErrorState title={t('Could not load the webhooks')} text={failure.message} onRetry={() => void reload()} />
        )}
        {data === undefined && !failure && <Skeleton lines={4} label={t('Loading the webhooks')} />}
        {data?.length === 0 && isBeside && <p className="text-sm text-muted">{t('There are no webhooks')}</p>}
        {data?.length === 0 && !isBeside && (
          <EmptyState
            icon={Webhook}
            title={t('There are no webhooks')}
            text={t('Another program, or a service, can start a kept plan by calling an address.')}
            action={add}
          />
        )}
        {data && data.length > 0 && (
          <ul className="divide-y rounded-lg border bg-raised shadow-raised">
            {data.map((trigger) => (
              <WebhookRow key={trigger.id} trigger={trigger} onMade={setMade} />
            ))}
          </ul>
        )}
      </section>
      <AddWebhook isOpen={isAdding} onOpenChange={setIsAdding} onMade={setMade} />
    </>
  );
}
