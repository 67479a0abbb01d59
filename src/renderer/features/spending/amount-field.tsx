import type { LimitUnit } from '../../../contract/spending.ts';
import { TextField } from '../../ui/text-field.tsx';
import { useDraft } from '../settings/use-draft.ts';
import { t } from '../../../words/words.ts';

interface AmountFieldProps {
  /** What it is a limit of; the unit is said besides. */
  label: string;
  unit: LimitUnit;
  value: number;
  onChange: (value: number) => void;
}

const units = () => ({
  tokens: { label: t('Tokens'), sign: 'tokens', form: /^\d{1,12}$/, problem: t('A whole number') },
  money: { label: t('US dollars'), sign: '$', form: /^\d{1,6}(?:\.\d{1,4})?$/, problem: t('An amount like 5 or 0.50') },
});

/** Tokens or money, empty for no limit. */
export function AmountField({ label, unit, value, onChange }: AmountFieldProps) {
  const { label: what, sign, form, problem } = units()[unit];
  const read = (text: string): number => Number(plain(text) || '0');
  const field = useDraft(
    value === 0 ? '' : value.toLocaleString('en', { maximumFractionDigits: 4 }),
    (text) => (plain(text) === '' || form.test(plain(text)) ? undefined : problem),
    (text) => read(text) !== value && onChange(read(text)),
  );
  return (
    <div className="w-36">
      <TextField
        label={`${label}: ${what}`}
        isLabelHidden
        placeholder={t('No limit')}
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
