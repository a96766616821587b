/** What the bundler makes of files that are no program. */
declare module '*.css';
