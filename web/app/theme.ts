import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core'

// Mantine wants ten shades; ours are the tokens, with 6 as the one blue and 7 as its hover.
const blue: MantineColorsTuple = [
  '#eaf1f9',
  '#d6e4f3',
  '#b9d0e8',
  '#7fa3c9',
  '#4f7dae',
  '#2a6199',
  '#0e4a86',
  '#0a3764',
  '#082d52',
  '#062340',
]
const red: MantineColorsTuple = [
  '#fbedeb',
  '#f5d6d3',
  '#e9b1ac',
  '#d98780',
  '#c75e56',
  '#b5403a',
  '#a3211b',
  '#851a15',
  '#6b1511',
  '#52100d',
]

/** Mantine in the look of src/portal/tokens.css: one blue, hairlines, corners of 4, no shadow, no motion. */
export const theme = createTheme({
  primaryColor: 'blue',
  primaryShade: 6,
  colors: { blue, red },
  white: '#ffffff',
  black: '#17202b',
  fontFamily: 'var(--font)',
  headings: { fontFamily: 'var(--font)', fontWeight: '600' },
  fontSizes: { xs: '0.8125rem', sm: '0.875rem', md: '1rem', lg: '1.125rem', xl: '1.5rem' },
  lineHeights: { xs: '18px', sm: '20px', md: '1.5', lg: '26px', xl: '32px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  radius: { xs: '4px', sm: '4px', md: '4px', lg: '6px', xl: '6px' },
  defaultRadius: 'sm',
  shadows: { xs: 'none', sm: 'none', md: 'none', lg: 'none', xl: 'none' },
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    Popover: { defaultProps: { transitionProps: { duration: 0 } } },
    Modal: { defaultProps: { transitionProps: { duration: 0 }, overlayProps: { backgroundOpacity: 0.4 } } },
  },
})

/** Mantine's own variables, taken from the tokens, so that a token changed in one place is changed everywhere. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {
    '--mantine-color-error': 'var(--red)',
    '--mantine-line-height': '1.5',
  },
  light: {
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-body': 'var(--white)',
    '--mantine-color-dimmed': 'var(--ink-2)',
    '--mantine-color-anchor': 'var(--blue)',
    '--mantine-color-default-border': 'var(--line-3)',
    '--mantine-color-default-hover': 'var(--blue-tint)',
    '--mantine-color-placeholder': 'var(--ink-3)',
  },
  dark: {},
})

/** The nonce the server put into this page; Mantine's own `<style>` elements are refused without it. */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''
}
