import { stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { contentType } from './content-types.ts';

/** What the page's first paint depends on. It is told in the page itself, which is drawn before it has asked anything. */
export type PageMarks = { theme: 'system' | 'light' | 'dark'; isWelcomed: boolean };

export type PageFile = { path: string; size: number; headers: Record<string, string> };

/**
 * What the page may load: itself, and nothing inline.
 * The page's own meta tag can only narrow this.
 */
export const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  // No text becomes markup or code but through the page's one policy (src/renderer/app/trusted-types.ts).
  "require-trusted-types-for 'script'",
  'trusted-types default',
].join('; ');

export const pageHeaders: Record<string, string> = {
  'content-security-policy': contentSecurityPolicy,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** What finds hands is a thread that needs WebAssembly and loads it as a script: it has a policy of its own, and the page stays without. */
const handsPolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";
const handsScript = '/hands/hands.worker.js';

/**
 * The file of the built page that a URL's path names: undefined if there is none. A path without an extension is a
 * screen of the page, so it is index.html.
 */
export async function findPageFile(folder: string, urlPath: string): Promise<PageFile | undefined> {
  const name = extname(urlPath) === '' ? '/index.html' : safeDecode(urlPath);
  if (name === undefined || name.includes('\0') || name.includes('\\')) return undefined;
  const path = join(folder, name);
  if (!path.startsWith(folder + sep)) return undefined;
  const status = await stat(path).catch(() => undefined);
  if (!status?.isFile()) return undefined;
  return {
    path,
    size: status.size,
    headers: {
      ...pageHeaders,
      ...(name === handsScript ? { 'content-security-policy': handsPolicy } : {}),
      'content-type': contentType(path),
      'cache-control': caching(name),
    },
  };
}

/** index.html as the build wrote it, with the marks where the page's scripts and styles look for them. */
export function markPage(html: string, { theme, isWelcomed }: PageMarks): string {
  return html.replace('data-theme="system"', `data-theme="${theme}"${isWelcomed ? ' data-welcomed' : ''}`);
}

/** The build puts a hash of the content into the names of assets; index.html names them, so it is never kept. */
function caching(name: string): string {
  if (name.startsWith('/assets/')) return 'public, max-age=31536000, immutable';
  return name === '/index.html' ? 'no-store' : 'no-cache';
}

function safeDecode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
