import { useLayoutEffect } from 'react';

/** Sheets in use by their text, with how many components want each. */
const inUse = new Map<string, { sheet: CSSStyleSheet; wanted: number }>();

function adopt(styles: string): () => void {
  let entry = inUse.get(styles);
  if (!entry) {
    entry = { sheet: new CSSStyleSheet(), wanted: 0 };
    entry.sheet.replaceSync(styles);
    inUse.set(styles, entry);
    document.adoptedStyleSheets.push(entry.sheet);
  }
  const kept = entry;
  kept.wanted += 1;
  return () => {
    kept.wanted -= 1;
    if (kept.wanted > 0) return;
    inUse.delete(styles);
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== kept.sheet);
  };
}

/**
 * Stands in the bundle for the package of this name, which the dialogs keep the page from scrolling with: it writes a
 * style element, and the page's security policy lets nothing inline in.
 */
export function styleSingleton(): (props: { styles: string }) => null {
  return function Style({ styles }) {
    useLayoutEffect(() => adopt(styles), [styles]);
    return null;
  };
}
