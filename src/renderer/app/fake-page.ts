import { act, createElement, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import type { Engine } from '../engine/connect.ts';
import type { FakeEngine } from '../engine/fake-engine.ts';
import { UiRoot } from '../ui/ui-root.tsx';
import { createHeron, type Heron } from './heron.ts';
import { HeronContext } from './heron-context.ts';

/** For tests in jsdom: a page with something on it, and what a person does there. */
export type FakePage = {
  heron: Heron;
  /** The first element that matches and holds the text. Throws when there is none. */
  find: <Found extends HTMLElement = HTMLElement>(selector: string, text?: string) => Found;
  text: () => string;
  click: (element: HTMLElement) => Promise<void>;
  press: (key: string, target?: HTMLElement, options?: KeyboardEventInit) => Promise<void>;
  /** Lets `change` happen and the page follow it. */
  settle: (change?: () => unknown) => Promise<void>;
  close: () => Promise<void>;
};

export async function openPage(engine: FakeEngine, content: ReactNode): Promise<FakePage> {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  const noMedia = (): Pick<MediaQueryList, 'matches'> & EventTarget =>
    Object.assign(new EventTarget(), { matches: false });
  Object.assign(window, { matchMedia: noMedia });
  const connection = { state: connected(), retryNow: () => undefined };
  const heron = createHeron({ ...engine, ...connection } as unknown as Engine);
  const root = createRoot(document.body.appendChild(document.createElement('main')));
  const settle = (change?: () => unknown) =>
    act(async () => {
      await change?.();
      await new Promise<void>((resolve) => requestAnimationFrame(() => resolve()));
    });
  await settle(() =>
    root.render(createElement(HeronContext, { value: heron }, createElement(UiRoot, undefined, content))),
  );
  return {
    heron,
    find,
    settle,
    text: () => document.body.textContent ?? '',
    click: (element) => settle(() => element.click()),
    press: (key, target = document.body, options = {}) =>
      settle(() =>
        target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...options })),
      ),
    close: async () => {
      await settle(() => root.unmount());
      document.body.replaceChildren();
      localStorage.clear();
    },
  };
}

function find<Found extends HTMLElement>(selector: string, text = ''): Found {
  const found = [...document.querySelectorAll<Found>(selector)].find((each) => each.textContent?.includes(text));
  if (!found) throw new Error(`Nothing on the page matches ${selector} ${text}`);
  return found;
}

function connected() {
  const state = { phase: 'online' as const, opened: 1, tries: 0, isBackFromCrash: false };
  return { getState: () => state, getInitialState: () => state, subscribe: () => () => undefined };
}
