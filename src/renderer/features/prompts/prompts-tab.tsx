import { Brain, Eye } from 'lucide-react';
import { useCallback } from 'react';
import { useStore } from 'zustand';
import {
  mostOfPromptFile,
  mostOfPromptFiles,
  type PromptFile,
  type PromptPack,
  type PromptsReading,
} from '../../../contract/prompts.ts';
import { useHeron } from '../../app/heron-context.ts';
import { navigate } from '../../app/use-route.ts';
import { useAction } from '../../engine/use-action.ts';
import { useQuery } from '../../engine/use-query.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { InlineCode } from '../../ui/inline-code.tsx';
import { RadioCards } from '../../ui/radio-cards.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { type Column, DataTable } from '../settings/data-table.tsx';
import { AgentsSection, GivingAwaySection } from './agents-section.tsx';
import { MemorySection } from './memory-section.tsx';
import { NamedAgentsSection } from './named-agents-section.tsx';
import { PackText } from './pack-text.tsx';
import { ShownPromptDialog } from './shown-prompt.tsx';
import { showWhatModelsSee } from './shown-request.ts';
import { plural, t } from '../../../words/words.ts';

/** What models are told besides Heron's own rules. */
export function PromptsTab() {
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.prompts.read({}), [engine]);
  const { data, failure, reload } = useQuery(engine.state, load);
  return (
    <div className="w-full max-w-2xl space-y-8 px-4 py-6 sm:px-6">
      {data ? (
        <>
          <Packs packs={data.packs} />
          <MemorySection />
          <AgentsSection />
          <GivingAwaySection />
          <NamedAgentsSection packs={data.packs} />
          <Files reading={data} />
        </>
      ) : failure ? (
        <ErrorState title={t('Could not read the prompts')} text={failure.message} onRetry={() => void reload()} />
      ) : (
        <Skeleton lines={6} label={t('Reading the prompts')} />
      )}
      <ShownPromptDialog />
    </div>
  );
}

function Packs({ packs }: { packs: PromptPack[] }) {
  const { settings: store } = useHeron();
  const chosen = useStore(store.state, (state) => state.settings?.promptPack);
  const update = useAction(t('Could not choose the pack'), store.update);
  const pack = packs.find(({ id }) => id === chosen);
  return (
    <Section
      title={t('Prompt pack')}
      text={t('It holds from the next message on, wherever a conversation has none of its own (/pack gives it one).')}
      actions={
        <Button size="sm" icon={Eye} onClick={() => showWhatModelsSee(undefined)}>
          {t('Show what the model sees')}
        </Button>
      }
    >
      <RadioCards
        label={t('Prompt pack')}
        isLabelHidden
        value={chosen}
        onChange={(promptPack) => void update.run({ promptPack })}
        cards={packs.map(({ id, title, description, source, problem }) => ({
          value: id,
          label: source === 'own' ? t('{{title}} (yours)', { title }) : title,
          hint: problem === undefined ? description : t('Cannot be used: {{problem}}', { problem }),
          disabled: problem !== undefined,
        }))}
      />
      {pack && <PackText pack={pack} />}
    </Section>
  );
}

const states: Record<PromptFile['state'], string> = {
  whole: '',
  cut: 'cut',
  missing: 'not there',
  unreadable: 'cannot be read',
};

const columns = (): Column<PromptFile>[] => [
  { name: t('File'), cell: ({ name }) => <InlineCode>{name}</InlineCode> },
  { name: t('Told'), cell: sizeText },
];

function Files({ reading: { files, folder } }: { reading: PromptsReading }) {
  return (
    <Section
      title={t('Your files')}
      text={t(
        'Told to every model in this order, up to {{each}} characters each and {{all}} in all. What you change in them holds from the next message on.',
        { each: mostOfPromptFile, all: mostOfPromptFiles },
      )}
      actions={
        <Button size="sm" icon={Brain} onClick={() => navigate({ screen: 'memory' })}>
          {t('Open the memory')}
        </Button>
      }
    >
      <DataTable label={t('Files that models are told')} rows={files} keyOf={({ name }) => name} columns={columns()} />
      <p className="flex items-center gap-1.5 text-xs text-muted">
        <span className="min-w-0 wrap-anywhere">
          {t('They lie in {{folder}}, packs of yours in packs/ below.', { folder })}
        </span>
        <CopyButton text={folder} label={t('Copy the path of the folder')} />
      </p>
    </Section>
  );
}

function sizeText({ state, shown, characters }: PromptFile): string {
  if (state === 'whole') return plural(characters, { one: '1 character', other: '{{count}} characters' });
  if (state === 'cut') return t('{{shown}} of {{all}} characters, the rest is cut', { shown, all: characters });
  return states[state];
}
