import { createContext } from 'react';

/** Where menus and tooltips are drawn: a landmark of their own, which a dialog does not hide. Set by UiRoot. */
export const FloatingHost = createContext<HTMLElement | null>(null);
