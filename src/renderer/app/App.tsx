import { MantineProvider, MantineThemeProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { queries } from '../rpc/queries.ts';
import { router } from './router.tsx';
import { cssVariables, theme } from './theme.ts';
import { ThemeFollower } from './ThemeFollower.tsx';

/** Everything that the screens stand in. */
export function App() {
  const { t } = useTranslation();
  const closed = { defaultProps: { closeButtonProps: { 'aria-label': t('common.close') } } };
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <ThemeFollower />
      <MantineThemeProvider theme={{ components: { Notification: closed } }}>
        <Notifications position="bottom-center" limit={3} autoClose={6000} />
      </MantineThemeProvider>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
