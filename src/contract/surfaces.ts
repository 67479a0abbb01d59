import { z } from 'zod';

/** Where a person or a program meets Heron: Electron's window, the page in a browser, `heron`, calls over HTTP, MCP clients. */
export const surfaces = ['window', 'browser', 'command-line', 'http', 'mcp'] as const;
export const Surface = z.enum(surfaces);
export type Surface = z.infer<typeof Surface>;
