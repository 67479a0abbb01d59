import type { EventType, Payload } from '../../../contract/events.ts';
import type { McpAnswerKind } from '../../../contract/mcp-questions.ts';
import { t } from '../../../words/words.ts';

type McpEvent = Extract<EventType, `mcp.${string}`>;

const answered = (): Record<McpAnswerKind, string> => ({
  accept: t('Its question was answered'),
  decline: t('Its question was answered with no'),
  cancel: t('Nobody answered its question'),
});

/** What events of MCP servers say, on one line. */
export const mcpSentences: { [Type in McpEvent]: (payload: Payload<Type>) => string } = {
  'mcp.added': ({ name }) => t('The MCP server {{name}} was added', { name }),
  'mcp.removed': ({ name }) => t('The MCP server {{name}} was removed', { name }),
  'mcp.switched': ({ name, isOn }) =>
    isOn
      ? t('The MCP server {{name}} was switched on', { name })
      : t('The MCP server {{name}} was switched off', { name }),
  'mcp.listed': ({ name }) => t('The MCP server {{name}} offers other tools than before', { name }),
  'mcp.failed': ({ name, error }) => t('The MCP server {{name}} failed: {{message}}', { name, message: error.message }),
  'mcp.configured': ({ name, tool, policy }) =>
    t('The tool {{tool}} of {{name}} is set to {{policy}}', { tool, name, policy }),
  'mcp.signedIn': ({ name }) => t('Somebody has signed in at the MCP server {{name}}', { name }),
  'mcp.signInFailed': ({ name, error }) =>
    t('The sign-in at the MCP server {{name}} failed: {{message}}', { name, message: error.message }),
  'mcp.signedOut': ({ name }) => t('The sign-in at the MCP server {{name}} is forgotten', { name }),
  'mcp.moved': ({ name, state }) => t('The MCP server {{name}} is {{state}}', { name, state }),
  'mcp.asked': ({ question: { server, text } }) => t('The MCP server {{server}} asks: {{text}}', { server, text }),
  'mcp.answered': ({ answer }) => answered()[answer],
  'mcp.offered': () => t('What MCP clients are offered was changed'),
};
