import { Boxes, Plus } from 'lucide-react';
import { useState } from 'react';
import type { ModelProvider, ModelsOverview } from '../../../contract/models.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ProviderCard } from './provider-card.tsx';
import { ProviderDialog } from './provider-dialog.tsx';
import { t } from '../../../words/words.ts';

/** Who serves models. */
export function ProvidersSection({ overview: { providers, models, hash } }: { overview: ModelsOverview }) {
  const [edited, setEdited] = useState<ModelProvider | 'new'>();
  const add = (
    <Button icon={Plus} onClick={() => setEdited('new')}>
      {t('Add a provider')}
    </Button>
  );
  return (
    <section aria-labelledby="providers-title" className="space-y-3">
      <header className="flex flex-wrap items-end gap-3">
        <div className="min-w-0 flex-1 basis-72 sm:basis-56">
          <h2 id="providers-title" className="text-sm font-semibold">
            {t('Providers')}
          </h2>
          <p className="text-xs text-muted">
            {t('Who serves models: on this machine or elsewhere. Keys go into the vault and are never shown again.')}
          </p>
        </div>
        {providers.length > 0 && add}
      </header>
      {providers.length === 0 ? (
        <EmptyState
          icon={Boxes}
          title={t('There are no providers')}
          text={t('Add OpenAI, Anthropic, OpenRouter, or a server on this machine.')}
          action={add}
        />
      ) : (
        providers.map((provider) => (
          <ProviderCard
            key={provider.id}
            provider={provider}
            models={models.filter(({ name }) => name.startsWith(`${provider.id}/`))}
            hash={hash}
            onEdit={() => setEdited(provider)}
          />
        ))
      )}
      <ProviderDialog
        edited={edited}
        hash={hash}
        taken={providers.map(({ id }) => id)}
        onClose={() => setEdited(undefined)}
      />
    </section>
  );
}
