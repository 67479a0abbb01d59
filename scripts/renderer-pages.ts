import { dirname, join } from 'node:path';
import type { InlineConfig, Plugin } from 'vite';
import config from '../electron.vite.config.ts';

const root = dirname(import.meta.dirname);

/** Pages of the renderer that need no engine and never ship, by the name `npm run dev -- --page` knows them by. */
export const standalonePages: Record<string, string> = { ui: 'gallery/index.html' };

/** Hot reload begins with an inline script, which the page's policy forbids. */
const withoutPolicy: Plugin = {
  name: 'without-content-security-policy',
  transformIndexHtml: {
    order: 'pre',
    handler: (html) => html.replace(/<meta\s+http-equiv="Content-Security-Policy"[^>]*>/, ''),
  },
};

const { plugins } = config.renderer ?? {};

/** The renderer's sources with what compiles them. */
export const rendererSources: InlineConfig = {
  configFile: false,
  root: join(root, 'src/renderer'),
  plugins: [plugins, withoutPolicy],
};
