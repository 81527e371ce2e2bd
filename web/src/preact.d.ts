import 'preact';

declare module 'preact' {
  namespace JSX {
    interface CSSProperties {
      [property: `--${string}`]: string | number | undefined;
    }
  }
}
