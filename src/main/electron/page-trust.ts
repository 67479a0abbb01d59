import { blobIdOf } from '../gateway/blob-answer.ts';

/** The part of a frame that says who it is. */
export type FrameIdentity = { url: string; parent: unknown };

/** Whether a message comes from Heron's own page and not from a frame inside it or a page in its place. */
export function isTrustedFrame(frame: FrameIdentity | null, pageOrigin: string): boolean {
  return frame !== null && frame.parent === null && hasOrigin(frame.url, pageOrigin);
}

/**
 * All the page itself may do that a browser would ask about: copying text; hearing the microphone, which it opens only while
 * the privacy switch is on; seeing through the camera, and the screen that was chosen in screens.ts, each of which it opens
 * when a person says so. `media` is what a request for `media` wants of it.
 */
export function isPermissionGranted(
  permission: string,
  requestingUrl: string,
  pageOrigin: string,
  media: readonly (string | undefined)[] = [],
): boolean {
  const isDevice = media.length > 0 && media.every((each) => each === 'audio' || each === 'video');
  const isOpen = permission === 'display-capture' || permission === 'clipboard-sanitized-write';
  return (isOpen || (permission === 'media' && isDevice)) && hasOrigin(requestingUrl, pageOrigin);
}

/** Whether the window may go there: within its own page only. */
export function isNavigationAllowed(url: string, pageOrigin: string): boolean {
  return hasOrigin(url, pageOrigin);
}

/** The place of the page's own that an address names, `#/inbox`; undefined for any other address. */
export function placeOfPage(url: string, pageOrigin: string): string | undefined {
  const place = url.startsWith(`${pageOrigin}/#`) ? url.slice(pageOrigin.length + 1) : '';
  return /^#\/[\w-]+(?:\/[\w-]+){0,2}$/.test(place) ? place : undefined;
}

/** What the page may save: blobs, and nothing else. The system asks where to. */
export function isDownloadAllowed(url: string, pageOrigin: string): boolean {
  // What the page has made itself.
  if (url.startsWith(`blob:${pageOrigin}/`)) return true;
  return hasOrigin(url, pageOrigin) && blobIdOf(new URL(url).pathname) !== undefined;
}

/** By scheme and host: `origin` of a URL whose scheme is not a browser's own is "null" outside of one. */
function hasOrigin(address: string, pageOrigin: string): boolean {
  const url = URL.parse(address);
  return url !== null && `${url.protocol}//${url.host}` === pageOrigin;
}
