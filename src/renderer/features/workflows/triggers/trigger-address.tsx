import { KeyRound } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useHeron } from '../../../app/heron-context.ts';
import { useAction } from '../../../engine/use-action.ts';
import { Button } from '../../../ui/button.tsx';
import { type NewAddress, NewAddressNotice } from '../../webhooks/new-address.tsx';
import { useBuilderParts, useBuilderState } from '../builder-context.ts';
import { TestCall } from './test-call.tsx';
import { stateOfTrigger } from './trigger-state.ts';
import { t } from '../../../../words/words.ts';

/** The address of a webhook: made when somebody wants to see it, since it is shown once. */
export function TriggerAddress({ trigger }: { trigger: string }) {
  const { engine } = useHeron();
  const { starts } = useBuilderParts();
  const found = useBuilderState(({ history }) => history.present.triggers?.find(({ id }) => id === trigger));
  const isOff = useBuilderState(({ kept }) => kept.isOff);
  const [made, setMade] = useState<NewAddress>();
  const webhook = starts.webhook(trigger);
  const make = useAction(
    t('No address could be made'),
    useCallback(async () => {
      if (!webhook) return;
      const { url } = await engine.client.triggers.rotate({ triggerId: webhook.id });
      setMade({ title: t('this workflow'), url });
    }, [engine, webhook]),
  );
  if (!webhook) return <p className="text-sm text-muted">{t('It gets an address when the workflow is published.')}</p>;
  return (
    <div className="space-y-2">
      <p className="text-xs text-muted">
        {found && `${stateOfTrigger(found, starts, isOff).text}. `}
        {t('What is sent comes as the workflow’s input.')}
      </p>
      {made && <NewAddressNotice made={made} onClose={() => setMade(undefined)} />}
      <Button size="sm" icon={KeyRound} isLoading={make.isBusy} onClick={() => void make.run()}>
        {t('Make a new address')}
      </Button>
      <p className="text-xs text-muted">{t('The one before is void at once.')}</p>
      <TestCall webhook={webhook} />
    </div>
  );
}
