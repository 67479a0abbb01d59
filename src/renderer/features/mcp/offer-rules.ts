import type { Manifest } from '../../../contract/manifest.ts';
import type { McpOffer, McpOfferRules } from '../../../contract/mcp.ts';

/** An action, and whether MCP clients are offered it. */
export type OfferChoice = { action: string; title: string; isOffered: boolean };

/** Of each worker that has actions, by its name. */
export function choicesOf(
  manifests: readonly Manifest[],
  { actions }: McpOffer,
): { worker: string; choices: OfferChoice[] }[] {
  const offered = new Set(actions.map(({ action }) => action));
  return manifests
    .map(({ id, name, actions: own }) => ({
      worker: name,
      choices: Object.entries(own).map(([action, { title }]) => {
        const whole = `${id}.${action}`;
        return { action: whole, title, isOffered: offered.has(whole) };
      }),
    }))
    .filter(({ choices }) => choices.length > 0);
}

/** The rules with this action let in or left out by its own name; wider rules stay as they are. */
export function withChoice(rules: McpOfferRules, action: string, isOffered: boolean): McpOfferRules {
  const deny = rules.deny.filter((pattern) => pattern !== action);
  if (!isOffered) {
    const allow = rules.allow.filter((pattern) => pattern !== action);
    // Without anything on the list all is offered.
    const isLast = rules.allow.length > 0 && allow.length === 0;
    return { ...rules, allow: isLast ? rules.allow : allow, deny: [...deny, action] };
  }
  const isListed = rules.allow.length === 0 || rules.allow.includes(action);
  return { ...rules, allow: isListed ? rules.allow : [...rules.allow, action], deny };
}
