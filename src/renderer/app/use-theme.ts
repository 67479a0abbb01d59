import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useHeron } from './heron-context.ts';
import { applyTheme } from './theme.ts';

/** The page looks as the settings say. */
export function useTheme(): void {
  const { settings } = useHeron();
  const theme = useStore(settings.state, (state) => state.settings?.theme);
  useEffect(() => {
    if (theme) applyTheme(theme);
  }, [theme]);
}
