import type { Risk } from '../../../contract/manifest.ts';

/** What a server lists as a tool, as far as Heron reads it. */
export type ToolDefinition = {
  name: string;
  title?: string | undefined;
  description?: string | undefined;
  inputSchema: unknown;
  annotations?:
    | { readOnlyHint?: boolean | undefined; idempotentHint?: boolean | undefined; title?: string | undefined }
    | undefined;
};

/** Only what a server says changes nothing is taken for reading; of all else the worst is believed. */
export function riskOf({ annotations }: ToolDefinition): Risk {
  return annotations?.readOnlyHint === true ? 'read' : 'irreversible';
}

const longestDescription = 1500;

/** A stranger's words on one screen: no characters that hide or turn text. */
export function plainWords(text: string, most = longestDescription): string {
  const plain = text.replaceAll(/[^\P{C}\n]/gu, ' ').trim();
  return plain.length > most ? `${plain.slice(0, most)}…` : plain;
}

export function titleOf({ name, title, annotations }: ToolDefinition): string {
  const said = plainWords(title ?? annotations?.title ?? '', 80).replaceAll(/\s+/g, ' ');
  return said === '' ? name : said;
}

/** The same offer: what somebody allowed of one is allowed of the other. */
export function isSameTool(one: ToolDefinition, other: ToolDefinition): boolean {
  return JSON.stringify(offerOf(one)) === JSON.stringify(offerOf(other));
}

function offerOf({ name, title, description, inputSchema, annotations }: ToolDefinition): unknown[] {
  return [name, title, description, inputSchema, annotations?.readOnlyHint, annotations?.idempotentHint];
}
