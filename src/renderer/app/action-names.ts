import { type CommandName, commandNames } from '../../contract/shortcuts.ts';
import { commandRoutes } from './command-keys.ts';

/** Those that neither go anywhere nor have keys from the beginning: what they do is loaded when somebody gave one keys. */
export const actionNames: readonly CommandName[] = commandNames.filter(
  (name) => commandRoutes[name] === undefined && !['palette', 'newConversation', 'talk'].includes(name),
);
