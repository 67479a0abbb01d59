import { Braces, Link2, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { Json } from '../../../contract/json.ts';
import { inWords } from '../../../contract/schema-types.ts';
import { fieldKind } from '../../../contract/settings-form.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { inWords as nameInWords, SettingField } from '../workers/setting-field.tsx';
import { draftOf, valueOf } from '../workers/settings-draft.ts';
import { ExpressionArea } from './completion/expression-area.tsx';
import { ExpressionPreview } from './expression-preview.tsx';
import { fieldDrop } from './field-drop.ts';
import { JsonField } from './json-field.tsx';
import type { InputPort } from './ports.ts';
import { useInsertGroups } from './use-insert-groups.ts';
import { t } from '../../words/words.ts';

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
  const [isTakingOver, setIsTakingOver] = useState(false);
  const kind = fieldKind(schema);
  return (
    <div
      className="relative space-y-1.5"
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
      <Control
        {...{ port, place, value, error, isExpression, title, isTakingOver }}
        onChange={(next) => {
          // What becomes an expression as somebody types it goes on in another control.
          setIsTakingOver(!isExpression && typeof next === 'string' && next.includes('{{'));
          onChange(next);
        }}
      />
      {isExpression && <ExpressionPreview text={value} isExpression={false} />}
    </div>
  );
}

type ControlProps = InputFieldProps & { isExpression: boolean; title: string; isTakingOver: boolean };

function Control({ port, place, value, error, onChange, isExpression, title, isTakingOver }: ControlProps): ReactNode {
  const { name, schema, isRequired } = port;
  const kind = fieldKind(schema);
  const description = typeof schema['description'] === 'string' ? schema['description'] : undefined;
  if (isExpression) {
    return (
      <ExpressionArea
        {...{ label: title, hint: description, place, isTakingOver }}
        {...(error === undefined ? {} : { error })}
        isText
        rows={1}
        value={typeof value === 'string' ? value : ''}
        onChange={(text) => onChange(text === '' ? undefined : text)}
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
        // An empty field is one that is not given, but where it must be.
        const isEmpty = draft === '' && !(isRequired && kind === 'text');
        onChange(isEmpty ? undefined : valueOf(schema, draft));
      }}
    />
  );
}
