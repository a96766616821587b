/**
 * A plugin of the bundler: `import url from 'package/worker.js?worker'` makes a worker's program one file of its own and
 * gives its address, so that workers come from our origin.
 */
module.exports = {
  name: 'web-worker',
  setup(build) {
    build.onResolve({ filter: /\?worker$/ }, async ({ path, resolveDir, kind }) => {
      const { path: file, errors } = await build.resolve(path.replace(/\?worker$/, ''), { resolveDir, kind });
      return errors.length > 0 ? { errors } : { path: file, namespace: 'worker' };
    });
    build.onLoad({ filter: /./, namespace: 'worker' }, async ({ path }) => {
      const { absWorkingDir, minify, target, define } = build.initialOptions;
      const { outputFiles } = await build.esbuild.build({
        absWorkingDir,
        minify,
        target,
        define,
        entryPoints: [path],
        bundle: true,
        format: 'iife',
        write: false,
        legalComments: 'none',
        logLevel: 'warning',
      });
      return { contents: outputFiles[0].contents, loader: 'file' };
    });
  },
};
