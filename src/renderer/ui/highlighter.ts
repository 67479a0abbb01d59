import { createLowlight } from 'lowlight';
import { codeLanguages } from './code-languages.ts';
import { codeLines, type CodeLine } from './code-lines.ts';

const lowlight = createLowlight();
const grammars = new Map<string, Promise<void>>();

/** Gives what colours code of a language. A grammar that cannot be fetched is asked for again the next time. */
export async function loadHighlighter(language: string): Promise<(code: string) => CodeLine[]> {
  await Promise.all([language, ...(codeLanguages[language]?.inner ?? [])].map(loadGrammar));
  return (code) => codeLines(lowlight.highlight(language, code));
}

function loadGrammar(name: string): Promise<void> {
  const known = grammars.get(name);
  if (known) return known;
  const loading = (async () => {
    const grammar = await codeLanguages[name]?.load();
    if (grammar) lowlight.register(name, grammar.default);
  })();
  loading.catch(() => grammars.delete(name));
  grammars.set(name, loading);
  return loading;
}
