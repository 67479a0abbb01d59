import { useState } from 'react';
import { TextField } from '../../ui/text-field.tsx';
import { t } from '../../../words/words.ts';

interface NumberFieldProps {
  label: string;
  hint?: string;
  value: number | undefined;
  least: number;
  most: number;
  /** Undefined when it is emptied. What is out of reach is said, and not taken. */
  onChange: (value: number | undefined) => void;
}

export function NumberField({ label, hint, value, least, most, onChange }: NumberFieldProps) {
  const [typed, setTyped] = useState<string>();
  const text = typed ?? (value === undefined ? '' : String(value));
  const isWrong = text !== '' && !isIn(text, least, most);
  return (
    <TextField
      {...{ label, hint }}
      inputMode="decimal"
      value={text}
      error={
        isWrong
          ? t('From {{toLocaleString}} to {{toLocaleString2}}', {
              toLocaleString: least.toLocaleString(),
              toLocaleString2: most.toLocaleString(),
            })
          : undefined
      }
      onBlur={() => setTyped(undefined)}
      onChange={(next) => {
        setTyped(next);
        if (next === '') onChange(undefined);
        else if (isIn(next, least, most)) onChange(Number(next));
      }}
    />
  );
}

function isIn(text: string, least: number, most: number): boolean {
  const number = Number(text);
  return !Number.isNaN(number) && number >= least && number <= most;
}
