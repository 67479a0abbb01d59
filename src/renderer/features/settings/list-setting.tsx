import { useState } from 'react';
import { ToolPattern } from '../../../contract/policy.ts';
import { TextField } from '../../ui/text-field.tsx';
import { namesOf } from './names.ts';

interface ListSettingProps {
  label: string;
  hint: string;
  names: string[];
  onChange: (names: string[]) => void;
}

/** Names with commas between; kept when the field is left or Enter is pressed, Escape goes back to what is kept. */
export function ListSetting({ label, hint, names, onChange }: ListSettingProps) {
  const [draft, setDraft] = useState<string>();
  const kept = names.join(', ');
  const wanted = namesOf(draft ?? kept);
  const wrong = wanted.map((name) => ToolPattern.safeParse(name)).find(({ success }) => !success);
  const keep = () => {
    if (draft === undefined || wrong) return;
    setDraft(undefined);
    if (wanted.join(', ') !== kept) onChange(wanted);
  };
  return (
    <TextField
      label={label}
      hint={hint}
      isMono
      spellCheck={false}
      error={wrong?.error?.issues[0]?.message}
      value={draft ?? kept}
      onChange={setDraft}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter') keep();
        if (event.key === 'Escape') setDraft(undefined);
      }}
    />
  );
}
