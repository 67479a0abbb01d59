import { focusComposer } from '../features/chat/focus-composer.ts';
import { navigate } from './use-route.ts';

/** To the empty conversation, ready to write, also from there. */
export function beginConversation(): void {
  navigate({ screen: 'chat' });
  focusComposer();
}
