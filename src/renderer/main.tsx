/** Starts the screens: text first, so that nothing is shown in the wrong language, then React. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { startI18n } from './i18n/i18n.ts';
import { startKeys } from './keys/keyboard.ts';
import { startWedge } from './scanner/wedge.ts';
import { preferences } from './state/preferences.ts';
import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import '@mantine/spotlight/styles.layer.css';
import './app/fonts.css';
import './app/tokens.css';
import './app/base.css';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no #root element.');

await startI18n(preferences.get().language);
startWedge(window);
startKeys(window);
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
