export type CaseItem = { json: object; error?: Error; binary?: Record<string, object> };

/** A file that an item carries: its content as words, or as base64. */
export type CaseFile = { text?: string; base64?: string; mimeType: string; fileName?: string };

/** A node, what it is set to, and what it is given at each of its inputs. The inputs come from nodes `In 0`, `In 1` … */
export type Case = {
  kind: string;
  version: number;
  parameters: object;
  inputs: object[][];
  /** Of the node beside its parameters: `onError`, `executeOnce` … */
  settings?: object;
  /** Of each item of the first input, by the name of the field. */
  files?: Record<string, CaseFile>[];
  /** What is served at the address `$FEED`. */
  feed?: string;
};

/** What n8n gave, the items of each output; or that it failed, and how. */
export type Expected = { outputs: object[][] } | { error: string };

/** Many settings of one node over the same items. */
export function each(
  kind: string,
  version: number,
  inputs: object[][],
  parameters: readonly object[],
  settings?: object,
): Case[] {
  return parameters.map((one) => ({ kind, version, parameters: one, inputs, ...(settings ? { settings } : {}) }));
}
