import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { SettingsPatch } from '../../../contract/settings.ts';
import {
  limitOfShare,
  limitUnits,
  type Share,
  type ShareKind,
  shareKinds,
  type ShareLimit,
  type ShareSettings,
} from '../../../contract/spending.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { AmountField } from './amount-field.tsx';
import { t } from '../../../words/words.ts';

interface ShareLimitsSectionProps {
  shares: ShareSettings;
  /** Those that used something lately: their names are known. */
  used: readonly Share[];
  onChange: (patch: SettingsPatch) => void;
}

const kinds = (): Record<ShareKind, { label: string; hint: string }> => ({
  agent: { label: t('Agent'), hint: t('A name of Settings, Agents, or agent and sub-agent for those without one.') },
  channel: {
    label: t('Channel'),
    hint: t('window, browser, command-line, http, mcp, schedule, poll, heartbeat, webhook, program.'),
  },
  folder: { label: t('Folder'), hint: t('The conversations of a folder, with all that is done in them.') },
});
const periods = () => ({ day: t('A day'), month: t('A month') }) as const;

/** What one agent, one channel or one folder may use. */
export function ShareLimitsSection({ shares: { limits }, used, onChange }: ShareLimitsSectionProps) {
  const change = (next: ShareLimit[]) => onChange({ shares: { limits: next } });
  return (
    <Section
      title={t('Limits of agents, channels and folders')}
      text={t('Besides the limits of all. Beyond one, nothing of it is asked for, and the rest goes on.')}
    >
      {limits.map((limit, index) => (
        <OneLimit
          key={`${limit.kind} ${limit.name}`}
          limit={limit}
          onChange={(next) => change(limits.map((each, at) => (at === index ? next : each)))}
          onRemove={() => change(limits.filter((_, at) => at !== index))}
        />
      ))}
      <NewLimit
        used={used}
        isTaken={({ kind, name }) => limits.some((each) => each.kind === kind && each.name === name)}
        onAdd={(share) => change([...limits, { ...share, dayTokens: 0, dayMoney: 0, monthTokens: 0, monthMoney: 0 }])}
      />
    </Section>
  );
}

interface OneLimitProps {
  limit: ShareLimit;
  onChange: (limit: ShareLimit) => void;
  onRemove: () => void;
}

function OneLimit({ limit, onChange, onRemove }: OneLimitProps) {
  const title = `${kinds()[limit.kind].label} ${limit.name}`;
  return (
    <fieldset aria-label={title} className="space-y-2">
      <div className="flex items-center justify-between gap-2">
        <span className="min-w-0 truncate text-sm font-medium">{title}</span>
        <IconButton
          icon={Trash2}
          label={t('Remove the limits of the {{kind}} {{name}}', { kind: limit.kind, name: limit.name })}
          onClick={onRemove}
        />
      </div>
      {(['day', 'month'] as const).map((per) => (
        <div key={per} className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <span className="text-sm text-muted max-sm:w-full sm:flex-1">{periods()[per]}</span>
          <div className="flex gap-3">
            {limitUnits.map((unit) => (
              <AmountField
                key={unit}
                unit={unit}
                label={`${title}, ${periods()[per].toLowerCase()}`}
                value={limit[limitOfShare(per, unit)]}
                onChange={(value) => onChange({ ...limit, [limitOfShare(per, unit)]: value })}
              />
            ))}
          </div>
        </div>
      ))}
    </fieldset>
  );
}

interface NewLimitProps {
  used: readonly Share[];
  isTaken: (share: Share) => boolean;
  onAdd: (share: Share) => void;
}

function NewLimit({ used, isTaken, onAdd }: NewLimitProps) {
  const [kind, setKind] = useState<ShareKind>('agent');
  const [name, setName] = useState('');
  const said = name.trim();
  const known = used.filter((each) => each.kind === kind && !isTaken(each)).map((each) => each.name);
  const add = (wanted: string) => {
    onAdd({ kind, name: wanted });
    setName('');
  };
  return (
    <div className="space-y-2">
      <div className="flex flex-wrap items-end gap-2">
        <Select
          label={t('Limit of')}
          value={kind}
          options={shareKinds.map((value) => ({ value, label: kinds()[value].label }))}
          onChange={(value) => setKind(shareKinds.find((each) => each === value) ?? 'agent')}
        />
        <div className="min-w-0 flex-1">
          <TextField label={t('Name')} value={name} onChange={setName} />
        </div>
        <Button icon={Plus} disabled={said === '' || isTaken({ kind, name: said })} onClick={() => add(said)}>
          {t('Add limit')}
        </Button>
      </div>
      <p className="text-xs text-muted">{kinds()[kind].hint}</p>
      {known.length > 0 && (
        <div className="flex flex-wrap gap-1.5">
          {known.slice(0, 8).map((each) => (
            <Button key={each} size="sm" onClick={() => add(each)}>
              {each}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}
