/** Mantine in paper and ink: its components take the colours of tokens.css. */
import { createTheme, defaultVariantColorsResolver } from '@mantine/core';
import type { CSSVariablesResolver, MantineColorsTuple, VariantColorsResolver } from '@mantine/core';

const inkBlue: MantineColorsTuple = [
  '#eef3fb',
  '#dbe6f7',
  '#b9cff1',
  '#8fb5f6',
  '#6795e2',
  '#4278d0',
  '#2a60b8',
  '#1d4c9e',
  '#173e82',
  '#112f64',
];
const paperGrey: MantineColorsTuple = [
  '#f8f7f4',
  '#efede8',
  '#e6e3dc',
  '#dcd9d2',
  '#c2bfb8',
  '#868a93',
  '#5f6571',
  '#454a55',
  '#2d313a',
  '#1a1d23',
];
const darkPaper: MantineColorsTuple = [
  '#eceae5',
  '#bfc2ca',
  '#9ba0ab',
  '#757b87',
  '#474c56',
  '#31353d',
  '#1c1f25',
  '#14161a',
  '#0f1114',
  '#0a0b0d',
];
const red: MantineColorsTuple = [
  '#fbe5e2',
  '#f6cbc6',
  '#f0a9a1',
  '#ff9d93',
  '#dd6158',
  '#cf483f',
  '#c2362d',
  '#b3201a',
  '#8e1913',
  '#6c120e',
];

/** Buttons and the like in the colours of tokens.css, whose text is readable on them in both themes. */
const variantColors: VariantColorsResolver = (input) => {
  const meant = defaultVariantColorsResolver(input);
  const danger = input.color === 'red';
  if (!danger && input.color !== undefined && input.color !== 'ink') return meant;
  const ink = danger ? 'var(--bad)' : 'var(--accent)';
  const soft = danger ? 'var(--bad-soft)' : 'var(--accent-soft)';
  switch (input.variant) {
    case 'filled':
      return {
        ...meant,
        background: danger ? 'var(--bad-fill)' : 'var(--accent)',
        hover: danger ? 'var(--bad-fill)' : 'var(--accent-hover)',
        color: danger ? 'var(--bad-on)' : 'var(--accent-on)',
        border: '1px solid transparent',
      };
    case 'outline':
      return { ...meant, background: 'transparent', hover: soft, color: ink, border: `1px solid ${ink}` };
    case 'subtle':
      return {
        ...meant,
        background: 'transparent',
        hover: soft,
        color: ink,
        border: '1px solid transparent',
      };
    default:
      return meant;
  }
};

export const theme = createTheme({
  fontFamily: 'var(--font-text)',
  fontFamilyMonospace: 'var(--font-code)',
  headings: { fontFamily: 'var(--font-text)', fontWeight: '600' },
  colors: { ink: inkBlue, gray: paperGrey, dark: darkPaper, red },
  primaryColor: 'ink',
  primaryShade: { light: 7, dark: 3 },
  variantColorResolver: variantColors,
  defaultRadius: 4,
  cursorType: 'pointer',
  respectReducedMotion: true,
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  fontSizes: { xs: '13px', sm: '15px', md: '16px', lg: '20px', xl: '24px' },
  components: {
    Modal: {
      defaultProps: {
        centered: true,
        transitionProps: { duration: 0 },
        overlayProps: { backgroundOpacity: 0.35 },
        styles: { title: { fontSize: 20, lineHeight: '28px', fontWeight: 600 } },
      },
    },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: true } },
    Button: { defaultProps: { size: 'sm' } },
  },
});

export const cssVariables: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--sheet)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--ink-3)',
    '--mantine-color-placeholder': 'var(--ink-3)',
    '--mantine-color-anchor': 'var(--accent)',
    '--mantine-color-error': 'var(--bad)',
    '--mantine-color-default': 'var(--sheet)',
    '--mantine-color-default-color': 'var(--ink)',
    '--mantine-color-default-border': 'var(--edge)',
    '--mantine-color-default-hover': 'var(--sunk)',
    '--mantine-color-ink-filled': 'var(--accent)',
    '--mantine-primary-color-filled': 'var(--accent)',
    '--mantine-primary-color-contrast': 'var(--accent-on)',
  };
  return { variables: {}, light: shared, dark: shared };
};
