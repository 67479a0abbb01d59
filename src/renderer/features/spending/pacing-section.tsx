import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { PacingSettings, PlanWindow } from '../../../contract/pacing.ts';
import type { SettingsPatch } from '../../../contract/settings.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { NumberSetting } from '../settings/number-setting.tsx';
import { useAccounts } from './use-accounts.ts';
import { plural, t } from '../../../words/words.ts';

interface PacingSectionProps {
  pacing: PacingSettings;
  onChange: (patch: SettingsPatch) => void;
}

type Amount = Exclude<keyof PacingSettings, 'plans'>;

const amounts = (): readonly { name: Amount; label: string; min: number; max: number; hint: string }[] => [
  {
    ...{ name: 'share', label: t('Percent of each usage window'), min: 0, max: 100 },
    hint: t('What work in the background may use of it. 100 is all.'),
  },
  {
    ...{ name: 'hastenMinutes', label: t('Minutes before a window ends'), min: 0, max: 10_080 },
    hint: t('From then on it may use what you left, and does more at a time.'),
  },
  {
    ...{ name: 'reserve', label: t('Percent kept for you'), min: 0, max: 100 },
    hint: t('It leaves this much even then.'),
  },
  {
    ...{ name: 'atOnce', label: t('Requests at a time'), min: 1, max: 64 },
    hint: t('In the background, for each account with usage windows.'),
  },
  {
    ...{ name: 'atOnceBeforeReset', label: t('Requests at a time near the end'), min: 1, max: 64 },
    hint: t('In the last minutes of all windows of an account.'),
  },
];

/** What work in the background may use, and the windows that no provider tells. */
export function PacingSection({ pacing, onChange }: PacingSectionProps) {
  const accounts = useAccounts();
  const change = (next: Partial<PacingSettings>): void => onChange({ pacing: next });
  return (
    <Section
      title={t('Work in the background')}
      text={t(
        'What schedules, the heartbeat and agents with time of their own do while nobody waits. Some accounts have usage windows, such as 5 hours: this leaves you your share of each.',
      )}
    >
      {amounts().map(({ name, ...texts }) => (
        <NumberSetting key={name} {...texts} value={pacing[name]} onChange={(value) => change({ [name]: value })} />
      ))}
      {pacing.plans.map((plan, at) => (
        <div key={planText(plan)} className="flex items-center justify-between gap-2">
          <span className="min-w-0 text-sm">{planText(plan)}</span>
          <IconButton
            icon={Trash2}
            label={t('Remove {{plan}}', { plan: planText(plan) })}
            onClick={() => change({ plans: pacing.plans.toSpliced(at, 1) })}
          />
        </div>
      ))}
      {accounts[0] !== undefined && (
        <NewPlan
          accounts={[accounts[0], ...accounts.slice(1)]}
          onAdd={(plan) => change({ plans: [...pacing.plans, plan] })}
        />
      )}
    </Section>
  );
}

const units = () => ({ requests: t('requests'), tokens: t('tokens'), money: t('US dollars') }) as const;

function planText({ account, hours, unit, atMost }: PlanWindow): string {
  return plural(
    hours,
    { one: '{{account}}: {{most}} {{unit}} in 1 hour', other: '{{account}}: {{most}} {{unit}} in {{count}} hours' },
    { account, most: atMost, unit: units()[unit] },
  );
}

interface NewPlanProps {
  accounts: readonly [string, ...string[]];
  onAdd: (plan: PlanWindow) => void;
}

function NewPlan({ accounts, onAdd }: NewPlanProps) {
  const [account, setAccount] = useState<string>();
  const [unit, setUnit] = useState<PlanWindow['unit']>('requests');
  const [atMost, setAtMost] = useState('');
  const [hours, setHours] = useState('5');
  const chosen = account ?? accounts[0];
  const [amount, length] = [Number(atMost.replaceAll(/[\s,$_]/g, '')), Number(hours)];
  const isRight = amount > 0 && Number.isInteger(length) && length >= 1 && length <= 744;
  return (
    <fieldset className="space-y-2">
      <legend className="text-sm font-medium">{t('A window that the provider does not tell')}</legend>
      <div className="grid grid-cols-2 gap-2">
        <Select
          label={t('Account')}
          value={chosen}
          onChange={setAccount}
          options={accounts.map((each) => ({ value: each, label: each }))}
        />
        <Select
          label={t('Counted in')}
          value={unit}
          onChange={(next) => setUnit(next as PlanWindow['unit'])}
          options={Object.entries(units()).map(([value, label]) => ({ value, label }))}
        />
        <TextField label={t('At most')} inputMode="decimal" value={atMost} onChange={setAtMost} />
        <TextField label={t('Hours')} inputMode="numeric" value={hours} onChange={setHours} />
      </div>
      <Button
        icon={Plus}
        disabled={!isRight}
        onClick={() => {
          onAdd({ account: chosen, unit, atMost: amount, hours: length });
          setAtMost('');
        }}
      >
        {t('Add window')}
      </Button>
    </fieldset>
  );
}
