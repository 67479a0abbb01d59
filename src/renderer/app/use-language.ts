import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { chooseLanguage, rememberedLanguage } from '../words/language.ts';
import { useHeron } from './heron-context.ts';

/** The language that is spoken, once its words are there. What is drawn with it as its key is drawn anew when it changes. */
export function useLanguage(): string {
  const { settings } = useHeron();
  const wanted = useStore(settings.state, (state) => state.settings?.language);
  const [spoken, setSpoken] = useState(rememberedLanguage);
  useEffect(() => {
    if (wanted === undefined || wanted === spoken) return;
    let isOver = false;
    // A translation that cannot be loaded leaves the words that are there.
    void chooseLanguage(wanted).then(
      () => !isOver && setSpoken(wanted),
      () => undefined,
    );
    return () => {
      isOver = true;
    };
  }, [wanted, spoken]);
  return spoken;
}
