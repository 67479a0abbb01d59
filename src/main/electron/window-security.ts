import { type Session, shell, type WebContents } from 'electron';
import { allowedExternal } from './external-links.ts';
import { isDownloadAllowed, isNavigationAllowed, isPermissionGranted, placeOfPage } from './page-trust.ts';

/** Everything the page could ask of the browser around it is refused, but for what page-trust.ts lets through. */
export function restrictSession(session: Session, pageOrigin: string): void {
  session.setPermissionRequestHandler((_contents, permission, decide, details) => {
    const media = 'mediaTypes' in details ? details.mediaTypes : [];
    decide(isPermissionGranted(permission, details.requestingUrl, pageOrigin, media));
  });
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin, { mediaType }) =>
    isPermissionGranted(permission, requestingOrigin, pageOrigin, [mediaType]),
  );
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event, item) => {
    if (!isDownloadAllowed(item.getURL(), pageOrigin)) event.preventDefault();
  });
}

/** The window stays on its page; links to the world go to the system's own programs, places in the page to its main window. */
export function restrictContents(
  contents: WebContents,
  pageOrigin: string,
  showPlace: (place: string) => void = () => undefined,
): void {
  contents.setWindowOpenHandler(({ url }) => {
    const place = placeOfPage(url, pageOrigin);
    if (place === undefined) openExternal(url);
    else showPlace(place);
    return { action: 'deny' };
  });
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || !isNavigationAllowed(event.url, pageOrigin)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    if (!isNavigationAllowed(event.url, pageOrigin)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
}

/** How often a page may end in a minute before it is left as it is: one that ends as it begins would do so for ever. */
const mostReloads = 3;
const reloadMs = 60_000;

/** A page whose process ended is loaded again; what was typed is kept, and the engine goes on meanwhile. */
export function reloadWhenGone(
  contents: Pick<WebContents, 'on' | 'reload'>,
  parts: { now: () => number; told: (reason: string) => void },
): void {
  let ends: number[] = [];
  contents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return;
    parts.told(reason);
    ends = [...ends.filter((at) => at > parts.now() - reloadMs), parts.now()];
    if (ends.length <= mostReloads) contents.reload();
  });
}

/** The only way from the page to another program. */
function openExternal(address: string): void {
  const allowed = allowedExternal(address);
  if (allowed !== undefined) void shell.openExternal(allowed);
}
