import {
  type LimitPeriod,
  limitPeriods,
  limitSetting,
  limitUnits,
  type LimitUnit,
  type SpendingLimit,
  type SpendingSettings,
} from '../../../contract/spending.ts';
import type { SettingsPatch } from '../../../contract/settings.ts';
import { Section } from '../../ui/section.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { NumberSetting } from '../settings/number-setting.tsx';
import { useDraft } from '../settings/use-draft.ts';
import { LimitBar } from './limit-bars.tsx';

interface LimitsSectionProps {
  limits: SpendingLimit[];
  spending: SpendingSettings;
  onChange: (patch: SettingsPatch) => void;
}

const periods: Record<LimitPeriod, string> = {
  day: 'A day',
  month: 'A month',
  run: 'Each run',
  conversation: 'Each conversation',
};

/** What models may use, and how much of it they have. */
export function LimitsSection({ limits, spending, onChange }: LimitsSectionProps) {
  const change = (patch: SettingsPatch['spending']) => onChange({ spending: patch });
  return (
    <Section
      title="Limits"
      text="Looked at before each request to a model: beyond a limit none is made. Empty is no limit."
    >
      {limits.map((limit) => (
        <LimitBar key={`${limit.per} ${limit.unit}`} limit={limit} warnAt={spending.warnAt} />
      ))}
      {limitPeriods.map((per) => (
        <fieldset key={per} className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <legend className="float-left text-sm font-medium max-sm:w-full sm:flex-1">{periods[per]}</legend>
          <div className="ml-auto flex gap-3 max-sm:ml-0">
            {limitUnits.map((unit) => (
              <AmountField
                key={unit}
                {...{ per, unit }}
                value={spending[limitSetting(per, unit)]}
                onChange={(value) => change({ [limitSetting(per, unit)]: value })}
              />
            ))}
          </div>
        </fieldset>
      ))}
      <NumberSetting
        label="Warn at percent"
        hint="So much of a limit used is said once."
        min={1}
        max={100}
        value={spending.warnAt}
        onChange={(warnAt) => change({ warnAt })}
      />
    </Section>
  );
}

interface AmountFieldProps {
  per: LimitPeriod;
  unit: LimitUnit;
  value: number;
  onChange: (value: number) => void;
}

const units = {
  tokens: { label: 'Tokens', sign: 'tokens', form: /^\d{1,12}$/, problem: 'A whole number' },
  money: { label: 'US dollars', sign: '$', form: /^\d{1,6}(?:\.\d{1,4})?$/, problem: 'An amount like 5 or 0.50' },
};

function AmountField({ per, unit, value, onChange }: AmountFieldProps) {
  const { label, sign, form, problem } = units[unit];
  const read = (text: string): number => Number(plain(text) || '0');
  const field = useDraft(
    value === 0 ? '' : value.toLocaleString('en', { maximumFractionDigits: 4 }),
    (text) => (plain(text) === '' || form.test(plain(text)) ? undefined : problem),
    (text) => read(text) !== value && onChange(read(text)),
  );
  return (
    <div className="w-36">
      <TextField
        label={`${periods[per]}: ${label}`}
        isLabelHidden
        placeholder="No limit"
        end={<span className="text-xs text-muted">{sign}</span>}
        inputMode="decimal"
        {...field}
      />
    </div>
  );
}

/** As people group digits. */
function plain(text: string): string {
  return text.replaceAll(/[\s,$_]/g, '');
}
