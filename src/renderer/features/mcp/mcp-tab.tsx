import { Plus, Plug } from 'lucide-react';
import { useWantedDialog } from '../../app/wanted-dialog.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { AddServer } from './add-server.tsx';
import { OfferSection } from './offer-section.tsx';
import { ServerCard } from './server-card.tsx';
import { useMcp } from './use-mcp.ts';
import { t } from '../../../words/words.ts';

/** MCP servers: added, tried, switched off and removed; who may use their tools, and what they printed. */
export function McpTab() {
  const { data, failure, reload } = useMcp();
  const [isAdding, setIsAdding] = useWantedDialog('add-mcp-server');
  const add = (
    <Button icon={Plus} onClick={() => setIsAdding(true)}>
      {t('Add a server')}
    </Button>
  );
  return (
    <div className="w-full max-w-3xl space-y-5 px-4 py-6 sm:px-6">
      <section aria-labelledby="mcp-title" className="space-y-3">
        <header className="flex flex-wrap items-end gap-3">
          <div className="min-w-0 flex-1 basis-72 sm:basis-56">
            <h2 id="mcp-title" className="text-sm font-semibold">
              {t('MCP servers')}
            </h2>
            <p className="text-xs text-muted">
              {t(
                'Programs and services whose tools, resources and prompts Heron can use. A program runs as you, outside the sandbox: add only what you trust. Each is asked for before it is used.',
              )}
            </p>
          </div>
          {data && data.length > 0 && add}
        </header>
        {data === undefined && failure && (
          <ErrorState
            title={t('Could not load the MCP servers')}
            text={failure.message}
            onRetry={() => void reload()}
          />
        )}
        {data === undefined && !failure && <Skeleton lines={4} label={t('Loading the MCP servers')} />}
        {data?.length === 0 && (
          <EmptyState
            icon={Plug}
            title={t('There are no MCP servers')}
            text={t('A server brings tools along: of a service you use, or of a program on this machine.')}
            action={add}
          />
        )}
        {data && data.length > 0 && (
          <ul className="space-y-3">
            {data.map((server) => (
              <ServerCard key={server.name} server={server} />
            ))}
          </ul>
        )}
      </section>
      <OfferSection />
      <AddServer isOpen={isAdding} onOpenChange={setIsAdding} />
    </div>
  );
}
