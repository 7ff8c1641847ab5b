import {
  createTheme,
  type CSSVariablesResolver,
  type MantineColorsTuple,
  type MantineThemeOverride,
  mergeThemeOverrides,
} from '@mantine/core';

/** The one accent: petrol, which no state has. */
const petrol: MantineColorsTuple = [
  '#e9f5f6',
  '#d0e7e9',
  '#a3d0d4',
  '#73b7bd',
  '#4ca2aa',
  '#2f8e97',
  '#177e88',
  '#0b6f79',
  '#05606a',
  '#004f58',
];

/** For what cannot be undone; white words on it: 6.5:1. */
const red: MantineColorsTuple = [
  '#fdecea',
  '#fad3cf',
  '#f3a8a1',
  '#ea7a71',
  '#e0554a',
  '#d33f33',
  '#c53229',
  '#b3261e',
  '#9a1f18',
  '#821a14',
];

/** Blue-grey instead of neutral: the surfaces of the dark page are steps of light, not inverted paper. */
const dark: MantineColorsTuple = [
  '#d8dde2',
  '#b9c1c8',
  '#939da6',
  '#66717b',
  '#3b444d',
  '#2c343c',
  '#20272e',
  '#161b21',
  '#10141a',
  '#0b0e12',
];

const usual = createTheme({
  colors: { petrol, red, dark },
  primaryColor: 'petrol',
  // White words on it: 5.9:1, on light and dark pages.
  primaryShade: 7,
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: 'Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif',
  // One size for reading, one for what stands beside it.
  fontSizes: { xs: '0.8125rem', sm: '0.875rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.375rem', lineHeight: '1.3' },
      h2: { fontSize: '1rem', lineHeight: '1.4' },
      h3: { fontSize: '0.875rem', lineHeight: '1.5' },
    },
  },
  components: {
    Tooltip: { defaultProps: { openDelay: 300, withArrow: true, multiline: true, maw: 360 } },
    Paper: { defaultProps: { radius: 'md' } },
  },
});

/** With the words that the library cannot know: how its buttons without a text are called. */
export function themeOf(close: string): MantineThemeOverride {
  const closeButtonProps = { 'aria-label': close };
  const overlayProps = { backgroundOpacity: 0.45 };
  return mergeThemeOverrides(
    usual,
    createTheme({
      components: {
        Modal: { defaultProps: { centered: true, overlayProps, closeButtonProps } },
        Drawer: { defaultProps: { overlayProps, closeButtonProps } },
      },
    }),
  );
}

/** The library's own greys for dimmed words and errors are too pale to be read (WCAG AA wants 4.5:1 on their ground). */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#fbfcfc',
    '--mantine-color-text': '#1a2228',
    '--mantine-color-dimmed': '#59646d',
    '--mantine-color-placeholder': '#6a757e',
    '--mantine-color-error': '#b3261e',
    '--mantine-color-anchor': '#05606a',
  },
  dark: {
    '--mantine-color-body': '#12161b',
    '--mantine-color-text': '#d8dde2',
    '--mantine-color-dimmed': '#98a2ab',
    '--mantine-color-placeholder': '#87929b',
    '--mantine-color-error': '#ff9388',
    '--mantine-color-anchor': '#73c3cb',
  },
});
