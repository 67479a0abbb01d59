import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { UiRoot } from '../ui/ui-root.tsx';
import { GalleryPage } from './page.tsx';

const container = document.getElementById('root');
if (!container) throw new Error('The page has no element to draw in');
createRoot(container).render(
  <StrictMode>
    <UiRoot>
      <GalleryPage />
    </UiRoot>
  </StrictMode>,
);
