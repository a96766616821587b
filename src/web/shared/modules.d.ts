/** What the bundler makes of files that are no program. */
declare module '*.css';

declare module '*.graphql' {
  /** Its text. */
  const text: string;
  export default text;
}

declare module '*?worker' {
  /** The address of the worker's program. */
  const address: string;
  export default address;
}
