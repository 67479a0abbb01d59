import {
  type LimitPeriod,
  limitKey,
  limitPeriods,
  limitSetting,
  limitUnits,
  type SpendingLimit,
  type SpendingSettings,
} from '../../../contract/spending.ts';
import type { SettingsPatch } from '../../../contract/settings.ts';
import { Section } from '../../ui/section.tsx';
import { NumberSetting } from '../settings/number-setting.tsx';
import { AmountField } from './amount-field.tsx';
import { LimitBar } from './limit-bars.tsx';
import { t } from '../../../words/words.ts';

interface LimitsSectionProps {
  limits: SpendingLimit[];
  spending: SpendingSettings;
  onChange: (patch: SettingsPatch) => void;
}

const periods = (): Record<LimitPeriod, string> => ({
  day: t('A day'),
  month: t('A month'),
  run: t('Each run'),
  conversation: t('Each conversation'),
});

/** What models may use, and how much of it they have. */
export function LimitsSection({ limits, spending, onChange }: LimitsSectionProps) {
  const change = (patch: SettingsPatch['spending']) => onChange({ spending: patch });
  return (
    <Section
      title={t('Limits')}
      text={t('Looked at before each request to a model: beyond a limit none is made. Empty is no limit.')}
    >
      {limits.map((limit) => (
        <LimitBar key={limitKey(limit)} limit={limit} warnAt={spending.warnAt} />
      ))}
      {limitPeriods.map((per) => (
        <fieldset key={per} className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <legend className="float-left text-sm font-medium max-sm:w-full sm:flex-1">{periods()[per]}</legend>
          <div className="ml-auto flex gap-3 max-sm:ml-0">
            {limitUnits.map((unit) => (
              <AmountField
                key={unit}
                unit={unit}
                label={periods()[per]}
                value={spending[limitSetting(per, unit)]}
                onChange={(value) => change({ [limitSetting(per, unit)]: value })}
              />
            ))}
          </div>
        </fieldset>
      ))}
      <NumberSetting
        label={t('Warn at percent')}
        hint={t('So much of a limit used is said once.')}
        min={1}
        max={100}
        value={spending.warnAt}
        onChange={(warnAt) => change({ warnAt })}
      />
    </Section>
  );
}
