/** `&copy;` and the like, which the Markdown parser lets the browser decode. */
const characterReference = /^&[A-Za-z0-9]{1,40};$/;

/** Errors: TypeError for everything that could become an element. */
export function trustedHtml(text: string): string {
  if (characterReference.test(text)) return text;
  throw new TypeError('The page makes no elements out of text');
}

type PolicyFactory = { createPolicy(name: string, rules: { createHTML(text: string): string }): unknown };

/**
 * The one way from text to markup where the browser has Trusted Types. There is none from text to scripts, so whatever
 * tries that is refused.
 */
export function installTrustedTypes(scope: object = globalThis): void {
  const { trustedTypes } = scope as { trustedTypes?: PolicyFactory };
  trustedTypes?.createPolicy('default', { createHTML: trustedHtml });
}
