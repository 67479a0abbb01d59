import { TextField } from '../../ui/text-field.tsx';
import { useDraft } from './use-draft.ts';
import { t } from '../../../words/words.ts';

interface NumberSettingProps {
  label: string;
  hint: string;
  min: number;
  max: number;
  value: number;
  onChange: (value: number) => void;
}

export function NumberSetting({ label, hint, min, max, value, onChange }: NumberSettingProps) {
  const problemOf = (text: string): string | undefined => {
    const isValid = /^\d+$/.test(text.trim()) && Number(text) >= min && Number(text) <= max;
    return isValid ? undefined : t('A whole number from {{min}} to {{max}}', { min, max });
  };
  const field = useDraft(String(value), problemOf, (text) => Number(text) !== value && onChange(Number(text)));
  return <TextField label={label} hint={hint} layout="inline" inputMode="numeric" {...field} />;
}
