import type { McpPrompt } from '../../../contract/mcp.ts';
import { Badge } from '../../ui/badge.tsx';
import { promptWord } from './prompt-commands.ts';
import { OfferRow } from './offer-row.tsx';

export function PromptRow({ server, prompt, isOn }: { server: string; prompt: McpPrompt; isOn: boolean }) {
  const { name, key, title, description, policy, action, refusal, fields } = prompt;
  return (
    <OfferRow
      {...{ server, name, title, description, policy, isOn, action, refusal, fields }}
      tool={key}
      badge={action && <Badge>/{promptWord(server, name)}</Badge>}
    />
  );
}
