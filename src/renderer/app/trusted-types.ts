/** `&copy;` and the like, which the Markdown parser lets the browser decode. */
const characterReference = /^&[A-Za-z0-9]{1,40};$/;

/** Errors: TypeError for everything that could become an element. */
export function trustedHtml(text: string): string {
  if (characterReference.test(text)) return text;
  throw new TypeError('The page makes no elements out of text');
}

/** The scripts that the page starts as threads of their own. Errors: TypeError for every other. */
export const handsWorker = '/hands/hands.worker.js';
export const noticesWorker = '/notices.worker.js';

export function trustedScriptUrl(address: string): string {
  if (address === handsWorker || address === noticesWorker) return address;
  throw new TypeError('The page starts no scripts but its own');
}

type Rules = { createHTML(text: string): string; createScriptURL(address: string): string };
type PolicyFactory = { createPolicy(name: string, rules: Rules): unknown };

/**
 * The one way from text to markup where the browser has Trusted Types. There is none from text to scripts but for
 * two addresses, so whatever else tries that is refused.
 */
export function installTrustedTypes(scope: object = globalThis): void {
  const { trustedTypes } = scope as { trustedTypes?: PolicyFactory };
  trustedTypes?.createPolicy('default', { createHTML: trustedHtml, createScriptURL: trustedScriptUrl });
}
