import { FileText, MessageSquare, NotebookPen, ScanSearch, Sparkles } from 'lucide-react';
import { useCallback, useState } from 'react';
import { type MemoryScope, MemoryQuery, type Remembered } from '../../../contract/memory.ts';
import { promptFileNames } from '../../../contract/prompts.ts';
import { useHeron } from '../../app/heron-context.ts';
import { openLink } from '../../app/open-link.ts';
import { navigate } from '../../app/use-route.ts';
import { useAction } from '../../engine/use-action.ts';
import { useQuery } from '../../engine/use-query.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { ListRow } from '../../ui/list-row.tsx';
import { Markdown } from '../../ui/markdown.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { originWords } from './origin-words.ts';
import { t } from '../../../words/words.ts';

const own = 'own';

/** What is found of what was said, noted and written down; and, when somebody wants it, a model's words about that. */
export function MemorySearch({ query }: { query: string }) {
  const [whose, setWhose] = useState(own);
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.memory.scopes({}), [engine]);
  const { data: scopes = [] } = useQuery(engine.state, load);
  const chosen = scopes.find((scope) => keyOf(scope) === whose);
  const scope: MemoryScope = chosen ? { channel: chosen.channel, sender: chosen.sender } : own;
  return (
    <section
      aria-label={t('What is remembered')}
      className="flex min-w-0 flex-1 flex-col overflow-y-auto px-2 py-3 sm:px-4"
    >
      {scopes.length > 0 && (
        <Select
          label={t('Whose memory')}
          className="max-w-xs px-2 pb-3"
          value={whose}
          onChange={setWhose}
          options={[
            { value: own, label: t('Yours') },
            ...scopes.map((each) => ({ value: keyOf(each), label: `${each.sender}, ${each.channel}` })),
          ]}
        />
      )}
      {MemoryQuery.safeParse(query).success ? (
        <Found key={`${whose} ${query}`} query={query} scope={scope} />
      ) : (
        <p className="px-3 text-sm text-muted">{t('Write at least two letters of what you look for.')}</p>
      )}
    </section>
  );
}

function keyOf({ channel, sender }: { channel: string; sender: string }): string {
  return `${channel}/${sender}`;
}

function Found({ query, scope }: { query: string; scope: MemoryScope }) {
  const { engine } = useHeron();
  const [asked] = useState({ query, scope, limit: 30 });
  const load = useCallback(() => engine.client.memory.search(asked), [engine, asked]);
  const { data, failure, reload } = useQuery(engine.state, load);
  if (failure) return <ErrorState title={t('Could not search')} text={failure.message} onRetry={() => void reload()} />;
  if (!data) return <Skeleton shape="rows" lines={5} label={t('Searching')} />;
  if (data.found.length === 0) {
    return (
      <EmptyState
        icon={ScanSearch}
        title={t('Nothing is remembered of that')}
        text={t('Looked through were your files, what Heron noted, and what was said. Other words may fit better.')}
      />
    );
  }
  return (
    <>
      <Summary asked={asked} />
      <ul aria-label={t('Found')}>
        {data.found.map((each, at) => (
          <li key={`${each.messageId ?? each.file ?? ''} ${at}`}>
            <Piece piece={each} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** A model is asked only when somebody presses. */
function Summary({ asked }: { asked: { query: string; scope: MemoryScope; limit: number } }) {
  const { engine } = useHeron();
  const [summary, setSummary] = useState<{ text: string; model?: string | undefined }>();
  const ask = useCallback(async () => setSummary(await engine.client.memory.summarize(asked)), [engine, asked]);
  const asking = useAction(t('Could not sum it up'), ask);
  if (!summary) {
    return (
      <div className="px-3 pb-2">
        <Button size="sm" icon={Sparkles} isLoading={asking.isBusy} onClick={() => void asking.run()}>
          {t('Sum it up')}
        </Button>
      </div>
    );
  }
  return (
    <section
      aria-label={t('Summed up')}
      aria-live="polite"
      className="mx-3 mb-3 rounded-lg border bg-sunken px-3.5 py-2.5 text-sm"
    >
      <h2 className="sr-only">{t('Summed up')}</h2>
      <Markdown text={summary.text} onOpenLink={openLink} />
      {summary.model !== undefined && (
        <p className="pt-1 text-xs text-muted">
          {t('{{model}} wrote it from what stands below.', { model: summary.model })}
        </p>
      )}
    </section>
  );
}

const icons = { message: MessageSquare, note: NotebookPen, file: FileText };

function Piece({ piece }: { piece: Remembered }) {
  const Icon = icons[piece.kind];
  const open = placeOf(piece);
  return (
    <ListRow
      wraps
      start={<Icon aria-hidden size={15} strokeWidth={1.75} className="text-muted" />}
      title={<span className="line-clamp-4">{piece.text}</span>}
      text={
        <span className="flex flex-wrap items-center gap-x-2">
          {originWords(piece)}
          {piece.labels.length > 0 && (
            <Badge tone="warning">{t('Goes back to {{label}}', { label: piece.labels[0] ?? '' })}</Badge>
          )}
        </span>
      }
      end={piece.at !== undefined && <RelativeTime at={piece.at} />}
      {...(open ? { onSelect: open } : {})}
    />
  );
}

/** Where it can be read in full; notes of a day stand in a file that is not edited here. */
function placeOf({ conversationId, file }: Remembered): (() => void) | undefined {
  if (conversationId !== undefined) return () => navigate({ screen: 'chat', conversationId });
  const known = promptFileNames.find((name) => name === file);
  return known && (() => navigate({ screen: 'memory', file: known }));
}
