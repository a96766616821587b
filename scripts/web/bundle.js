const fs = require('node:fs');
const path = require('node:path');

/** Bundles the programs and styles of all pages, with what they share in files of its own. */
class Bundle {
  /** @param {string} root the project's folder @param {string[]} names the pages' folders below `src/web` */
  static async of(root, names) {
    const entries = new Map(names.map((name) => [name, entryOf(root, name)]));
    // Loading it takes longer than seeing that nothing is to be done.
    const { metafile, outputFiles } = await require('esbuild').build({
      absWorkingDir: root,
      entryPoints: names.map((name) => ({ in: entries.get(name), out: name })),
      outdir: path.join(root, 'assets'),
      bundle: true,
      splitting: true,
      minify: true,
      metafile: true,
      write: false,
      format: 'esm',
      target: 'es2022',
      entryNames: '[name]-[hash]',
      chunkNames: '[name]-[hash]',
      assetNames: '[name]-[hash]',
      publicPath: '/assets',
      loader: { '.graphql': 'text', '.ttf': 'file' },
      define: { 'process.env.NODE_ENV': '"production"' },
      legalComments: 'none',
      logLevel: 'warning',
      plugins: [require('./worker')],
    });
    return new Bundle(entries, metafile.outputs, outputFiles);
  }

  constructor(entries, outputs, files) {
    this.entries = entries;
    this.outputs = outputs;
    const styles = [...entries.keys()].map((name) => this.styleOf(name));
    /** Each file with its name and contents. The styles of a part that is loaded later are in its page's already. */
    this.files = files
      .map((file) => ({ name: path.basename(file.path), contents: Buffer.from(file.contents) }))
      .filter(({ name }) => !name.endsWith('.css') || styles.includes(name));
  }

  /** The name of a page's styles, if it has any. */
  styleOf(page) {
    const { cssBundle } = this.outputs[this.mainOf(page)];
    return cssBundle && path.basename(cssBundle);
  }

  /** The names of the programs that a page needs before it can begin, its own first. */
  programsOf(page) {
    const found = new Set();
    const follow = (file) => {
      if (found.has(file)) return;
      found.add(file);
      for (const { path: next, kind } of this.outputs[file].imports) if (kind === 'import-statement') follow(next);
    };
    follow(this.mainOf(page));
    return [...found].map((file) => path.basename(file));
  }

  mainOf(page) {
    const entry = this.entries.get(page);
    return Object.keys(this.outputs).find((file) => this.outputs[file].entryPoint === entry);
  }
}

function entryOf(root, name) {
  const entry = ['main.ts', 'main.tsx'].find((file) => fs.existsSync(path.join(root, 'src/web', name, file)));
  if (!entry) throw new Error(`src/web/${name} has no main.ts or main.tsx`);
  return `src/web/${name}/${entry}`;
}

module.exports = { Bundle };
