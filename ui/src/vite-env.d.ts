/// <reference types="vite/client" />

declare module 'virtual:brands' {
  /** Hue and path of each mark, by its name in small letters and digits. */
  const marks: Record<string, [number, string]>;
  export default marks;
}

declare module 'virtual:licences' {
  /** What others made and is built in. */
  const licences: import('../licences.ts').Licences;
  export default licences;
}
