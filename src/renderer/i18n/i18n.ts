/** Every text of the screens in English and Spanish. Keys are typed; Spanish is complete by type. */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '../state/preferences.ts';
import { en } from './en/en.ts';
import { es } from './es/es.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'station';
    returnNull: false;
    resources: { station: typeof en };
  }
}

/** Loads both languages and shows the given one. */
export async function startI18n(language: Language): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    defaultNS: 'station',
    ns: ['station'],
    resources: { en: { station: en }, es: { station: es } },
    interpolation: { escapeValue: false },
  });
  document.documentElement.lang = language;
}

/** Changes the language of everything on the screen. */
export async function changeLanguage(language: Language): Promise<void> {
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}
