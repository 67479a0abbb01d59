import type { EventType, Payload } from '../../../contract/events.ts';

type McpEvent = Extract<EventType, `mcp.${string}`>;

/** What events of MCP servers say, on one line. */
export const mcpSentences: { [Type in McpEvent]: (payload: Payload<Type>) => string } = {
  'mcp.added': ({ name }) => `The MCP server ${name} was added`,
  'mcp.removed': ({ name }) => `The MCP server ${name} was removed`,
  'mcp.switched': ({ name, isOn }) => `The MCP server ${name} was switched ${isOn ? 'on' : 'off'}`,
  'mcp.listed': ({ name }) => `The MCP server ${name} offers other tools than before`,
  'mcp.failed': ({ name, error }) => `The MCP server ${name} failed: ${error.message}`,
  'mcp.configured': ({ name, tool, policy }) => `The tool ${tool} of ${name} is set to ${policy}`,
  'mcp.signedIn': ({ name }) => `Somebody has signed in at the MCP server ${name}`,
  'mcp.signInFailed': ({ name, error }) => `The sign-in at the MCP server ${name} failed: ${error.message}`,
  'mcp.signedOut': ({ name }) => `The sign-in at the MCP server ${name} is forgotten`,
  'mcp.moved': ({ name, state }) => `The MCP server ${name} is ${state}`,
  'mcp.offered': () => 'What MCP clients are offered was changed',
};
