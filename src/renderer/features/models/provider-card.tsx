import { useCallback, useState } from 'react';
import { providerInfo } from '../../../contract/model-providers.ts';
import type { ModelProvider, UsedModel } from '../../../contract/models.ts';
import { useHeron } from '../../app/heron-context.ts';
import { AlertDialog } from '../../ui/alert-dialog.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Accounts } from './accounts.tsx';
import { ModelRow } from './model-row.tsx';
import { t } from '../../../words/words.ts';

interface ProviderCardProps {
  provider: ModelProvider;
  models: UsedModel[];
  /** Of all that is set up. */
  hash: string;
  onEdit: () => void;
}

export function ProviderCard({ provider, models, hash, onEdit }: ProviderCardProps) {
  const { engine } = useHeron();
  const [isRemoving, setIsRemoving] = useState(false);
  const { id, kind, baseUrl, isOfEnvironment = false } = provider;
  const { title } = providerInfo(kind);
  const remove = useCallback(async () => {
    await engine.client.models.removeProvider({ providerId: id });
  }, [engine, id]);
  return (
    <Card
      headingLevel={3}
      title={id === kind ? title : `${title}: ${id}`}
      text={
        kind === 'local' ? (
          t('Runs on this machine, in a process of its own')
        ) : (
          <span className="font-mono text-xs break-all">{baseUrl}</span>
        )
      }
      actions={
        isOfEnvironment ? (
          <Badge>{t('From the environment')}</Badge>
        ) : (
          <span className="flex gap-1.5">
            <Button size="sm" variant="ghost" onClick={onEdit}>
              {t('Edit')}
            </Button>
            <Button size="sm" variant="ghost" onClick={() => setIsRemoving(true)}>
              {t('Remove')}
            </Button>
          </span>
        )
      }
    >
      <div className="space-y-4">
        {!isOfEnvironment && kind !== 'local' && <Accounts provider={provider} />}
        {models.length === 0 ? (
          <p className="text-xs text-muted">{t('None of its models is in use. Edit it to choose some.')}</p>
        ) : (
          <ul aria-label={t('Models of {{id}}', { id })} className="divide-y border-t">
            {models.map((model) => (
              <ModelRow key={model.name} model={model} hash={hash} />
            ))}
          </ul>
        )}
      </div>
      <AlertDialog
        isOpen={isRemoving}
        onOpenChange={setIsRemoving}
        title={t('Remove {{id}}?', { id })}
        text={t(
          'Its address, its accounts and their keys are forgotten, and no alias or rule names its models any more.',
        )}
        confirmLabel={t('Remove')}
        onConfirm={remove}
      />
    </Card>
  );
}
