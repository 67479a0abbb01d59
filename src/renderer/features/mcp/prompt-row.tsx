import type { McpPrompt, McpServer } from '../../../contract/mcp.ts';
import { Badge } from '../../ui/badge.tsx';
import { promptWord } from './prompt-commands.ts';
import { OfferRow } from './offer-row.tsx';

export function PromptRow({ server, prompt, isOn }: { server: McpServer; prompt: McpPrompt; isOn: boolean }) {
  const { name, key, title, description, policy, action, refusal, fields } = prompt;
  return (
    <OfferRow
      {...{ server, name, title, description, policy, isOn, action, refusal, fields }}
      tool={key}
      badge={action && <Badge>/{promptWord(server.name, name)}</Badge>}
    />
  );
}
