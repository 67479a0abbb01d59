import { ToolPattern } from '../../../contract/policy.ts';
import { TextField } from '../../ui/text-field.tsx';
import { namesOf } from './names.ts';
import { useDraft } from './use-draft.ts';

interface ListSettingProps {
  label: string;
  hint: string;
  names: string[];
  onChange: (names: string[]) => void;
}

/** Names with commas between. */
export function ListSetting({ label, hint, names, onChange }: ListSettingProps) {
  const kept = names.join(', ');
  const problemOf = (text: string): string | undefined =>
    namesOf(text)
      .map((name) => ToolPattern.safeParse(name).error?.issues[0]?.message)
      .find((message) => message !== undefined);
  const field = useDraft(kept, problemOf, (text) => {
    const wanted = namesOf(text);
    if (wanted.join(', ') !== kept) onChange(wanted);
  });
  return <TextField label={label} hint={hint} isMono spellCheck={false} {...field} />;
}
