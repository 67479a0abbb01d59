/** What a system may ask of every page, and the gallery of itself. */
export type Wish = 'contrast' | 'stillness';

const conditions: Record<Wish, string> = {
  contrast: '(prefers-contrast: more)',
  stillness: '(prefers-reduced-motion: reduce)',
};

/** Lets the style sheet's own rules for a wish hold, whatever the system says; or only where the system says so. */
export function grantWish(wish: Wish, isGranted: boolean): void {
  for (const sheet of document.styleSheets) switchRules(sheet.cssRules, conditions[wish], isGranted);
}

const switched = new WeakMap<CSSMediaRule, string>();

function switchRules(rules: CSSRuleList, condition: string, isGranted: boolean): void {
  for (const rule of rules) {
    if (rule instanceof CSSMediaRule && (switched.get(rule) ?? rule.media.mediaText) === condition) {
      switched.set(rule, condition);
      rule.media.mediaText = isGranted ? 'all' : condition;
    } else if (rule instanceof CSSGroupingRule) switchRules(rule.cssRules, condition, isGranted);
  }
}
