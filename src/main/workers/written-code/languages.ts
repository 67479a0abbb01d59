/** What written code can be in. */
export const languages = ['javascript', 'typescript', 'python'] as const;
export type Language = (typeof languages)[number];

export const codeLimits = ['time', 'cpu', 'memory', 'output', 'disk'] as const;
/** Which limit ended it. */
export type CodeLimit = (typeof codeLimits)[number];

/** What one piece of code may use: milliseconds, megabytes, and bytes of each of its two outputs that are kept. */
export type CodeLimits = { wallMs: number; cpuMs: number; memoryMb: number; keptOutputBytes: number };

/** Files and folders in the workspace, and their bytes, what it was given included. */
export const mostFiles = 2000;
export const mostFileBytes = 64 * 1024 * 1024;
/** Of both outputs together; who says more is talking to nobody. */
export const mostOutputBytes = 32 * 1024 * 1024;
