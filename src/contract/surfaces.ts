/** Where a person or a program meets Heron: Electron's window, the page in a browser, `heron`, calls over HTTP, MCP clients. */
export const surfaces = ['window', 'browser', 'command-line', 'http', 'mcp'] as const;
export type Surface = (typeof surfaces)[number];
