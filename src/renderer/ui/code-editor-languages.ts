import { json } from '@codemirror/lang-json';
import type { Extension } from '@codemirror/state';
import { expressionLanguage, templateLanguage } from './expression-mode.ts';

/** What a field is written in; `template` is a text with expressions in `{{ }}`. */
export type WrittenIn = 'expression' | 'template' | 'json' | 'javascript' | 'typescript' | 'python';

/** What is a program of several lines. */
export function isProgram(language: WrittenIn): boolean {
  return language === 'javascript' || language === 'typescript' || language === 'python';
}

/** Those of programs are fetched when the first of their kind is shown. */
export async function languageOf(language: WrittenIn): Promise<Extension> {
  switch (language) {
    case 'javascript':
    case 'typescript': {
      const { javascript } = await import('./code-editor-javascript.ts');
      return javascript({ typescript: language === 'typescript' });
    }
    case 'python': {
      const { python } = await import('./code-editor-python.ts');
      return python();
    }
    default:
      return languageAtHand(language) ?? [];
  }
}

/** Undefined for those that have to be fetched. */
export function languageAtHand(language: WrittenIn): Extension | undefined {
  if (language === 'json') return json();
  if (language === 'expression') return expressionLanguage;
  return language === 'template' ? templateLanguage : undefined;
}
