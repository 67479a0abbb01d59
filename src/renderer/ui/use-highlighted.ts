import { useEffect, useMemo, useRef, useState } from 'react';
import { type CodeLine, withSameLines } from './code-lines.ts';
import { languageNamed } from './code-languages.ts';
import { type Coloured, colouredBeginning, type Colouring, createColouring } from './colouring.ts';
import { inSpareTime } from './spare-time.ts';

/** Longer code stays as it is: to colour it would hold the page up. */
const longest = 40_000;

type Highlight = (code: string) => CodeLine[];

/** The lines of code in colour, as far as they have been made. */
export function useHighlighted(code: string, word: string | undefined): Coloured | undefined {
  const language = word === undefined ? undefined : languageNamed(word);
  const highlight = useHighlighter(code.length <= longest ? language : undefined);
  const [coloured, setColoured] = useState<Coloured>();
  const colouring = useRef<Colouring>(undefined);
  useEffect(() => {
    if (!highlight) return;
    colouring.current = createColouring({
      highlight,
      onColoured: ({ text, lines }) =>
        setColoured((before) => ({ text, lines: withSameLines(before?.lines ?? [], lines) })),
      now: () => performance.now(),
      later,
    });
    return () => {
      colouring.current?.stop();
      colouring.current = undefined;
    };
  }, [highlight]);
  useEffect(() => {
    if (highlight) colouring.current?.show(code);
  }, [code, highlight]);
  return useMemo(
    () => (coloured && highlight ? colouredBeginning(coloured, code) : undefined),
    [coloured, highlight, code],
  );
}

function later(work: () => void, delayMs: number): () => void {
  let takeBack = (): void => clearTimeout(timer);
  const timer = setTimeout(() => (takeBack = inSpareTime(work)), delayMs);
  return () => takeBack();
}

/** By language. To import once more what is there makes the browser look through the whole page for it. */
const highlighters: Record<string, Promise<Highlight>> = {};

async function load(language: string): Promise<Highlight> {
  const { loadHighlighter } = await import('./highlighter.ts');
  return loadHighlighter(language);
}

/** undefined until it is there, and where there is none for the language. */
function useHighlighter(language: string | undefined): Highlight | undefined {
  const [loaded, setLoaded] = useState<{ language: string; highlight: Highlight }>();
  useEffect(() => {
    if (language === undefined) return;
    let isWanted = true;
    (highlighters[language] ??= load(language)).then(
      (highlight) => isWanted && setLoaded({ language, highlight }),
      // Without colours it can be read as well; the next code asks for them again.
      () => delete highlighters[language],
    );
    return () => void (isWanted = false);
  }, [language]);
  return loaded && loaded.language === language ? loaded.highlight : undefined;
}
