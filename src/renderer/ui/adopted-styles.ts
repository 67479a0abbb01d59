import { StyleModule } from 'style-mod';

/** Looks enough like a shadow root for the library to make a sheet of its own in place of a style element. */
const sheets = {
  ownerDocument: document,
  get adoptedStyleSheets(): CSSStyleSheet[] {
    return document.adoptedStyleSheets;
  },
  set adoptedStyleSheets(all: CSSStyleSheet[]) {
    document.adoptedStyleSheets = all;
  },
};

let isDone = false;

/** The code editor's styles are adopted by the page: a style element would be inline, which its security policy lets nothing be. */
export function adoptEditorStyles(): void {
  if (isDone) return;
  isDone = true;
  const mount = StyleModule.mount.bind(StyleModule);
  StyleModule.mount = (root, modules, options) =>
    mount(root === document ? (sheets as unknown as Document) : root, modules, options);
}
