import { useMantineColorScheme } from '@mantine/core';
import { useEffect } from 'react';
import { changeLanguage } from '../i18n/i18n.ts';
import { preferences } from '../state/preferences.ts';
import { useStore } from '../state/store.ts';

/** Keeps theme and language as the person chose them. */
export function ThemeFollower() {
  const { theme, language } = useStore(preferences);
  const { setColorScheme } = useMantineColorScheme();
  useEffect(() => setColorScheme(theme), [theme, setColorScheme]);
  useEffect(() => void changeLanguage(language), [language]);
  return null;
}
