import { Plus, X } from 'lucide-react';
import { useId, useState } from 'react';
import { givingAway } from '../../../contract/agents.ts';
import type { Manifest } from '../../../contract/manifest.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Select, type SelectOption } from '../../ui/select.tsx';
import { useManifests } from '../workers/use-manifests.ts';
import { t } from '../../../words/words.ts';

interface AgentToolsProps {
  tools: string[];
  onChange: (tools: string[]) => void;
}

/** What an agent may call; with nothing in the list, everything. */
export function AgentTools({ tools, onChange }: AgentToolsProps) {
  const id = useId();
  const manifests = useManifests();
  const [picked, setPicked] = useState<string>();
  return (
    <div role="group" aria-labelledby={`${id}-label`} className="space-y-2">
      <div>
        <p id={`${id}-label`} className="text-sm font-medium">
          {t('Tools')}
        </p>
        <p className="text-xs text-muted">{t('What it may call. The policy and your permissions hold besides.')}</p>
      </div>
      {tools.length === 0 ? (
        <p className="rounded-md border border-dashed px-2.5 py-1.5 text-xs text-muted">{t('Every action')}</p>
      ) : (
        <ul aria-label={t('Tools')} className="divide-y rounded-md border">
          {tools.map((tool) => (
            <li key={tool} className="flex items-center gap-3 py-1 pr-1 pl-2.5">
              <span className="min-w-0 flex-1 text-sm break-words">
                {wordsOf(tool, manifests)} <span className="font-mono text-xs break-all text-muted">{tool}</span>
              </span>
              <IconButton
                label={t('Remove {{tool}}', { tool })}
                icon={X}
                onClick={() => onChange(tools.filter((each) => each !== tool))}
              />
            </li>
          ))}
        </ul>
      )}
      <div className="flex flex-wrap items-center gap-2">
        <Select
          label={t('Add a tool')}
          isLabelHidden
          className="min-w-0 flex-1 basis-56"
          placeholder={t('Add a worker or an action…')}
          value={picked}
          onChange={setPicked}
          options={choices(manifests, tools)}
        />
        <Button
          icon={Plus}
          disabled={picked === undefined}
          onClick={() => {
            if (picked !== undefined) onChange([...tools, picked]);
            setPicked(undefined);
          }}
        >
          {t('Add')}
        </Button>
      </div>
    </div>
  );
}

const giving = (): Record<keyof typeof givingAway, string> => ({
  delegate: t('Give work away and wait for it'),
  handoff: t('Hand over to another agent'),
  spawn: t('Start an agent that works on its own'),
});

function choices(manifests: Manifest[], taken: readonly string[]): SelectOption[] {
  const all = [
    ...manifests.map(({ id, name }) => ({
      value: `${id}.*`,
      label: t('{{name}}: everything', { name }),
      group: t('Workers'),
    })),
    ...Object.entries(givingAway).map(([way, value]) => ({
      ...{ value, label: giving()[way as keyof typeof givingAway], group: t('Other agents') },
    })),
    ...manifests.flatMap(({ id, name, actions }) =>
      Object.entries(actions).map(([action, { title }]) => ({
        ...{ value: `${id}.${action}`, label: `${name}: ${title}`, group: t('Actions') },
      })),
    ),
  ];
  return all.filter(({ value }) => !taken.includes(value));
}

function wordsOf(tool: string, manifests: Manifest[]): string {
  if (tool === '*') return t('Every action');
  return choices(manifests, []).find(({ value }) => value === tool)?.label ?? t('Nothing here has that name');
}
