import { nameInWords } from '../../../contract/field-names.ts';
import { fieldKind } from '../../../contract/settings-form.ts';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { t } from '../../../words/words.ts';

interface SettingFieldProps {
  name: string;
  schema: Record<string, unknown>;
  value: string | boolean;
  error: string | undefined;
  onChange: (value: string | boolean) => void;
}

/** One setting of a worker, in the control for its kind. */
export function SettingField({ name, schema, value, error, onChange }: SettingFieldProps) {
  const title = schema['title'];
  const label = typeof title === 'string' ? title : nameInWords(name);
  const description = typeof schema['description'] === 'string' ? schema['description'] : undefined;
  const shared = { label, hint: description, error };
  const text = String(value);
  switch (fieldKind(schema)) {
    case 'switch':
      return <Switch label={label} hint={error ?? description} checked={value === true} onChange={onChange} />;
    case 'choice':
      return (
        <Select {...shared} value={text === '' ? undefined : text} options={choicesOf(schema)} onChange={onChange} />
      );
    case 'texts':
      return (
        <TextArea
          {...shared}
          hint={[description, t('One on each line.')].filter((part) => part !== undefined).join(' ')}
          isMono
          value={text}
          onChange={onChange}
        />
      );
    case 'number':
      return <TextField {...shared} inputMode="decimal" value={text} onChange={onChange} />;
    default:
      return <TextField {...shared} value={text} onChange={onChange} />;
  }
}

function choicesOf(schema: Record<string, unknown>): { value: string; label: string }[] {
  const choices = schema['enum'];
  return Array.isArray(choices) ? choices.map((choice) => ({ value: String(choice), label: String(choice) })) : [];
}
