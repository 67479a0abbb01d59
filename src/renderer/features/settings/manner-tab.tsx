import { useStore } from 'zustand';
import { type Manner, type MannerSettings, mannersOf } from '../../../contract/manners.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { RadioCards } from '../../ui/radio-cards.tsx';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { MannerForm } from './manner-form.tsx';
import { mannerSummary } from './manner-words.ts';
import { t } from '../../../words/words.ts';

/** How Heron speaks, and which plans it shows before they run. */
export function MannerTab() {
  const { settings: store } = useHeron();
  const { settings, failure } = useStore(store.state);
  const update = useAction(t('Could not keep the manner'), store.update);
  return (
    <div className="w-full max-w-2xl space-y-8 px-4 py-6 sm:px-6">
      {settings ? (
        <Manners settings={settings.manner} onChange={(manner) => void update.run({ manner })} />
      ) : failure ? (
        <ErrorState title={t('Could not load the manner')} text={failure.message} onRetry={() => void store.read()} />
      ) : (
        <Skeleton lines={6} label={t('Loading the manner')} />
      )}
    </div>
  );
}

interface MannersProps {
  settings: MannerSettings;
  onChange: (patch: Partial<MannerSettings>) => void;
}

function Manners({ settings, onChange }: MannersProps) {
  const manners = mannersOf(settings);
  const chosen = manners.find(({ id }) => id === settings.chosen) ?? manners[0];
  return (
    <>
      <Section
        title={t('The manner')}
        text={t('It holds from the next message on, wherever no folder says otherwise.')}
      >
        <RadioCards
          label={t('Manner')}
          isLabelHidden
          value={settings.chosen}
          onChange={(id) => onChange({ chosen: id })}
          cards={manners.map((manner) => ({ value: manner.id, label: manner.name, hint: mannerSummary(manner) }))}
        />
      </Section>
      {chosen && <MannerForm key={chosen.id} manner={chosen} settings={settings} onChange={onChange} />}
      <ByFolder manners={manners} settings={settings} onChange={onChange} />
    </>
  );
}

function ByFolder({ manners, settings: { byFolder }, onChange }: MannersProps & { manners: Manner[] }) {
  const { chat } = useHeron();
  const conversations = useStore(chat.state, (state) => state.conversations);
  const used = conversations.flatMap(({ folder }) => (folder === undefined ? [] : [folder]));
  const folders = [...new Set([...used, ...Object.keys(byFolder)])].toSorted((a, b) => a.localeCompare(b));
  const set = (folder: string, id: string) => {
    const { [folder]: _, ...others } = byFolder;
    onChange({ byFolder: id === '' ? others : { ...others, [folder]: id } });
  };
  return (
    <Section title={t('In folders of conversations')} text={t('A folder can have a manner of its own.')}>
      {folders.length === 0 ? (
        <p className="text-sm text-muted">
          {t('No conversation is in a folder. A conversation’s menu puts it into one; then it is listed here.')}
        </p>
      ) : (
        folders.map((folder) => (
          <Select
            key={folder}
            label={folder}
            layout="inline"
            value={byFolder[folder] ?? ''}
            onChange={(id) => set(folder, id)}
            options={[
              { value: '', label: t('As everywhere') },
              ...manners.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        ))
      )}
    </Section>
  );
}
