import { useState } from 'react';
import { TextField } from '../../ui/text-field.tsx';

interface NumberSettingProps {
  label: string;
  hint: string;
  min: number;
  max: number;
  value: number;
  onChange: (value: number) => void;
}

/** Kept when the field is left or Enter is pressed; Escape goes back to what is kept. */
export function NumberSetting({ label, hint, min, max, value, onChange }: NumberSettingProps) {
  const [draft, setDraft] = useState<string>();
  const number = Number(draft);
  const isValid = draft === undefined || (/^\d+$/.test(draft.trim()) && number >= min && number <= max);
  const keep = () => {
    if (draft === undefined || !isValid) return;
    setDraft(undefined);
    if (number !== value) onChange(number);
  };
  return (
    <TextField
      label={label}
      hint={hint}
      layout="inline"
      inputMode="numeric"
      error={isValid ? undefined : `A whole number from ${min} to ${max}`}
      value={draft ?? String(value)}
      onChange={setDraft}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter') keep();
        if (event.key === 'Escape') setDraft(undefined);
      }}
    />
  );
}
