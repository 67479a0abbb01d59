import type { Kind } from './call.ts';
import { convertToFile } from './convert.ts';
import { crypto } from './crypto.ts';
import { extractFromFile } from './extract.ts';
import { feed } from './feed.ts';
import { html } from './html.ts';
import { markdown } from './markdown.ts';
import { xml } from './xml.ts';

/** What is carried out, by the last part of n8n's type. */
export const kinds: Record<string, Kind> = {
  html,
  markdown,
  xml,
  crypto,
  extractFromFile,
  convertToFile,
  rssFeedRead: feed,
};
