/** The name a hook is called by, as an action is; none that a manifest can give to an action. */
export function hookAction(event: string): string {
  return `hook:${event}`;
}
