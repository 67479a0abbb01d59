import { useState } from 'react';
import type { Json } from '../../../contract/json.ts';
import { TextArea } from '../../ui/text-area.tsx';
import { ExpressionArea } from './completion/expression-area.tsx';
import { t } from '../../words/words.ts';

interface JsonFieldProps {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  value: Json | undefined;
  onChange: (value: Json | undefined) => void;
  /** What is no JSON is a text. */
  takesText?: boolean;
  /** The step whose value it is, where expressions in it are worked out. */
  place?: string;
}

/** A value as it is written down. It becomes the field's when it can be read. */
export function JsonField({ label, hint, error, value, onChange, takesText = false, place }: JsonFieldProps) {
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
  const wrong = (isTyped ? problem : undefined) ?? error;
  const shown = {
    ...{ label, hint, rows: 2, value: isTyped ? typed : writtenAs(value, takesText), onChange: change },
    ...(wrong === undefined ? {} : { error: wrong }),
  };
  return place === undefined ? <TextArea {...shown} isMono /> : <ExpressionArea {...shown} place={place} isText />;
}

function writtenAs(value: Json | undefined, takesText: boolean): string {
  if (value === undefined) return '';
  return takesText && typeof value === 'string' ? value : JSON.stringify(value, undefined, 2);
}

function readValue(text: string, takesText: boolean): { value: Json | undefined } | { problem: string } {
  if (text.trim() === '') return { value: takesText ? text : undefined };
  if (takesText && !/^\s*([[{]|-?\d|true$|false$|null$)/.test(text)) return { value: text };
  // An expression begins like an object.
  if (takesText && text.trimStart().startsWith('{{')) return { value: text };
  try {
    return { value: JSON.parse(text) as Json };
  } catch (error) {
    return takesText && !/^\s*[[{]/.test(text)
      ? { value: text }
      : { problem: t('No JSON: {{message}}', { message: (error as Error).message }) };
  }
}

function sameValue(text: string, value: Json | undefined, takesText: boolean): boolean {
  const read = readValue(text, takesText);
  return !('problem' in read) && JSON.stringify(read.value) === JSON.stringify(value);
}
