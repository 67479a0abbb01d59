import type { Grant } from '../../contract/permissions.ts';

/** Folders that a worker may use for longer than a run, in this conversation or in all. */
export function grantedFolders(grants: readonly Grant[], conversationId: string | undefined): string[] {
  return grants
    .filter(({ capability, match }) => capability === 'files.read' && match === 'below')
    .filter((grant) => grant.scope === 'always' || isOf(grant, conversationId))
    .map(({ target }) => target);
}

function isOf({ scope, conversationId: own }: Grant, conversationId: string | undefined): boolean {
  return scope === 'conversation' && own !== undefined && own === conversationId;
}
