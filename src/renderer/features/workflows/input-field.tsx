import { Braces, Link2, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Json } from '../../../contract/json.ts';
import { nameInWords } from '../../../contract/field-names.ts';
import { inWords } from '../../../contract/schema-types.ts';
import { fieldKind } from '../../../contract/settings-form.ts';
import { classNames } from '../../ui/class-names.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { SettingField } from '../workers/setting-field.tsx';
import { draftOf, valueOf } from '../workers/settings-draft.ts';
import { WrittenField } from './expressions/written-field.tsx';
import { languageOfField } from './expressions/language-of-field.ts';
import { fieldDrop } from './field-drop.ts';
import { JsonField } from './json-field.tsx';
import { useBuilderState } from './builder-context.ts';
import { taskAt } from './document/place.ts';
import type { InputPort } from './ports.ts';
import { useInsertGroups } from './use-insert-groups.ts';
import { t } from '../../../words/words.ts';

interface InputFieldProps {
  port: InputPort;
  /** The step whose field it is. */
  place: string;
  value: Json | undefined;
  error: string | undefined;
  onChange: (value: Json | undefined) => void;
}

/** A field of an input: a value in the control for its kind, or a text with expressions. */
export function InputField({ port, place, value, error, onChange }: InputFieldProps) {
  const { name, schema, isRequired } = port;
  const isExpression = typeof value === 'string' && value.includes('{{');
  const title = typeof schema['title'] === 'string' ? schema['title'] : nameInWords(name);
  const groups = useInsertGroups(place, schema, (expression) => onChange(expression));
  const kind = fieldKind(schema);
  return (
    <div
      // A switch stands where the buttons are.
      className={classNames('relative space-y-1.5', kind === 'switch' && !isExpression && 'pr-20')}
      data-field={name}
      {...fieldDrop((expression) => onChange(isExpression ? `${value} ${expression}` : expression))}
    >
      <div className="absolute -top-1 right-0 z-10 flex">
        {value !== undefined && !isRequired && (
          <IconButton size="sm" label={t('Clear {{title}}', { title })} icon={X} onClick={() => onChange(undefined)} />
        )}
        {kind !== 'text' && (
          <IconButton
            size="sm"
            label={isExpression ? t('Give {{title}} a value', { title }) : t('Work {{title}} out', { title })}
            icon={Braces}
            aria-pressed={isExpression}
            onClick={() => onChange(isExpression ? undefined : '{{  }}')}
          />
        )}
        {groups.length > 0 && (
          <Menu
            trigger={<IconButton size="sm" label={t('Take {{title}} from a step', { title })} icon={Link2} />}
            groups={groups}
          />
        )}
      </div>
      <Control {...{ port, place, value, error, onChange, isExpression, title }} />
    </div>
  );
}

type ControlProps = InputFieldProps & { isExpression: boolean; title: string };

function Control({ port, place, value, error, onChange, isExpression, title }: ControlProps): ReactNode {
  const { name, schema, isRequired } = port;
  const kind = fieldKind(schema);
  const description = typeof schema['description'] === 'string' ? schema['description'] : undefined;
  const writtenIn = useBuilderState(({ history }) => languageOfField(schema, taskAt(history.present, place)?.input));
  if (isExpression || kind === 'text') {
    return (
      <WrittenField
        {...{ label: title, hint: description, error, place, writtenIn }}
        // A path, an address: what has a form of its own is one line.
        isSingleLine={typeof schema['format'] === 'string'}
        value={typeof value === 'string' ? value : ''}
        // An empty field is one that is not given, but where it must be.
        onChange={(text) => onChange(text === '' && (isExpression || !isRequired) ? undefined : text)}
      />
    );
  }
  if (kind === undefined) {
    const hint = [description, t('As JSON: {{schema}}.', { schema: inWords(schema) })].filter(Boolean).join(' ');
    return <JsonField {...{ label: title, hint, error, value, onChange }} />;
  }
  return (
    <SettingField
      {...{ name, error }}
      schema={schema}
      value={draftOf(schema, value)}
      onChange={(draft) => {
        onChange(draft === '' ? undefined : valueOf(schema, draft));
      }}
    />
  );
}
