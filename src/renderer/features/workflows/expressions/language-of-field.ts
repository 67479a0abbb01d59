import type { Json } from '../../../../contract/json.ts';
import type { Schema } from '../../../../contract/schema-types.ts';
import type { WrittenIn } from '../../../ui/code-editor-languages.ts';

const byMediaType: Record<string, WrittenIn> = {
  'application/json': 'json',
  'text/javascript': 'javascript',
  'text/typescript': 'typescript',
  'text/x-python': 'python',
};

/** What a text is written in, as its schema says; of code in more than one language, as the field `language` beside it does. */
export function languageOfField(schema: Schema, input: Readonly<Record<string, Json>> | undefined): WrittenIn {
  const mediaType = schema['contentMediaType'];
  if (typeof mediaType !== 'string') return 'template';
  if (mediaType !== 'text/x-code') return byMediaType[mediaType] ?? 'template';
  const language = input?.['language'];
  return language === 'javascript' || language === 'typescript' || language === 'python' ? language : 'template';
}
