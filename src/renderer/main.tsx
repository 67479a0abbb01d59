import './app/plain-schemas.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { askPlace } from '../contract/ask-place.ts';
import { createHeron } from './app/heron.ts';
import { Root } from './app/root.tsx';
import { applyRememberedTheme } from './app/theme.ts';
import { installTrustedTypes } from './app/trusted-types.ts';
import { connect } from './engine/connect.ts';
import { showToast } from './ui/toast-store.ts';
import { chooseLanguage, rememberedLanguage } from './words/language.ts';

installTrustedTypes();
applyRememberedTheme();
const heron = createHeron(
  connect((message) => showToast({ tone: 'danger', title: 'This window no longer follows Heron', text: message })),
);
if (location.hash === askPlace) history.replaceState(null, '', '/?quick');
const isQuick = new URLSearchParams(location.search).has('quick');
const container = document.getElementById('root');
if (!container) throw new Error('The page has no element to draw in');
const root = createRoot(container);
void chooseLanguage(rememberedLanguage()).finally(() =>
  root.render(
    <StrictMode>
      <Root heron={heron} isQuick={isQuick} />
    </StrictMode>,
  ),
);
