import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Where `scripts/build-web.js` leaves the pages; the same for the sources and for what is built of them. */
export const WEB_FOLDER = path.join(__dirname, '../../dist/web');

/** A file of the build. */
export interface WebFile {
  /** Its path below the folder. Compressed forms lie beside it, their encoding appended. */
  name: string;
  type: string;
  /** Of its contents. */
  hash: string;
  /** Encodings that there are, the best first. */
  encodings: string[];
}

/** A page: a row of `src/web/pages.json` and the document that was made for it. */
export interface WebPage {
  name: string;
  path: string;
  /** Whether its path answers something else to clients that do not ask for HTML. */
  browsersOnly?: boolean;
  /** What its content security policy allows beyond what all pages may: sources, by directive. */
  allow?: Record<string, string>;
  file: WebFile;
}

/** What `scripts/build-web.js` made. */
export interface WebBuild {
  folder: string;
  /** By the path of the request. */
  files: Map<string, WebFile>;
  pages: WebPage[];
}

/** Reads what the build says of itself; null when nothing was built. */
export function readWebBuild(folder = WEB_FOLDER): WebBuild | null {
  const manifest = path.join(folder, 'manifest.json');
  if (!existsSync(manifest)) return null;
  const { files, pages } = JSON.parse(readFileSync(manifest, 'utf8')) as {
    files: Record<string, WebFile>;
    pages: WebPage[];
  };
  return { folder, files: new Map(Object.entries(files)), pages };
}
