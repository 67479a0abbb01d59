export type Theme = 'system' | 'light' | 'dark';

const storageKey = 'heron.theme';

/** Shows the theme at once and remembers it here, so that the next start paints right before the settings arrive. */
export function applyTheme(theme: Theme): void {
  document.documentElement.dataset['theme'] = theme;
  try {
    localStorage.setItem(storageKey, theme);
  } catch {
    // Storage can be switched off in a browser; then the first paint follows the system.
  }
}

/** Call before the first render. */
export function applyRememberedTheme(): void {
  const { dataset } = document.documentElement;
  // The engine may have said it in the page; where it has not, or follows the system, this browser may know better.
  if (dataset['theme'] === 'system') dataset['theme'] = rememberedTheme();
}

function rememberedTheme(): Theme {
  try {
    const kept = localStorage.getItem(storageKey);
    return kept === 'light' || kept === 'dark' ? kept : 'system';
  } catch {
    return 'system';
  }
}
