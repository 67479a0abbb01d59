import { Bot, Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { AgentProfile } from '../../../contract/agents.ts';
import type { PromptPack } from '../../../contract/prompts.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { ListRow } from '../../ui/list-row.tsx';
import { Section } from '../../ui/section.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { AgentDialog } from './agent-dialog.tsx';
import { profileWords } from './profile-fields.ts';
import { t } from '../../../words/words.ts';

/** Agents that somebody has set up, to be named where work is given away. */
export function NamedAgentsSection({ packs }: { packs: PromptPack[] }) {
  const { settings: store } = useHeron();
  const named = useStore(store.state, (state) => state.settings?.agents.named);
  const update = useAction(t('Could not keep the agents'), store.update);
  /** The one that is edited; `new` for one that is not there yet. */
  const [edited, setEdited] = useState<AgentProfile | 'new'>();
  if (!named) return null;
  const keep = (next: AgentProfile[]): void => void update.run({ agents: { named: next } });
  const remove = (profile: AgentProfile): void => {
    keep(named.filter(({ name }) => name !== profile.name));
    const putBack = (): void => {
      const now = store.state.getState().settings?.agents.named ?? [];
      if (!now.some(({ name }) => name === profile.name)) keep([...now, profile]);
    };
    showToast({
      title: t('{{name}} was deleted', { name: profile.name }),
      action: { label: t('Undo'), onSelect: putBack },
    });
  };
  return (
    <Section
      title={t('Named agents')}
      text={t(
        'Agents with a task of their own: others give them work by name, and programs speak with them by the interface.',
      )}
      actions={
        <Button size="sm" icon={Plus} onClick={() => setEdited('new')}>
          {t('Add an agent')}
        </Button>
      }
    >
      <AgentList named={named} onEdit={setEdited} onRemove={remove} />
      {edited !== undefined && (
        <AgentDialog
          profile={edited === 'new' ? undefined : edited}
          taken={named.map(({ name }) => name).filter((name) => edited === 'new' || name !== edited.name)}
          packs={packs}
          onClose={() => setEdited(undefined)}
          onKeep={(profile) => {
            const isNew = edited === 'new';
            const next = isNew ? [...named, profile] : named.map((one) => (one.name === edited.name ? profile : one));
            keep(next);
            setEdited(undefined);
          }}
        />
      )}
    </Section>
  );
}

interface AgentListProps {
  named: AgentProfile[];
  onEdit: (profile: AgentProfile) => void;
  onRemove: (profile: AgentProfile) => void;
}

function AgentList({ named, onEdit, onRemove }: AgentListProps) {
  if (named.length === 0) {
    return (
      <p className="rounded-md border border-dashed px-3 py-2 text-sm text-muted">
        {t(
          'None yet. One that only searches, or only writes, needs fewer tools and a smaller model than one that does everything.',
        )}
      </p>
    );
  }
  return (
    <ul aria-label={t('Named agents')} className="divide-y rounded-md border">
      {named.map((profile) => (
        <li key={profile.name}>
          <ListRow
            wraps
            start={<Bot aria-hidden size={15} className="text-muted" />}
            title={profile.name}
            text={
              <>
                <span className="block">{profile.description}</span>
                <span className="block">{profileWords(profile)}</span>
              </>
            }
            actions={
              <span className="flex pr-1">
                <IconButton
                  label={t('Edit {{name}}', { name: profile.name })}
                  icon={Pencil}
                  onClick={() => onEdit(profile)}
                />
                <IconButton
                  label={t('Delete {{name}}', { name: profile.name })}
                  icon={Trash2}
                  onClick={() => onRemove(profile)}
                />
              </span>
            }
          />
        </li>
      ))}
    </ul>
  );
}
