import { useState } from 'react';
import type { Json } from '../../../contract/json.ts';
import type { Complete } from '../../ui/code-completions.ts';
import { CodeField } from '../../ui/code-field.tsx';
import { t } from '../../../words/words.ts';

interface JsonFieldProps {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  value: Json | undefined;
  onChange: (value: Json | undefined) => void;
  /** What is no JSON is a text. */
  takesText?: boolean;
  /** Words that a text can be written with. */
  complete?: Complete;
}

/** A value as it is written down. It becomes the field's when it can be read. */
export function JsonField({ label, hint, error, value, onChange, takesText = false, complete }: JsonFieldProps) {
  const [typed, setTyped] = useState<string>();
  const read = typed === undefined ? undefined : readValue(typed, takesText);
  const problem = read && 'problem' in read ? read.problem : undefined;
  // What was undone or changed elsewhere takes the place of what was typed before.
  const isTyped = typed !== undefined && (problem !== undefined || sameValue(typed, value, takesText));
  const change = (next: string): void => {
    setTyped(next);
    const result = readValue(next, takesText);
    if (!('problem' in result)) onChange(result.value);
  };
  const text = isTyped ? typed : writtenAs(value, takesText);
  return (
    <CodeField
      {...{ label, hint }}
      error={(isTyped ? problem : undefined) ?? error}
      writtenIn={takesText && !looksLikeJson(text) ? 'template' : 'json'}
      rows={2}
      value={text}
      {...(complete ? { complete } : {})}
      onChange={change}
    />
  );
}

function writtenAs(value: Json | undefined, takesText: boolean): string {
  if (value === undefined) return '';
  return takesText && typeof value === 'string' ? value : JSON.stringify(value, undefined, 2);
}

function readValue(text: string, takesText: boolean): { value: Json | undefined } | { problem: string } {
  if (text.trim() === '') return { value: takesText ? text : undefined };
  if (takesText && !looksLikeJson(text)) return { value: text };
  try {
    return { value: JSON.parse(text) as Json };
  } catch (error) {
    return takesText && !/^\s*[[{]/.test(text)
      ? { value: text }
      : { problem: t('No JSON: {{message}}', { message: (error as Error).message }) };
  }
}

/** An expression begins like an object, and is none. */
function looksLikeJson(text: string): boolean {
  return /^\s*([[{]|-?\d|true$|false$|null$)/.test(text) && !text.trimStart().startsWith('{{');
}

function sameValue(text: string, value: Json | undefined, takesText: boolean): boolean {
  const read = readValue(text, takesText);
  return !('problem' in read) && JSON.stringify(read.value) === JSON.stringify(value);
}
