/// <reference types="vite/client" />

declare module 'virtual:brands' {
  /** Hue and path of each mark, by its name in small letters and digits. */
  const marks: Record<string, [number, string]>;
  export default marks;
}
