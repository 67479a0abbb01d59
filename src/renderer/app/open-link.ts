/** Opens an address outside the page: in a new tab, or, in the app, in the browser the system has. */
export function openLink(href: string): void {
  window.open(href, '_blank', 'noopener,noreferrer');
}
